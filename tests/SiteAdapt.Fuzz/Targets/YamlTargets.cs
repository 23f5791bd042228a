using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Studies;

namespace SiteAdapt.Fuzz;

/// <summary>Study and task files; the corpus is the repository's own.</summary>
static class YamlTargets
{
    static readonly string[] Words =
    [
        "[", "]", "{", "}", "- ", "? ", ": ", ":", "\n  ", "\t", "&a ", "*a", "&a [*a]", "&b [*a, *a, *a, *a, *a, *a, *a, *a]", "? [*b, *b]\n: 1", "{*b: *b}", "!!binary ", "!!set", "!a", "---\n", "...\n",
        "%YAML 9.9\n", "| ", "> ", "\"\\0\"", "\"\\x1b[2J\"", "'", "\"", "#", "~", "null", "true", ".nan", ".inf", "-1", "0", "1e308", "2147483647", "2147483648", "99999999999999999999", "../../..", "/", "<<: *a",
        "name", "data", "sites", "task", "split", "results", "pairs", "methods", "set", "label", "budgets", "patients", "slices", "images", "optimizers", "seeds", "training", "epochs", "batch", "evaluate", "compare",
        "simulation", "subjects", "base", "brain", "kind", "spacing", "window", "structures", "any", "network", "width", "metric", "mmtl+octl", "mix", "constant:0.5", "all", "each-as-target", "adam", "sgd",
    ];

    static readonly string[] Studies =
    [
        "name: s\nsimulation: {sites: 3, subjects: 5, spacing: 8}\nmethods: [none, mmtl, {name: mmtl, label: half, set: {mix: \"constant:0.5\"}}]\nbudgets: [1, {patients: 1, slices: 90}]\nseeds: [0, 1]\n",
        "data: [a.csv, b.csv]\ntask: {base: chest-xray, window: 64}\npairs: [[a, b], [[a, c], b]]\nmethods: [fine-tune-all]\nbudgets: [{images: 8}]\ncompare:\n  - {question: Is it?, methods: [fine-tune-all, fine-tune-all], statistics: [own, own]}\n",
    ];

    static readonly string[] Tasks =
    [
        "base: brain\nname: t\nspacing: [1, 0.95, 0.95]\nstructures: {brain: any, wm: [1, 2]}\nintensity: {kind: z-score}\nnetwork: {kind: unet, width: 4}\n",
    ];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Yaml("study", "study.yaml", () => [.. Studies, .. Shipped().Where(text => !IsTask(text))], path => StudyFile.Load(path)),
        Yaml("task", "task.yaml", () => [.. Tasks, .. Shipped().Where(IsTask)], path => TaskSettings.Load(path).ToYaml()),
    ];

    static FuzzTarget Yaml(string name, string fileName, Func<string[]> corpus, Action<string> parse) =>
        FuzzTarget.Of(name, fileName, () => corpus().Select(Encoding.UTF8.GetBytes), parse) with { Words = Words };

    static bool IsTask(string text) => text.Contains("\nbase: ", StringComparison.Ordinal);

    static IEnumerable<string> Shipped()
    {
        var assembly = typeof(YamlTargets).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return text.ReadToEnd();
        }
    }
}
