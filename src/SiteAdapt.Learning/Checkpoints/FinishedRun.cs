using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>What must hold of a finished run before its weights are used: nothing was changed or lost since it ended.</summary>
static class FinishedRun
{
    const int MostShown = 12;

    /// <summary>
    /// Compares the run's record with the one that stands under checksums in its checkpoint. Only where things lie may differ
    /// (manifests, the split list, the source run): data and runs are moved.
    /// </summary>
    /// <exception cref="InputException">Naming every field that differs.</exception>
    public static void RequireRecord(string file, RunRecord record, Checkpoint checkpoint)
    {
        var differences = Differences(file, record, At(record, checkpoint.State.Run));
        if (differences.Count > 0)
            throw new InputException($"{file}: was changed since the run ended; the checkpoint has another record, under checksums. Put the file back: it is the field 'run' of {Path.Combine(checkpoint.Folder, "run.json")}.\n  "
                + string.Join("\n  ", differences.Take(MostShown)));
    }

    /// <summary>The step that the run ended with, as far as <c>done.json</c> says it.</summary>
    public static int? Steps(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject done && done["steps"] is JsonValue steps && steps.TryGetValue(out int number) ? number : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException) // a name that stands there twice
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). Delete it, and give the command that started the run again; it looks at the checkpoint and writes the file anew.", fault);
        }
    }

    /// <summary>The checkpoint's record with the places of the other.</summary>
    static RunRecord At(RunRecord places, RunRecord kept) => kept with
    {
        Data = kept.Data with
        {
            Manifest = places.Data.Manifest,
            SourceManifest = kept.Data.SourceManifest is null ? null : places.Data.SourceManifest ?? kept.Data.SourceManifest,
            Split = places.Data.Split.ListFile is { } list && kept.Data.Split.ListFile is not null ? kept.Data.Split with { List = list } : kept.Data.Split,
        },
        Source = kept.Source is { } source && places.Source is { } place ? source with { Run = place.Run } : kept.Source,
    };

    /// <summary>The fields that differ, each in words.</summary>
    public static List<string> Differences(string file, RunRecord there, RunRecord kept)
    {
        (there, kept) = WithoutEqualCases(there, kept);
        try
        {
            return [.. JsonDifference.Each(JsonSerializer.SerializeToNode(there, Json.Pretty), JsonSerializer.SerializeToNode(kept, Json.Pretty))
                .Select(field => $"{field.Path}: there {field.There}, in the checkpoint {field.Wanted}")];
        }
        catch (ArgumentException fault)
        {
            throw new InputException($"{file}: is not a run record ({fault.Message}).", fault);
        }
    }

    /// <summary>Long lists of equal cases need no tree of JSON: 110,000 cases are a gigabyte of it.</summary>
    static (RunRecord There, RunRecord Kept) WithoutEqualCases(RunRecord there, RunRecord kept)
    {
        static RunRecord Trained(RunRecord record) => record with { Data = record.Data with { Cases = [] } };
        static RunRecord Source(RunRecord record) => record with { Source = record.Source! with { Cases = null } };
        if (there.Data.Cases.SequenceEqual(kept.Data.Cases)) (there, kept) = (Trained(there), Trained(kept));
        return there.Source?.Cases is { } seen && kept.Source?.Cases is { } wanted && seen.SequenceEqual(wanted) ? (Source(there), Source(kept)) : (there, kept);
    }
}
