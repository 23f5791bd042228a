using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>The page of a demonstration, from its rows and pictures.</summary>
static class DemoPage
{
    public static Page Make(DemoPreset preset, string? labels, long seed, IReadOnlyList<ResultRow> rows, IReadOnlyList<FigureBlock> pictures, IReadOnlyDictionary<string, string> versions)
    {
        var blocks = new List<Block>
        {
            new CalloutBlock(CalloutKind.Note, "Simulated data.", "All scans of this page are simulated; what the methods reach here says nothing of a clinic. "
                + "The set-up was fixed before any method was run on it, and every method was run once with this seed."),
            new HeadingBlock("Does the paper's pattern show?"),
        };
        blocks.AddRange(ResultBlocks.Pattern(rows));
        int pairs = rows.Select(row => (row.Source, row.Target)).Distinct().Count();
        if (pairs < preset.Pairs.Count)
            blocks.Insert(0, new CalloutBlock(CalloutKind.Warning, "Not finished.", string.Create(CultureInfo.InvariantCulture, $"{pairs} of {preset.Pairs.Count} pairs of sites are done; the same command goes on.")));
        if (pairs > 1)
            foreach (var table in ResultsSummary.OverTargets(rows))
            {
                blocks.Add(new HeadingBlock(string.Create(CultureInfo.InvariantCulture, $"All {pairs} pairs: {table.Budget}")));
                blocks.Add(ResultBlocks.Scores(table));
                blocks.Add(ResultBlocks.Charts(table, "all-" + Name(table)));
            }
        foreach (var table in ResultsSummary.ByTarget(rows))
        {
            blocks.Add(new HeadingBlock(string.Create(CultureInfo.InvariantCulture, $"{Sources(table)} to {table.Target}: {table.Budget}")));
            blocks.Add(ResultBlocks.Scores(table));
            blocks.Add(ResultBlocks.Charts(table, Name(table)));
        }
        blocks.Add(new HeadingBlock("Masks and losses"));
        blocks.AddRange(pictures);
        blocks.Add(new HeadingBlock("How it was made"));
        blocks.Add(Settings(preset, labels, seed));
        blocks.Add(new CodeBlock(string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project src/SiteAdapt.Cli -- demo --preset {preset.Name} --seed {seed}{(labels is null ? "" : " --labels DIR")}"), "This page again"));
        return new Page("SiteAdapt demonstration",
            "A skull-stripping U-Net that was trained at a source site learns a target site from a few annotated slices. Which method wins there, and what does each forget of the source?", blocks)
        {
            Footer = string.Join(", ", versions.Select(version => $"{version.Key} {version.Value}")),
        };
    }

    static string Sources(BudgetTable table) => string.Join(", ", table.Methods.SelectMany(method => method.Rows).Select(row => row.Source).Distinct());

    static string Name(BudgetTable table) => new([.. $"{table.Target}-{table.Budget}".Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);

    static KeyValuesBlock Settings(DemoPreset preset, string? labels, long seed)
    {
        var training = preset.Training;
        string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        return new KeyValuesBlock(
        [
            ("Sites", Text($"{preset.Sites}, of {preset.SubjectsPerSite} subjects each")),
            ("Anatomies", labels is null ? "procedural heads" : "rendered from real label maps; every site shows the same anatomies, and a subject is in one subset everywhere"),
            ("Grid", Text($"{preset.SpacingMm} mm, slices cut to {preset.Window} x {preset.Window} pixels")),
            ("Network", Text($"the paper's 2-D U-Net with {preset.NetworkWidth} base filters (16 in the paper)")),
            ("Training", Text($"{training.Epochs} epochs x {training.StepsPerEpoch} steps x {training.BatchSize} slices (60 x 100 x 16 in the paper), Adam, learning rate {training.LearningRate}")),
            ("Metric", Text($"surface Dice at {preset.SpacingMm} mm, one voxel, on the prepared grid, mean over test subjects")),
            ("Seed", Text($"{seed}")),
        ]);
    }
}
