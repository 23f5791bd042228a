namespace SiteAdapt.Studies;

/// <summary>
/// One colour per method, the same in every table, chart and picture. The palette is that of Okabe and Ito, which people with
/// colour-blindness can tell apart, continued with colours of Tol's "muted" scheme; each can be seen on white, on dark and
/// on a grey scan.
/// </summary>
public static class MethodColors
{
    /// <summary>The reference mask; only on scans, which are dark.</summary>
    public const string Reference = "#F0E442";

    static readonly Dictionary<string, string> Named = new()
    {
        [MethodNames.None] = "#999999",
        [MethodNames.AdaBn] = "#44AA99",
        [MethodNames.AdaptSegNet] = "#A0683C",
        [MethodNames.FineTuneAll] = "#E69F00",
        ["fine-tune-first"] = "#56B4E9",
        ["fine-tune-last"] = "#999933",
        ["l2sp"] = "#009E73",
        [MethodNames.SpotTUNet] = "#7A68C8",
        [MethodNames.Octl] = "#CC79A7",
        [MethodNames.Mmtl] = "#D55E00",
        [MethodNames.AllTargetData] = "#0072B2",
        [StudyRun.Pretraining] = "#0072B2",
    };

    /// <summary>For labels that are not named here; <see cref="MethodLooks"/> deals them out.</summary>
    internal static readonly string[] Others = ["#AA4499", "#6B8E23", "#3D8FA8", "#B5556A", "#A88A2E", "#6F7FD1"];

    internal static bool IsNamed(string method) => Named.ContainsKey(method);

    /// <summary>The colour of a method as #RRGGBB; a method that is not named here takes one by its name: within a study ask <see cref="MethodLooks"/>.</summary>
    public static string Of(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return Named.TryGetValue(method, out string? color) ? color : Others[(int)(Hash(method) % (uint)Others.Length)];
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = (hash ^ c) * 16777619;
        return hash;
    }
}
