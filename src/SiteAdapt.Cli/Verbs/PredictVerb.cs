using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>predict</c>: masks for new scans, each on its own grid.</summary>
static class PredictVerb
{
    sealed class Options
    {
        public Argument<string[]> Images { get; } = new("IMAGE") { Description = "NIfTI files; for a classifier PNG or JPEG", Arity = ArgumentArity.OneOrMore };
        public Option<string?> Run { get; } = new("--run") { Description = "A finished run folder" };
        public Option<string?> Model { get; } = new("--model") { Description = "Weights as safetensors, with --task" };
        public Option<string?> Task { get; } = new("--task") { Description = "Task preset or YAML file; needed with --model" };
        public Option<string> Out { get; } = new("--out") { Required = true, Description = "A mask file (.nii.gz, .nii) for one image, or a folder; for a classifier a .csv" };
        public Option<string?> Probabilities { get; } = new("--probabilities") { Description = "Also write the probabilities as float32: a file for one image, or a folder" };
        public Option<bool> Bids { get; } = new("--bids") { Description = "Write a BIDS derivative: --out is its folder, sub-XX/anat/sub-XX_..._desc-STRUCTURE_mask.nii.gz" };
        public Option<string> Precision { get; } = PrecisionOption.Create();
        public Option<bool> SkipUnreadable { get; } = CommonOptions.SkipUnreadable();
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    /// <param name="Precision">Where it was not float32.</param>
    sealed record Written(string Image, string Structure, string Mask, long Voxels, double VolumeMl, string? Probabilities, string? Precision = null);

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("predict", "Predict masks for new scans, on each scan's own grid",
            "siteadapt predict scan.nii.gz --run runs/mmtl --out mask.nii.gz",
            "siteadapt predict scans/*.nii.gz --run runs/mmtl --out masks --probabilities probabilities",
            "siteadapt predict bids/sub-*/anat/*_T1w.nii.gz --run runs/mmtl --bids --out bids/derivatives/siteadapt",
            "siteadapt predict images/*.png --run runs/xray --out probabilities.csv",
            "siteadapt predict scan.nii.gz --model unet.safetensors --task brain --out mask.nii.gz")
        {
            o.Images, o.Run, o.Model, o.Task, o.Out, o.Probabilities, o.Bids, o.Precision, o.SkipUnreadable, o.Threads, o.Device, o.Json,
        };
        command.SetComputation((parsed, stop) => Run(parsed, o, stop));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        string[] images = parsed.GetValue(o.Images)!;
        if (parsed.GetValue(o.Run) is { } run && RunFolder.OpenFinished(run) is { Record.Task.IsClassification: true } classifier)
        {
            PredictFindings(parsed, o, classifier.Record, classifier.Checkpoint, images, stop);
            return;
        }
        if (parsed.GetValue(o.SkipUnreadable)) throw new InputException("--skip-unreadable: is for classifiers, whose images are many. Leave it out.");
        var (record, task, weights) = Model(parsed, o);
        bool bids = parsed.GetValue(o.Bids);
        if (bids) BidsDerivative.RequireOwn(parsed.GetValue(o.Out)!);
        var masks = new PredictionPaths("--out", parsed.GetValue(o.Out)!, images, "mask", task, bids);
        var probabilities = parsed.GetValue(o.Probabilities) is { } path ? new PredictionPaths("--probabilities", path, images, bids ? "probseg" : "probability", task, bids) : null;
        if (probabilities is not null && masks.All(images).Intersect(probabilities.All(images)).FirstOrDefault() is { } both)
            throw new InputException($"--out, --probabilities: both would be written to '{both}'. Give different names.");
        foreach (string left in masks.All(images).Select(Path.GetDirectoryName).Distinct()!) Leftovers.Remove(left);
        foreach (string image in images) Nifti.ReadHeader(image); // A wrong name is found before hours of work, not after.
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var network = NetworkFactory.Load(task, device, weights, record?.Model);
        PrecisionOption.Apply(network, parsed.GetValue(o.Precision)!, device);
        string? precision = parsed.GetValue(o.Precision) is var asked and not PrecisionOption.Full ? asked : null;
        using var progress = new ProgressLine("predict");
        var prediction = new NativePrediction(network, task, device);
        var written = new List<Written>();
        for (int i = 0; i < images.Length; i++)
        {
            written.AddRange(Predict(prediction, images[i], task, masks, probabilities, stop).Select(row => row with { Precision = precision }));
            progress.Report(i + 1, images.Length, Path.GetFileName(images[i]));
        }
        if (bids) BidsDerivative.Describe(parsed.GetValue(o.Out)!, (parsed.GetValue(o.Run) ?? parsed.GetValue(o.Model)!) + (precision is null ? "" : $", precision {precision}"));
        new Output(parsed.GetValue(o.Json)).Result(written, console =>
        {
            var table = Tables.List("structure", ">voxels", ">ml", "mask");
            foreach (var row in written) Tables.Row(table, row.Structure, $"{row.Voxels}", Tables.Millilitres(row.VolumeMl), row.Mask);
            console.Write(table);
        });
    }

