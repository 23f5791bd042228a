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
    public static AdaptationMethod Find(string name, OptimizerKind optimizer)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Split('+').Select(part => Single(part.Trim(), optimizer)).Aggregate(AdaptationMethod.Merge);
    }

    static AdaptationMethod Single(string name, OptimizerKind optimizer) => name switch
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
        _ => throw new InputException($"--method: there is no method '{name}'. Methods: {string.Join(", ", Names)}; several are joined by '+'."),
    };
}
