namespace SiteAdapt.Studies.Tests;

/// <summary>The study files that come with the program, against numbers counted by hand from the paper.</summary>
public sealed class ReadyMadeStudiesTests
{
    [Theory]
    // 2 optimizers x 4 budgets x 6 methods x 30 pairs x 3 seeds; a source model for every site, optimizer and seed; each run on
    // its target, each source model on 6 sites.
    [InlineData("table2", 12, 36, 4320, 4320 + 36 * 6)]
    // SGD alone; each run and each source model on its source.
    [InlineData("table3", 12, 18, 2160, 2160 + 18)]
    // 6 pooled source models x 3 seeds, 6 methods x 3 budgets.
    [InlineData("table4", 12, 18, 324, 324 + 18)]
    // 2 directions x 3 seeds, 6 methods x 4 budgets; nothing without adaptation.
    [InlineData("table5", 4, 6, 144, 144)]
    // 15 trained columns with SGD and 17 with Adam, 2 budgets, 30 pairs, 3 seeds; three statistics on two sites each; source
    // models have two statistics and are looked at on all 6 sites.
    [InlineData("controls", 12, 36, 32 * 2 * 90, 32 * 2 * 90 * 6 + 36 * 6 * 2)]
    // For studies/interrupt.sh: 6 trained columns, 2 budgets, 6 pairs, 2 seeds; 6 source models on the 2 other sites.
    [InlineData("interrupt", 6, 6, 6 * 2 * 6 * 2, 144 + 6 * 2)]
    [InlineData("small-table2", 6, 12, 2 * 3 * 6 * 6 * 2, 432 + 12 * 3)]
    [InlineData("small-table3", 6, 6, 3 * 6 * 6 * 2, 216 + 6)]
    [InlineData("small-table4", 6, 6, 3 * 2 * 2 * 6, 72 + 6)]
    // As table5 with 2 seeds and 2 budgets; 4 source models on both sites.
    [InlineData("small-table5", 4, 4, 2 * 6 * 2 * 2, 48 + 4 * 2)]
    [InlineData("small-controls", 6, 12, 32 * 12, 32 * 12 * 6 + 12 * 3 * 2)]
    [InlineData("reduced-tables", 6, 18, 6 * 2 * 2 * 6 * 3, 432 * 2 + 18 * 3)]
    [InlineData("reduced-controls", 6, 6, 32 * 3, 32 * 3 * 6 + 6 * 3 * 2)]
    public void Should_plan_as_many_units_as_the_paper_ran(string name, int prepare, int pretrain, int adapt, int evaluate)
    {
        var kinds = KindSummary.Of(Plan(name)).ToDictionary(kind => kind.Kind);
        Assert.Equal((prepare, pretrain, adapt, evaluate),
            (kinds[UnitKind.Prepare].Total, kinds[UnitKind.Pretrain].Total, kinds[UnitKind.Adapt].Total, kinds[UnitKind.Evaluate].Total));
        Assert.All(kinds.Values, kind => Assert.Equal((0, kind.Total), (kind.Done, kind.ToDo)));
    }

    [Theory]
    [InlineData("table2", "table3")]
    [InlineData("table2", "controls")]
    [InlineData("small-table2", "small-table3")]
    [InlineData("small-table2", "small-controls")]
    [InlineData("reduced-tables", "reduced-controls")]
    public void Should_share_runs(string first, string second)
    {
        HashSet<UnitReference> known = [.. Plan(first).Units.Select(unit => unit.Reference)];
        var plan = Plan(second);
        Assert.All(plan.Units.Where(unit => unit.Kind == UnitKind.Pretrain), unit => Assert.Contains(unit.Reference, known));
        Assert.Contains(plan.Units, unit => unit.Kind == UnitKind.Adapt && known.Contains(unit.Reference));
    }

    [Fact]
    public void Should_all_be_tested_here() =>
        Assert.Equal(["controls", "interrupt", "reduced-controls", "reduced-tables", "small-controls", "small-table2", "small-table3", "small-table4", "small-table5", "table2", "table3", "table4", "table5"],
            Directory.EnumerateFiles(Folder, "*.yaml").Where(file => File.ReadAllText(file).Contains("\nmethods:", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    static StudyPlan Plan(string name) => StudyPlan.Load(Path.Combine(Folder, $"{name}.yaml"));

    static string Folder => RepositoryFolder.Find("studies");
}
