using System.Runtime.InteropServices;
using SiteAdapt.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>Reads drawn slices from the prepared cache straight into native tensors, without a managed copy of the batch.</summary>
sealed class BatchAssembler(TaskSettings task, IBatchLabels labels)
{
    float[] image = [];

    /// <summary>With the labels that the task's training needs.</summary>
    public static BatchAssembler Labelled(TaskSettings task, ModelRecord? model = null) => new(task, Objectives.Labels(task, model));

    /// <summary>Images alone; labels are not looked at.</summary>
    public static BatchAssembler Unlabelled(TaskSettings task) => new(task, new NoLabels());

    public Batch Assemble(IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, string> states)
    {
        int plane = task.Window * task.Window, imageSize = task.InputChannels * plane;
        int labelSize = (int)labels.Shape.Aggregate((a, b) => a * b);
        var images = empty([samples.Count, task.InputChannels, task.Window, task.Window], dtype: ScalarType.Float32);
        var targets = empty([samples.Count, .. labels.Shape], dtype: ScalarType.Float32);
        images.DetachFromDisposeScope();
        targets.DetachFromDisposeScope();
        var imageData = MemoryMarshal.Cast<byte, float>(images.bytes);
        var labelData = labelSize == 0 ? [] : MemoryMarshal.Cast<byte, float>(targets.bytes);
        for (int b = 0; b < samples.Count; b++)
        {
            FillImage(samples[b], imageData.Slice(b * imageSize, imageSize), plane);
            labels.Fill(samples[b], labelData.Slice(b * labelSize, labelSize));
        }
        return new Batch(images, targets, samples, states);
    }

    void FillImage(Sample sample, Span<float> target, int plane)
    {
        var source = sample.Case;
        int pixels = source.Height * source.Width;
        if (image.Length < pixels) image = new float[pixels];
        for (int channel = 0; channel < task.InputChannels; channel++)
        {
            // Neighbouring slices are the channels of a 2.5-D input; at the ends the last slice stands in for the missing one.
            // An image has one slice, which then is in every channel.
            int slice = Math.Clamp(sample.Slice + channel - task.InputChannels / 2, 0, source.SliceCount - 1);
            source.ReadImage(slice, image);
            sample.Window.Cut<float>(image.AsSpan(0, pixels), source.Height, source.Width, source.FillValue(slice), target.Slice(channel * plane, plane));
        }
    }
}
