using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class SlurmStagesTests
{
    static readonly StudyDefinition Definition = new()
    {
        Name = "s",
        Results = Path.Combine(Path.GetTempPath(), "there-is-no-such-study"),
        Sites = [new("a", 12), new("b", 12)],
        Task = TaskPresets.Brain,
        Methods = [new("none"), new("mmtl"), new("l2sp")],
        Budgets = [new Budget(1)],
        Seeds = [0, 1, 2],
    };

    static readonly StudyPlan Plan = StudyPlanner.Plan(Definition);
    static readonly SlurmCluster Cluster = new("c", 1001, true);

    static IReadOnlyList<SlurmArray> Stages(
        Func<PlannedUnit, bool>? done = null, Func<PlannedUnit, string?>? jobOf = null, SlurmSettings? settings = null, SlurmCluster? cluster = null, StudyPlan? plan = null) =>
        SlurmStages.Of(new StudySchedule(plan ?? Plan, done ?? (_ => false)), jobOf ?? (_ => null), settings ?? new SlurmSettings(), cluster ?? Cluster);

    static IEnumerable<PlannedUnit> Units(SlurmArray array) => array.Elements.SelectMany(units => units);

    [Fact]
    public void Should_make_an_array_a_stage_with_every_unit_once()
    {
        var arrays = Stages();
        Assert.Equal(["prepare-1", "pretrain-1", "adapt-1"], arrays.Select(array => array.Key));
        Assert.Equal([4, 6, 12], arrays.Select(array => array.Elements.Count));
        Assert.Equal(Plan.Units.ToHashSet(), arrays.SelectMany(Units).ToHashSet());
        Assert.Equal(Plan.Units.Count, arrays.Sum(array => Units(array).Count()));
        // A model is scored where it was trained, and after that.
        Assert.All(arrays.Skip(1).SelectMany(array => array.Elements), units => Assert.All(units.Skip(1), unit => Assert.Contains(units[0], unit.Inputs)));
    }

    [Fact]
    public void Should_wait_for_all_that_has_an_input_and_never_for_success()
    {
        var arrays = Stages();
        Assert.Equal([null, "afterany:prepare-1", "afterany:prepare-1:pretrain-1"],
            arrays.Select(array => array.Dependency(key => key)?.Split(':') is [var kind, .. var keys] ? $"{kind}:{string.Join(':', keys.Order(StringComparer.Ordinal))}" : null));
    }

    [Fact]
    public void Should_leave_out_what_is_queued_and_wait_for_it()
    {
        var arrays = Stages(unit => unit.Kind == UnitKind.Prepare, unit => unit.Kind == UnitKind.Pretrain ? "77" : null);
        Assert.Equal(["adapt-1", "evaluate-1"], arrays.Select(array => array.Key));
        Assert.All(arrays, array => Assert.Equal("afterany:77", array.Dependency(key => key)));
        Assert.All(Units(arrays[1]), unit => Assert.Equal(UnitKind.Pretrain, unit.Inputs[0].Kind));
    }

    [Fact]
    public void Should_let_evaluations_of_finished_models_share_elements()
    {
        var arrays = Stages(unit => unit.Kind != UnitKind.Evaluate);
        Assert.Equal("evaluate-1", Assert.Single(arrays).Key);
        Assert.Null(arrays[0].Dependency(key => key));
        Assert.Equal(36, Units(arrays[0]).Count());
        Assert.Equal([16, 16, 4], arrays[0].Elements.Select(units => units.Count));
    }

    [Fact]
    public void Should_have_nothing_to_do_where_all_is_done_or_queued()
    {
        Assert.Empty(Stages(_ => true));
        Assert.Empty(Stages(unit => unit.Kind == UnitKind.Prepare, _ => "5"));
    }

    [Theory]
    [InlineData(1001, null, new[] { 12 })]
    [InlineData(5, null, new[] { 5, 5, 2 })]
    [InlineData(5, 3, new[] { 5, 5, 2 })]
    public void Should_split_arrays_and_keep_the_number_at_once_over_all_parts(int size, int? atOnce, int[] parts)
    {
        List<SlurmArray> adapt = [.. Stages(settings: new SlurmSettings { MaxParallel = atOnce }, cluster: Cluster with { MaxArraySize = size }).Where(array => array.Kind == UnitKind.Adapt)];
        Assert.Equal(parts, adapt.Select(array => array.Elements.Count));
        foreach (var (before, after) in adapt.Zip(adapt.Skip(1))) Assert.Equal(atOnce is not null, after.After.Contains(before.Key));
        // 6 source models in arrays of at most 5: a part waits only for those that its own units come from.
        if (size == 5) Assert.DoesNotContain("pretrain-2", adapt[0].After);
    }

    [Fact]
    public void Should_pack_several_models_into_an_element_where_the_user_says_so() =>
        Assert.Equal([4, 3, 6], Stages(settings: new SlurmSettings { UnitsPerJob = 2 }).Select(array => array.Kind == UnitKind.Prepare ? array.Elements.Count * 2 : array.Elements.Count));

    [Fact]
    public void Should_ask_for_the_threads_and_the_device_of_the_units()
    {
        var plan = StudyPlanner.Plan(Definition with { Training = new TrainingSettings { Threads = 3, Device = "cuda" }, Pretraining = new TrainingSettings { Threads = 2 } });
        var arrays = Stages(plan: plan);
        Assert.Equal([(1, false), (3, true), (3, true)], arrays.Select(array => (array.Threads, array.OnGpu))); // a source model is scored on the GPU too
    }
}
