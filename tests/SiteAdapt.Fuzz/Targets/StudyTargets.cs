using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Fuzz;

/// <summary>Files that a study's folder holds, and prepared slices that come with a bundle.</summary>
static class StudyTargets
{
    static readonly string[] Words = ["{", "}", "[", "]", ",", ":", "\"", "null", "-1", "1e999", "\"NaN\"", "\"Infinity\"", "99999999999999999999", "\"cases\"", "\"findings\"", "\"values\"", "\\ud800", "[[[[[[[["];

    const string Scores = """
        {"site":"a","subset":"test","grid":"prepared","norm_statistics":"own","metric":"dice","tolerance_mm":1,"cases":[{"case":"a1","subject":"a","structure":"blob","values":{"dice":0.5,"hd95":"NaN"}}],"unlabelled":1}
        """;

    const string FindingScores = """
        {"site":"a","subset":"test","grid":"prepared","norm_statistics":"own","metric":"auc","cases":[],"findings":{"names":["x"],"not_shared":[],"mean_auc":0.5,"aucs":[0.5],"images":[{"case":"a1","subject":"a","probabilities":[0.5],"labels":[1]}]}}
        """;

    const string Gate = "rules:\n  - metric: dice\n    at: source\n    minimum_mean: 0.9\n    minimum_worst_subgroup: 0.5\n    subgroups: [sex, age]\n  - {metric: auc, finding: Edema, minimum_lower_bound: 0.7, minimum_patients: 3}\n";

    const string Decision = """
        {"format":"siteadapt-gate-record-1","verdict":"go","run":{"path":"nowhere","weights_sha256":"0"},"thresholds":{"file":"nowhere.yaml","sha256":"0"},"scores":[{"mean":0.5,"group":"\u00e4"}],"record_sha256":"0"}
        """;

    static readonly Case Source = new() { Id = "replay", Subject = "replay", Site = "a", Image = "image", Label = "label" };

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        FuzzTarget.Of("scores", "scores.json", () => [Encoding.UTF8.GetBytes(Scores), Encoding.UTF8.GetBytes(FindingScores)], path => ScoresFile.Read(path)) with { Words = Words },
        FuzzTarget.Of("thresholds", "thresholds.yaml", () => [Encoding.UTF8.GetBytes(Gate)], path => Thresholds.Read(path)) with { Words = [.. Words, "rules:", "metric: ", "subgroups: ", "- ", ".nan", "!!"] },
        FuzzTarget.Of("gate-record", "gate-0001.json", () => [Encoding.UTF8.GetBytes(Decision)], path => DecisionRecordCheck.Of(path)) with { Words = Words },
        FuzzTarget.Of("replay-slices", "0001.prepared", () => [Prepared()], OpenPrepared),
        FuzzTarget.Of("replay-slices-mended", "mended.prepared", () => [Prepared()], OpenPrepared) with { Words = Words, Seal = MendDigest },
    ];

    static byte[] Prepared()
    {
        var grid = Grid.FromSpacing(new Size3(4, 3, 2), new Spacing(1, 1, 1));
        var volume = new PreparedVolume(new PreparedGeometry(Orientation.MapToCanonical(grid), grid, 2), new float[24], new byte[24]);
        using var file = new MemoryStream();
        PreparedFile.Write(file, volume);
        return file.ToArray();
    }

    static void OpenPrepared(string path) => ReplaySlices.Open(path, Source, 1).Case.Dispose();

    static byte[] MendDigest(byte[] file) => file.Length < 32 ? file : [.. file.AsSpan(0, file.Length - 32), .. System.Security.Cryptography.SHA256.HashData(file.AsSpan(0, file.Length - 32))];
}
