using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>How the network saw a patient: a line of <c>features/epoch-NNN.jsonl</c> in a run folder.</summary>
/// <param name="Role">source or target, of training cases; test.</param>
/// <param name="Loss">Mean loss over the slices; NaN where the run used the case without its label.</param>
/// <param name="Features">The bottleneck, averaged over channels and slices.</param>
public sealed record FeatureRow(string Role, string Case, string Subject, string Site, string Subset, double Loss, float[] Features)
{
    internal const string Folder = "features";

    /// <summary>The epochs that a run kept, ascending, with their files.</summary>
    public static IReadOnlyList<(int Epoch, string File)> FilesOf(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!Directory.Exists(run.In(Folder))) return [];
        return [.. Directory.EnumerateFiles(run.In(Folder), "epoch-*.jsonl")
            .Select(file => (int.TryParse(Path.GetFileNameWithoutExtension(file)["epoch-".Length..], out int epoch) ? epoch : -1, file))
            .Where(entry => entry.Item1 >= 0).Order()];
    }

    /// <exception cref="InputException">The file cannot be read.</exception>
    public static IReadOnlyList<FeatureRow> Read(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => JsonSerializer.Deserialize<FeatureRow>(line, Json.Line) ?? throw new JsonException("a line is null"))];
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). Delete the run's folder and record its features anew.", fault);
        }
    }
}
