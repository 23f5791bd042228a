using System.Security.Cryptography;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Scores of the audited model, or of its source model, at one site, with the file that they stand in.</summary>
/// <param name="Changed">The file's time of change, in UTC.</param>
/// <param name="IsSource">Whether they are of the source model, before it was adapted.</param>
public sealed record AuditScores(string File, string Sha256, DateTimeOffset Changed, bool IsSource, string Weights, ScoresFile Scores)
{
    /// <summary>Reads scores that <c>evaluate --out</c>, an audit or a study's evaluation wrote.</summary>
    /// <exception cref="InputException">They are not test scores of the run's weights or of its source's.</exception>
    public static AuditScores Read(string file, AuditedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!System.IO.File.Exists(file)) throw new InputException($"--scores: there is no file '{file}'. Make it: siteadapt evaluate --run {run.Path} --data MANIFEST --site SITE --out {file}");
        var scores = ScoresFile.Read(file);
        if (scores.Subset != Data.SubsetNames.Name(Data.Subset.Test)) throw new InputException($"{file}: scores of {scores.Subset} cases. A model is audited on test cases.");
        if ((scores.Findings is not null) != run.Record.Task.IsClassification) throw new InputException($"{file}: scores of another kind of task than the run's ('{run.Record.Task.Name}').");
        string weights = scores.Weights ?? WeightsOfUnit(file)
            ?? throw new InputException($"{file}: does not say which weights were scored, and no unit of a study lies beside it. Make it: siteadapt evaluate --run {run.Path} --data MANIFEST --site {scores.Site} --out FILE");
        bool isOwn = weights == run.Checkpoint.WeightsHash;
        if (!isOwn && weights != run.Record.Source?.Weights)
            throw new InputException($"{file}: scores of other weights (SHA-256 {weights}) than the run's ({run.Checkpoint.WeightsHash}){(run.Record.Source is { } source ? $" or its source's ({source.Weights})" : "")}.");
        return new AuditScores(Path.GetFullPath(file), Hash(file), System.IO.File.GetLastWriteTimeUtc(file), !isOwn, weights, scores);
    }

    /// <summary>SHA-256 of a file.</summary>
    public static string Hash(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Of a study's evaluation the unit says which model was scored.</summary>
    static string? WeightsOfUnit(string file)
    {
        var folder = new UnitFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return System.IO.File.Exists(folder.In("unit.json")) && folder.ReadRecord() is EvaluateUnit unit
            ? RunFolder.OpenFinished(folder.Of(unit.Model).Run).Checkpoint.WeightsHash
            : null;
    }
}
