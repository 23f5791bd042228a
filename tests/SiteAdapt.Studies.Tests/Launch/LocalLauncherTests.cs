using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class LocalLauncherTests : IDisposable
{
    readonly TinyStudy tiny = new();

    [Fact]
    public async Task Should_run_a_study_to_its_end_with_the_same_bytes_whatever_the_number_of_processes()
    {
        var plan = tiny.Plan();
        var state = await tiny.Launch(plan, jobs: 3);
        Assert.Equal((plan.Units.Count, plan.Units.Count, 0, 0), (state.Total, state.Done, state.Failed, state.Blocked));
        Assert.Equal(plan.Units.Count, StudyStatus.Of(plan)[UnitState.Done]);
        var bytes = TinyStudy.Bytes(plan);
        var again = new InProcessStarter();
        await tiny.Launch(plan, again);
        Assert.Empty(again.Started);

        tiny.Definition = tiny.Definition with { Results = tiny.File("one-by-one") };
        plan = tiny.Plan();
        await tiny.Launch(plan, jobs: 1);
        Assert.Equal(bytes, TinyStudy.Bytes(plan));
    }

    [Fact]
    public async Task Should_compute_only_what_is_new_when_a_method_is_added()
    {
        await tiny.Launch(tiny.Plan());
        tiny.Definition = tiny.Definition with { Methods = [.. tiny.Definition.Methods, new("l2sp")] };
        var starter = new InProcessStarter();
        await tiny.Launch(tiny.Plan(), starter);
        Assert.Equal(2 + 4, starter.Started.Sum(units => units.Count)); // two pairs, scored on source and target
    }

    [Fact]
    public async Task Should_go_on_with_the_others_when_a_unit_fails_and_take_it_up_again()
    {
        var plan = tiny.Plan();
        var broken = plan.Units.First(unit => unit.Title.StartsWith("mmtl a", StringComparison.Ordinal));
        var state = await tiny.Launch(plan, new InProcessStarter
        {
            Instead = folder =>
            {
                if (folder.Path != plan.FolderOf(broken).Path) return null;
                folder.WriteFailure(new UnitFailure("the loss became NaN", 1, "here"));
                return 1;
            },
        });
        Assert.Equal((1, 2, plan.Units.Count - 3), (state.Failed, state.Blocked, state.Done));
        Assert.Equal("the loss became NaN", state.Failures[broken]);
        var status = StudyStatus.Of(plan);
        Assert.Equal(("the loss became NaN", 2), (Assert.Single(status.Failed).Failure.Reason, status[UnitState.Blocked]));

        state = await tiny.Launch(plan);
        Assert.Equal((0, 0, plan.Units.Count), (state.Failed, state.Blocked, state.Done));
    }

    [Fact]
    public async Task Should_say_why_a_process_that_was_killed_ended_and_run_what_it_had_not_begun()
    {
        var plan = tiny.Plan();
        var killed = plan.Units.First(unit => unit.Kind == UnitKind.Prepare);
        var state = await tiny.Launch(plan, new InProcessStarter { Instead = folder => folder.Path == plan.FolderOf(killed).Path ? 137 : null }, jobs: 1);
        Assert.Equal(1, state.Failed);
        Assert.Contains("ended by signal 9 (often: no memory left): last words", plan.FolderOf(killed).Failure!.Reason, StringComparison.Ordinal);
        Assert.All(plan.Units.Where(unit => unit.Kind == UnitKind.Prepare && unit != killed), unit => Assert.True(plan.FolderOf(unit).IsDone));
    }

    [Fact]
    public async Task Should_start_a_unit_again_that_stopped_by_itself_but_not_for_ever()
    {
        var plan = tiny.Plan();
        var first = plan.Units.First(unit => unit.Kind == UnitKind.Pretrain);
        int times = 0;
        int? Stop(UnitFolder folder, int most) => folder.Path == plan.FolderOf(first).Path && times++ < most ? UnitExit.Resumable : null;
        var state = await tiny.Launch(plan, new InProcessStarter { Instead = folder => Stop(folder, 2) });
        Assert.Equal((0, plan.Units.Count), (state.Failed, state.Done));

        tiny.Definition = tiny.Definition with { Results = tiny.File("for-ever") };
        plan = tiny.Plan();
        first = plan.Units.First(unit => unit.Kind == UnitKind.Pretrain);
        times = 0;
        state = await tiny.Launch(plan, new InProcessStarter { Instead = folder => Stop(folder, int.MaxValue) });
        Assert.Equal((1, 4), (state.Failed, times));
    }

    [Fact]
    public async Task Should_let_two_launchers_help_each_other()
    {
        var plan = tiny.Plan();
        InProcessStarter one = new(), two = new();
        var states = await Task.WhenAll(Task.Run(() => tiny.Launch(plan, one)), Task.Run(() => tiny.Launch(tiny.Plan(), two)));
        Assert.All(states, state => Assert.Equal((0, plan.Units.Count), (state.Failed, state.Done)));
        // Every unit was worked on once, by whichever of the two.
        Assert.All(plan.Units, unit => Assert.Single(File.ReadAllLines(plan.FolderOf(unit).Log), line => line.Contains(" done in ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Should_save_and_leave_when_it_is_asked_to_and_go_on_to_the_same_bytes()
    {
        await tiny.Launch(tiny.Plan());
        var undisturbed = TinyStudy.Bytes(tiny.Plan());
        tiny.Definition = tiny.Definition with { Results = tiny.File("stopped") };
        var plan = tiny.Plan();
        for (int stops = 0; stops < 6; stops++)
        {
            using var stop = new CancellationTokenSource();
            int started = 0;
            await Assert.ThrowsAsync<InterruptedRunException>(() => tiny.Launch(plan, new InProcessStarter
            {
                Instead = _ =>
                {
                    if (++started > 1) stop.Cancel();
                    return null;
                },
            }, jobs: 1, stop.Token));
        }
        await tiny.Launch(plan);
        Assert.Equal(undisturbed, TinyStudy.Bytes(plan));
    }

    [Fact]
    public void Should_refuse_to_run_without_data()
    {
        var study = tiny.Definition with { Manifest = tiny.File("nowhere.csv"), Sites = [new("a", 10), new("b", 10)] };
        Assert.Contains("without data a study can only be planned", Assert.Throws<InputException>(() => new LocalLauncher(StudyPlanner.Plan(study), new InProcessStarter(), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("--jobs: is 0", Assert.Throws<InputException>(() => new LocalLauncher(tiny.Plan(), new InProcessStarter(), 0)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => tiny.Dispose();
}
