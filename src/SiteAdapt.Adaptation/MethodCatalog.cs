using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation;

/// <summary>The named methods. To add one: write its record in <c>Methods/</c> and list it here.</summary>
public static class MethodCatalog
{
    /// <summary>Names in the order of tables: bounds outside, the unsupervised ones next, the paper's methods last.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["none", "adabn", "adaptsegnet", "fine-tune-all", "fine-tune-first", "fine-tune-last", "l2sp", "spottunet", "octl", "mmtl", "all-target-data"];

    /// <summary>A method by name, or several joined by "+", for the optimizer that will run it.</summary>
    /// <param name="option">What gave the name, for the message: "--method: ".</param>
    /// <exception cref="InputException">There is no such method.</exception>
    public static AdaptationMethod Find(string name, OptimizerKind optimizer, string option = "")
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split('+').Select(part => Single(part.Trim(), optimizer, option)).Aggregate(AdaptationMethod.Merge);
    }

    static AdaptationMethod Single(string name, OptimizerKind optimizer, string option) => name switch
    {
        "none" => Bounds.None,
        "adabn" => AdaBn.Method,
        "adaptsegnet" => AdaptSegNet.Method,
        "fine-tune-all" => FineTuneAll.Method,
        "fine-tune-first" => FineTuneFirst.Method,
        "fine-tune-last" => FineTuneLast.Method,
        "l2sp" => L2Sp.Method,
        "spottunet" => SpotTUNet.Method,
        "octl" => Octl.Method(optimizer),
        "mmtl" => Mmtl.Method,
        "all-target-data" => Bounds.AllTargetData,
        _ => throw new InputException($"{option}there is no method '{name}'{ClosestName.Hint(name, Names)}. Methods: {string.Join(", ", Names)}; several are joined by '+'."),
    };
}
