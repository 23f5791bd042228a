using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

public sealed class StudyScheduleTests
{
    static readonly StudyPlan Plan = StudyPlanner.Plan(new StudyDefinition
    {
        Name = "s",
        Results = Path.Combine(Path.GetTempPath(), "there-is-no-such-study"),
        Sites = [new("a", 12), new("b", 12)],
        Task = TaskPresets.Brain,
        Methods = [new("none"), new("mmtl"), new("l2sp")],
        Budgets = [new Budget(1)],
    });

    static StudySchedule New(Func<PlannedUnit, bool>? done = null) => new(Plan, done ?? (_ => false));

    static PlannedUnit Unit(string title) => Plan.Units.Single(unit => unit.Title.StartsWith(title, StringComparison.Ordinal));

    [Fact]
    public void Should_let_units_start_when_their_inputs_are_done()
    {
        var schedule = New();
        Assert.All(schedule.Ready, unit => Assert.Equal(UnitKind.Prepare, unit.Kind));
        schedule.Done(Unit("prepare a train"));
        Assert.Contains(Unit("pretrain a"), schedule.Ready);
        schedule.Done(Unit("pretrain a"));
        Assert.DoesNotContain(Unit("mmtl a to b"), schedule.Ready);
        schedule.Done(Unit("prepare b train"));
        Assert.Contains(Unit("mmtl a to b"), schedule.Ready);
        Assert.Equal(Plan.Units.Count, Enum.GetValues<UnitState>().Sum(state => schedule[state]));
    }

    [Fact]
    public void Should_reach_the_end_in_any_order_with_every_unit_started_once()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new RandomStream(seed, "schedule");
            var schedule = New();
            HashSet<PlannedUnit> started = [];
            while (schedule.Ready.Count > 0)
            {
                var unit = schedule.Ready.ElementAt(random.NextInt(schedule.Ready.Count));
                Assert.True(started.Add(unit));
                Assert.All(unit.Inputs, input => Assert.Equal(UnitState.Done, schedule.Of(input)));
                schedule.Start(unit);
                schedule.Done(unit);
            }
            Assert.Equal(Plan.Units.Count, schedule[UnitState.Done]);
        }
    }

    [Fact]
    public void Should_block_what_needs_a_failed_unit_and_nothing_else()
    {
        var schedule = New(unit => unit.Kind == UnitKind.Prepare);
        schedule.Done(Unit("pretrain b"));
        schedule.Fail(Unit("pretrain a"));
        Assert.Equal(2 + 2 * 2 + 2, schedule[UnitState.Blocked]); // two adaptations with two evaluations each, and the source model's own two
        Assert.All(schedule.In(UnitState.Blocked), unit => Assert.Contains(" a ", unit.Title, StringComparison.Ordinal));
        Assert.Contains(Unit("mmtl b to a"), schedule.Ready);
    }

    [Fact]
    public void Should_not_compute_models_again_whose_scores_are_there()
    {
        var schedule = New(unit => unit.Kind == UnitKind.Evaluate && !unit.Title.Contains("mmtl a to b", StringComparison.Ordinal));
        Assert.Equal(["pretrain a", "mmtl a to"], Plan.Units.Where(unit => schedule.Of(unit) != UnitState.Done && unit.Kind is UnitKind.Pretrain or UnitKind.Adapt
            && schedule.Of(unit) != UnitState.Done).Select(unit => unit.Title[..(unit.Kind == UnitKind.Pretrain ? 10 : 9)]));
    }

    [Fact]
    public void Should_score_a_model_in_the_process_that_trained_it()
    {
        var schedule = New(unit => unit.Kind == UnitKind.Prepare);
        schedule.Done(Unit("pretrain a"));
        schedule.Start(Unit("pretrain b"));
        foreach (var unit in schedule.Ready.Where(unit => unit.Kind == UnitKind.Evaluate).ToList()) schedule.Done(unit);
        var batch = UnitBatches.Next(schedule, jobs: 2);
        Assert.Equal(UnitKind.Adapt, batch[0].Kind);
        Assert.Equal(2, batch.Count(unit => unit.Kind == UnitKind.Evaluate && unit.Inputs[0] == batch[0]));
        Assert.Equal(3, batch.Count);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(9, 1)]
    public void Should_share_short_units_among_processes(int jobs, int each) =>
        Assert.Equal(each, UnitBatches.Next(New(), jobs).Count); // four lists to prepare
}
