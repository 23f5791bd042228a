namespace SiteAdapt.Studies;

/// <summary>The names that tables treat in a way of their own, and the order of methods in every table, legend and file.</summary>
public static class MethodNames
{
    public const string None = "none";
    public const string AdaBn = "adabn";
    public const string AdaptSegNet = "adaptsegnet";
    public const string FineTuneAll = "fine-tune-all";
    public const string FineTuneFirst = "fine-tune-first";
    public const string L2Sp = "l2sp";
    public const string SpotTUNet = "spottunet";
    public const string Octl = "octl";
    public const string Mmtl = "mmtl";
    public const string AllTargetData = "all-target-data";

    static readonly string[] Known = [None, AdaBn, AdaptSegNet, FineTuneAll, FineTuneFirst, "fine-tune-last", L2Sp, SpotTUNet, Octl, Mmtl];

    /// <summary>
    /// The lower bound first, then the unsupervised methods, the baselines, the paper's methods, combinations and newcomers by name, and the upper bound.
    /// </summary>
    public static IComparer<string> Order { get; } = Comparer<string>.Create((a, b) =>
    {
        int byRank = Rank(a).CompareTo(Rank(b));
        return byRank != 0 ? byRank : string.CompareOrdinal(a, b);
    });

    static int Rank(string method)
    {
        if (method == AllTargetData) return int.MaxValue;
        int known = Array.IndexOf(Known, method);
        return known < 0 ? Known.Length : known;
    }
}
