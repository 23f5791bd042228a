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
        public Argument<string[]> Images { get; } = new("IMAGE") { Description = "NIfTI files", Arity = ArgumentArity.OneOrMore };
        public Option<string?> Run { get; } = new("--run") { Description = "A finished run folder" };
        public Option<string?> Model { get; } = new("--model") { Description = "Weights as safetensors, with --task" };
        public Option<string?> Task { get; } = new("--task") { Description = "Task preset or YAML file; needed with --model" };
        public Option<string> Out { get; } = new("--out") { Required = true, Description = "A mask file (.nii.gz, .nii) for one image, or a folder" };
        public Option<string?> Probabilities { get; } = new("--probabilities") { Description = "Also write the probabilities as float32: a file for one image, or a folder" };
        public Option<int?> Threads { get; } = CommonOptions.Threads();
        public Option<string> Device { get; } = CommonOptions.Device();
        public Option<bool> Json { get; } = CommonOptions.Json();
    }

    sealed record Written(string Image, string Structure, string Mask, long Voxels, double VolumeMl, string? Probabilities);

    public static Command Build()
    {
        var o = new Options();
        var command = new Verb("predict", "Predict masks for new scans, on each scan's own grid",
            "siteadapt predict scan.nii.gz --run runs/mmtl --out mask.nii.gz",
            "siteadapt predict scans/*.nii.gz --run runs/mmtl --out masks --probabilities probabilities",
            "siteadapt predict scan.nii.gz --model unet.safetensors --task brain --out mask.nii.gz")
        {
            o.Images, o.Run, o.Model, o.Task, o.Out, o.Probabilities, o.Threads, o.Device, o.Json,
        };
        command.SetAction((parsed, stop) => Task.Run(() => Run(parsed, o, stop), CancellationToken.None));
        return command;
    }

    static void Run(ParseResult parsed, Options o, CancellationToken stop)
    {
        var (task, load) = Model(parsed, o);
        string[] images = parsed.GetValue(o.Images)!;
        var masks = new PredictionPaths("--out", parsed.GetValue(o.Out)!, images, "mask", task);
        var probabilities = parsed.GetValue(o.Probabilities) is { } path ? new PredictionPaths("--probabilities", path, images, "probability", task) : null;
        if (probabilities is not null && masks.All(images).Intersect(probabilities.All(images)).FirstOrDefault() is { } both)
            throw new InputException($"--out, --probabilities: both would be written to '{both}'. Give different names.");
        foreach (string image in images) Nifti.ReadHeader(image); // A wrong name is found before hours of work, not after.
        var device = TorchRuntime.Configure(parsed.GetValue(o.Threads) ?? Environment.ProcessorCount, parsed.GetValue(o.Device)!);
        using var network = load(device);
        using var progress = new ProgressLine("predict");
        var prediction = new NativePrediction(network, task, device);
        var written = new List<Written>();
        for (int i = 0; i < images.Length; i++)
        {
            written.AddRange(Predict(prediction, images[i], task, masks, probabilities, stop));
            progress.Report(i + 1, images.Length, Path.GetFileName(images[i]));
        }
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

    static (TaskSettings Task, Func<TorchSharp.torch.Device, Network> Load) Model(ParseResult parsed, Options o)
    {
        var (run, model, task) = (parsed.GetValue(o.Run), parsed.GetValue(o.Model), parsed.GetValue(o.Task));
        if ((run is null) == (model is null)) throw new InputException("--run, --model: give one of them: a run folder, or a safetensors file.");
        if (run is not null)
        {
            var (record, checkpoint) = RunFolder.OpenFinished(run);
            return (task is null ? record.Task : throw new InputException("--task: a run has its own task; leave --task out."), device => NetworkFactory.Load(record, checkpoint, device));
        }
        if (task is null) throw new InputException("--task: with --model, say which task the weights are for, for example --task brain.");
        var settings = TaskSettings.Load(task);
        return (settings, device => NetworkFactory.Load(settings, device, model!));
    }
}
