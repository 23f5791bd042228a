using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class StudyEstimateTests : IDisposable
{
    readonly TinyStudy tiny = new();

    static StepTimes Times(params (WorkKind Kind, double Seconds)[] rates) => new(rates.ToDictionary(rate => rate.Kind, rate => rate.Seconds), 1000);

    [Fact]
    public void Should_make_no_number_up()
    {
        var estimate = StudyEstimate.Of(tiny.Plan(), StepTimes.None);
        Assert.Equal((0, 0.0, null), (estimate.Known, estimate.Seconds, estimate.Bytes));
        Assert.Equal(["evaluate", "fine-tune-all adam", "mmtl adam", "prepare", "pretrain adam"], estimate.Unknown.Keys);
        Assert.Equal(2, estimate.Unknown["mmtl adam"]);
    }

    [Fact]
    public void Should_add_up_steps_and_cases()
    {
        var times = Times((WorkKind.Pretraining(OptimizerKind.Adam), 2), (WorkKind.Adapting("mmtl", OptimizerKind.Adam), 3), (new WorkKind(UnitKind.Evaluate, "evaluate"), 5));
        var estimate = StudyEstimate.Of(tiny.Plan(), times);
        // 6 steps a training; 2 source models, 2 mmtl runs, 4 + 8 evaluations of one case.
        Assert.Equal(2 * 6 * 2 + 2 * 6 * 3 + 12 * 5, estimate.Seconds);
        Assert.Equal(["fine-tune-all adam", "prepare"], estimate.Unknown.Keys);
        Assert.Equal(6 * 1000, estimate.Bytes);
    }

    [Fact]
    public void Should_believe_what_units_took_more_than_what_was_measured()
    {
        var plan = tiny.Plan();
        var done = plan.Units.First(unit => unit.Kind == UnitKind.Pretrain);
        plan.Materialise(done).WriteDone(new UnitDone(60, 6, "here"));
        var estimate = StudyEstimate.Of(plan, Times((WorkKind.Pretraining(OptimizerKind.Adam), 2)));
        Assert.Equal(60, estimate.Seconds); // the other source model, ten seconds a step
    }

    [Fact]
    public void Should_measure_every_training_of_the_study_and_keep_it()
    {
        tiny.Definition = tiny.Definition with { Methods = [.. tiny.Definition.Methods, new("octl")] };
        var plan = tiny.Plan();
        var taken = new StepMeasurement(plan, observer: null).Take(CancellationToken.None);
        Assert.Equal(["evaluate", "fine-tune-all adam", "mmtl adam", "octl adam", "pretrain adam"], taken.Rates.Keys.Select(kind => kind.What).Order(StringComparer.Ordinal));
        Assert.All(taken.Rates.Values, seconds => Assert.True(seconds > 0));
        Assert.True(taken.BytesPerRun > 1000);

        string folder = tiny.File("machine");
        Assert.Equal(StepTimes.None, StepTimes.Load(plan.Study, folder));
        taken.Save(plan.Study, folder);
        var loaded = StepTimes.Load(plan.Study, folder);
        Assert.Equal(taken.Rates.OrderBy(rate => rate.Key.What), loaded.Rates.OrderBy(rate => rate.Key.What));
        Assert.Equal(StepTimes.None, StepTimes.Load(plan.Study with { Training = plan.Study.Training with { Threads = 2 } }, folder));
    }

    public void Dispose() => tiny.Dispose();
}
