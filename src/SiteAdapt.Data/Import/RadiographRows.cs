using System.Collections.Immutable;
using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Gathers the cases of a table of radiographs: chooses views, names sites, leaves out missing files, counts what is left out.</summary>
sealed class RadiographRows(string dataSet, RadiographOptions options)
{
    const int Shown = 5;
    const double OldestAge = 120;

    readonly List<Case> cases = [];
    readonly Dictionary<string, int> otherViews = [];
    readonly List<string> missing = [];
    readonly Dictionary<string, ImmutableSortedDictionary<string, int?>> seen = new(StringComparer.Ordinal);
    int impossibleAges;

    public IReadOnlyList<Case> Cases => cases;

    /// <param name="view">PA, AP, or another word of the data set; lateral images have their own.</param>
    public void Add(Case row, string view, bool lateral)
    {
        bool taken = options.Views switch
        {
            RadiographViews.All => true,
            RadiographViews.Pa => !lateral && view == "PA",
            RadiographViews.Ap => !lateral && view == "AP",
            // A site per view needs more than the few images of rare views
            _ => !lateral && (!options.SiteByView || view is "PA" or "AP"),
        };
        string shown = lateral ? "lateral" : view.Length == 0 ? "unknown" : view;
        if (!taken) otherViews[shown] = otherViews.GetValueOrDefault(shown) + 1;
        else if (!File.Exists(row.Image)) missing.Add(row.Image);
        else cases.Add(row with { Site = options.SiteByView ? $"{dataSet}-{shown}" : dataSet });
    }

    /// <summary>One instance for all rows that say the same.</summary>
    public ImmutableSortedDictionary<string, int?> Findings(string text, Func<IEnumerable<KeyValuePair<string, int?>>> read)
    {
        if (!seen.TryGetValue(text, out var findings)) seen[text] = findings = Case.NoFindings.AddRange(read());
        return findings;
    }

    /// <summary>Years; the sets have a few impossible ones (414), which are left blank and counted.</summary>
    public double? Age(double years)
    {
        if (years <= OldestAge) return years;
        impossibleAges++;
        return null;
    }

    /// <exception cref="InputException">Nothing is left, or image files are missing and may not be.</exception>
    public ImportResult ToResult(string folder, IReadOnlyList<string> findings, IEnumerable<string> remarks)
    {
        string absent = $"{missing.Count} of {missing.Count + cases.Count} images are not there: {string.Join(", ", missing.Take(Shown))}{(missing.Count > Shown ? ", ..." : "")}";
        if (missing.Count > 0 && !options.SkipMissing)
            throw new InputException($"{folder}: {absent}; unpack the whole data set, or leave these out with --skip-missing");
        string left = string.Join(", ", otherViews.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Value} {v.Key}"));
        if (cases.Count == 0)
            throw new InputException($"{folder}: no image is left to import{(left.Length > 0 ? $"; of other views: {left}" : "")}{(missing.Count > 0 ? $"; {absent}" : "")}");
        string[] all =
        [
            .. remarks,
            .. left.Length > 0 ? [$"images of other views were left out (--views, --site-by): {left}"] : Array.Empty<string>(),
            .. missing.Count > 0 ? [$"left out: {absent}"] : Array.Empty<string>(),
            .. impossibleAges > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{impossibleAges} ages above {OldestAge} years are left blank")] : Array.Empty<string>(),
        ];
        return new ImportResult(cases, [], all) { Findings = findings };
    }
}
