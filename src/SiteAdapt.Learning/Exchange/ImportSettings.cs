using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A model of another program, and what its files cannot say.</summary>
public sealed record ImportSettings
{
    /// <summary>Weights as safetensors.</summary>
    public required string Weights { get; init; }

    /// <summary>The optimizer's memory as safetensors, as the documented snippet writes it; null: there is none.</summary>
    public string? OptimizerState { get; init; }

    /// <summary>What the optimizer was, where its memory is not there to say it.</summary>
    public OptimizerKind? Optimizer { get; init; }

    /// <summary>How images were prepared, and which network this is.</summary>
    public required TaskSettings Task { get; init; }

    /// <summary>The sites that it was trained on.</summary>
    public required IReadOnlyList<string> Sites { get; init; }

    /// <summary>Classification: what the head's outputs mean, in their order.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public NameMap Names { get; init; } = NameMap.Identity;

    /// <summary>The name table as it was given, for the record.</summary>
    public string? NamesLabel { get; init; }

    /// <summary>Beginnings of names in the files that are not wanted.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>The subjects that it was trained on; null: not known.</summary>
    public IReadOnlyList<TrainingSubject>? Subjects { get; init; }

    internal ModelRecord? Model => Task.IsClassification ? new ModelRecord { Heads = [new HeadRecord(HeadRecord.Own, Sites, Findings)] } : null;

    internal bool IsIgnored(string name) => Ignored.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    internal void RequireUsable()
    {
        if (Sites.Count == 0) throw new InputException("--source: name the site, or the sites, that the model was trained on. They are names of your own, as in your manifests.");
        if (Task.IsClassification && Findings.Count == 0)
            throw new InputException("--findings: a classifier's weights do not say what its outputs mean. Give the findings in the order of the outputs: --findings A,B,C.");
        if (!Task.IsClassification && Findings.Count > 0) throw new InputException("--findings: is for classification. Leave it out.");
        if (Findings.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new InputException($"--findings: '{twice.Key}' is given twice.");
        if (OptimizerState is not null && Optimizer is not null)
            throw new InputException("--optimizer: the file of --optimizer-state says which optimizer it is of. Leave --optimizer out.");
    }
}

/// <summary>Somebody that a model was trained on, at one of its sites.</summary>
public sealed record TrainingSubject(string Subject, string Site)
{
    /// <summary>
    /// Reads a list with a subject a line; where the model is of several sites, with the site after a comma or a tab.
    /// "unknown" instead of a file: null.
    /// </summary>
    /// <exception cref="InputException">Naming every line that cannot be used.</exception>
    public static IReadOnlyList<TrainingSubject>? Read(string pathOrUnknown, IReadOnlyList<string> sites)
    {
        ArgumentNullException.ThrowIfNull(sites);
        if (pathOrUnknown == "unknown") return null;
        if (!File.Exists(pathOrUnknown))
            throw new InputException($"--subjects: there is no file '{pathOrUnknown}'. Give a list with a training subject a line, or 'unknown', and no leakage check will vouch for them.");
        var (subjects, faults, line) = (new List<TrainingSubject>(), new Faults(pathOrUnknown), 0);
        foreach (string row in TextFile.Read(pathOrUnknown).Split('\n'))
        {
            line++;
            if (row.Trim().Length == 0) continue;
            string[] fields = row.Trim().Split([',', '\t'], StringSplitOptions.TrimEntries);
            if (fields.Length > 2 || (fields.Length == 1 && sites.Count > 1) || fields[0].Length == 0)
                faults.Add($"line {line}: is '{row.Trim()}'; expected {(sites.Count > 1 ? "a subject, a comma, its site" : "a subject")}");
            else if (fields.Length == 2 && !sites.Contains(fields[1])) faults.Add($"line {line}: site '{fields[1]}' is not one of --source ({string.Join(", ", sites)})");
            else subjects.Add(new TrainingSubject(fields[0], fields.Length == 2 ? fields[1] : sites[0]));
        }
        if (subjects.Count == 0 && !faults.Any) faults.Add("holds no subject; give 'unknown' where nobody knows them");
        faults.ThrowIfAny();
        return [.. subjects.Distinct()];
    }
}