    static IEnumerable<Written> Predict(NativePrediction prediction, string path, TaskSettings task, PredictionPaths masks, PredictionPaths? probabilities, CancellationToken stop)
    {
        var image = Nifti.Read(path);
        foreach (string warning in image.Warnings) Output.Warn(warning);
        var volumes = prediction.Probabilities(image.Volume, path, stop);
        for (int s = 0; s < volumes.Count; s++)
        {
            var mask = Threshold.Apply(volumes[s], task.ComponentFilter);
            string target = masks.Of(path, s);
            string? probability = probabilities?.Of(path, s);
            Nifti.WriteMask(target, mask, image.Header);
            if (probability is not null) Nifti.Write(probability, volumes[s], image.Header);
            var spacing = mask.Grid.Spacing;
            yield return new Written(path, task.Structures[s].Name, target, mask.Count, mask.Count * spacing.X * spacing.Y * spacing.Z / 1000, probability);
        }
    }

    static void PredictFindings(ParseResult parsed, Options o, RunRecord record, Checkpoint checkpoint, string[] images, CancellationToken stop)
    {
        if ((parsed.GetValue(o.Probabilities) ?? parsed.GetValue(o.Model) ?? parsed.GetValue(o.Task)) is not null || parsed.GetValue(o.Bids))
            throw new InputException("--probabilities, --model, --task, --bids: a classifier's run writes its probabilities into the table of --out. Leave them out.");
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var network = NetworkFactory.Load(record, checkpoint, device);
        PrecisionOption.Apply(network, parsed.GetValue(o.Precision)!, device);
        FindingsPrediction.Run(network, record, device, images, parsed.GetValue(o.Out)!, parsed.GetValue(o.SkipUnreadable), new Output(parsed.GetValue(o.Json)), stop);
    }

    static (RunRecord? Record, TaskSettings Task, string Weights) Model(ParseResult parsed, Options o)
    {
        var (run, model, task) = (parsed.GetValue(o.Run), parsed.GetValue(o.Model), parsed.GetValue(o.Task));
        if ((run is null) == (model is null)) throw new InputException("--run, --model: give one of them: a run folder, or a safetensors file.");
        if (run is not null)
        {
            var (record, checkpoint) = RunFolder.OpenFinished(run);
            return (record, task is null ? record.Task : throw new InputException("--task: a run has its own task; leave --task out."), checkpoint.ModelPath);
        }
        return task is null
            ? throw new InputException("--task: with --model, say which task the weights are for, for example --task brain.")
            : (null, Segmentation(TaskSettings.Load(task)), model!);
    }

    static TaskSettings Segmentation(TaskSettings task)
    {
        if (!task.IsClassification) return task;
        throw new InputException("--model: weights of a classifier do not say what their findings are. Give the run folder with --run.");
    }
}
