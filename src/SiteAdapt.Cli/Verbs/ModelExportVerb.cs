using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Cli;

/// <summary><c>model export</c>: a run's network for other programs.</summary>
static class ModelExportVerb
{
    sealed record Exported(string File, string Format, long Bytes, string WeightsSha256, string? OptimizerState);

    public static Command Build()
    {
        var run = new Argument<string>("RUN") { Description = "A finished run folder" };
        var format = new Option<string>("--format") { Required = true, Description = "onnx (predicts in ONNX Runtime) or safetensors (weights with PyTorch's names)" }.Offering("onnx", "safetensors");
        var file = new Option<FileInfo>("--out") { Required = true, Description = "The file to write" };
        var names = new Option<string?>("--names") { Description = $"safetensors: rename the tensors by this table, ours and the file's: a file, or {string.Join(", ", NameMap.Shipped)}" };
        var memory = new Option<FileInfo?>("--optimizer-state") { Description = "safetensors: also write the optimizer's memory, to this file" };
        var json = CommonOptions.Json();
        var command = new Verb("export", "Write a run's network as ONNX, or its weights and optimizer memory as safetensors",
            "siteadapt model export runs/octl --format onnx --out octl.onnx",
            "siteadapt model export runs/octl --format safetensors --out octl.safetensors --optimizer-state adam.safetensors")
        {
            run, format, file, names, memory, json,
        };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            string path = parsed.GetValue(file)!.FullName, kind = parsed.GetValue(format)!;
            var (state, table) = (parsed.GetValue(memory)?.FullName, parsed.GetValue(names));
            if (kind is not ("onnx" or "safetensors")) throw new InputException($"--format: is '{kind}'; expected onnx or safetensors.");
            if (kind == "onnx" && (state ?? table) is not null) throw new InputException("--names, --optimizer-state: are for --format safetensors. Leave them out.");
            if (state == path) throw new InputException("--out, --optimizer-state: are the same file. Give two names.");
            var (record, checkpoint) = RunFolder.OpenFinished(parsed.GetValue(run)!);
            var map = table is null ? NameMap.Identity : NameMap.Load(table);
            using var network = NetworkFactory.Load(record, checkpoint, TorchRuntime.Configure(1, "cpu"));
            if (kind == "onnx") OnnxExport.Write(path, network, record, checkpoint.WeightsHash);
            else SafetensorsExport.WriteWeights(path, network, record, checkpoint.WeightsHash, map);
            if (state is not null) SafetensorsExport.WriteMemory(state, checkpoint, record, map);
            new Output(parsed.GetValue(json)).Result(new Exported(path, kind, new FileInfo(path).Length, checkpoint.WeightsHash, state),
                console => console.Line($"{path}: {kind}, {new FileInfo(path).Length} bytes{(state is null ? "" : $"; {state}: the memory of {record.Optimizer.Kind.ToString().ToLowerInvariant()}")}"));
        }, CancellationToken.None));
        return command;
    }
}
