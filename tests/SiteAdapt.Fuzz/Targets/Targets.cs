namespace SiteAdapt.Fuzz;

/// <summary>All parsers of files that a user may have from somewhere else.</summary>
static class Targets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
        [.. NiftiTargets.All, .. ImageTargets.All, .. TableTargets.All, .. YamlTargets.All, .. TensorTargets.All, .. ModelTargets.All, .. StudyTargets.All];

    public static FuzzTarget Find(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"there is no parser '{name}'; there are {string.Join(", ", All.Select(target => target.Name))}");
}
