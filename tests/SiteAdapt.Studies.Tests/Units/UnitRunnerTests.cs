using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class UnitRunnerTests : IDisposable
{
    readonly TinyStudy tiny = new();

    static void Run(UnitFolder folder, CancellationToken stop = default) => UnitRunner.Run(folder, observer: null, stop);

    static PlannedUnit First(StudyPlan plan, UnitKind kind) => plan.Units.First(unit => unit.Kind == kind);

    [Fact]
    public void Should_do_every_kind_of_unit_once()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        Assert.All(plan.Units, unit => Assert.True(plan.FolderOf(unit).IsDone));
        var bytes = TinyStudy.Bytes(plan);
        foreach (string log in Directory.EnumerateFiles(plan.UnitsFolder, "log.txt", SearchOption.AllDirectories)) File.Delete(log);
        tiny.Run(plan, _ => true);
        Assert.Equal(bytes, TinyStudy.Bytes(plan));
        Assert.Empty(Directory.EnumerateFiles(plan.UnitsFolder, "log.txt", SearchOption.AllDirectories)); // nothing was started
    }

    [Fact]
    public void Should_remove_what_a_killed_process_left_and_no_file_that_others_may_be_writing()
    {
        var plan = tiny.Plan();
        var unit = plan.Materialise(First(plan, UnitKind.Prepare));
        string[] names = ["unit.json", "place.json", "failed.json", "progress.json", "prepared.json"];
        string[] partial = [.. names.Select(name => unit.In($"{name}.17-{new string('0', 32)}.partial")), unit.In("film.partial")];
        foreach (string path in partial) File.WriteAllText(path, "{");
        Run(unit);
        Assert.Equal([.. partial[..3], partial[5]], partial.Where(File.Exists));
        Assert.True(unit.IsDone);
    }

    [Fact]
    public void Should_score_like_the_evaluator()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        using var data = tiny.Sites.Data();
        foreach (var unit in plan.Units.Where(unit => unit.Kind == UnitKind.Evaluate))
        {
            var record = (EvaluateUnit)unit.Record;
            var (run, checkpoint) = RunFolder.OpenFinished(plan.FolderOf(unit.Inputs[0]).Run);
            using var network = NetworkFactory.Load(run, checkpoint, TorchSharp.torch.CPU);
            var expected = new Evaluator(network, TinySites.Task, TorchSharp.torch.CPU, data.Cache).Evaluate(data.Split.TestCases(record.Site), EvaluationGrid.Prepared);
            var scores = ScoresFile.Read(plan.FolderOf(unit).Scores);
            Assert.Equal((record.Site, "test", 0), (scores.Site, scores.Subset, scores.Unlabelled));
            Assert.Equal(expected.Select(score => (score.Case, score.Subject, score.Scores.SurfaceDice, score.Scores.Dice, score.Scores.Hausdorff95)),
                scores.Cases.Select(score => (score.Case, score.Subject, score.Values["surface_dice"], score.Values["dice"], score.Values["hd95"])));
        }
    }

    [Fact]
    public void Should_use_the_norm_statistics_that_are_asked_for()
    {
        tiny.Definition = tiny.Definition with
        {
            Methods = [new("fine-tune-all")],
            Evaluation = new EvaluationPlan(Source: false) { NormStatistics = [NormSource.Own, NormSource.Source, NormSource.Recalibrated] },
            Pairs = PairRule.Listed,
            ListedPairs = [new(["a"], "b")],
        };
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        var scores = plan.Results.ToDictionary(result => result.NormStatistics, result => ScoresFile.Read(plan.FolderOf(result.Target[0]).Scores).Cases[0].Values["surface_dice"]);
        Assert.Equal(3, scores.Values.Distinct().Count());
    }

    [Fact]
    public void Should_not_start_before_its_inputs_and_say_why()
    {
        var plan = tiny.Plan();
        var adapt = plan.Materialise(First(plan, UnitKind.Adapt));
        var missing = Assert.Throws<MissingInputException>(() => Run(adapt));
        Assert.Contains($"needs the result of {First(plan, UnitKind.Pretrain).Reference.Name}, but it is not done yet", missing.Message, StringComparison.Ordinal);
        Assert.Null(adapt.Failure);

        var pretrain = plan.Materialise(First(plan, UnitKind.Pretrain));
        pretrain.WriteFailure(new UnitFailure("no room", 1, "here"));
        Assert.Contains("it failed: no room", Assert.Throws<MissingInputException>(() => Run(adapt)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_to_train_on_a_test_image_under_another_name()
    {
        File.Copy(tiny.Sites.File("a3.nii"), tiny.Sites.File("a0.nii"), overwrite: true);
        var plan = tiny.Plan();
        tiny.Run(plan, unit => unit.Kind == UnitKind.Prepare);
        var pretrain = plan.Materialise(First(plan, UnitKind.Pretrain));
        string message = Assert.Throws<InputException>(() => Run(pretrain)).Message;
        Assert.Contains("'a0' (subject 'subject-a0') = 'a3' (subject 'subject-a3')", message, StringComparison.Ordinal);
        Assert.Equal(message, pretrain.Failure!.Reason);
        Assert.False(File.Exists(Path.Combine(pretrain.Run, "run.json")));
    }

    [Fact]
    public void Should_keep_the_reason_and_the_log_of_a_failure_and_succeed_when_it_is_gone()
    {
        var plan = tiny.Plan();
        var unit = plan.Materialise(First(plan, UnitKind.Prepare));
        string image = tiny.File("a0.nii"), kept = tiny.File("kept.nii");
        File.Move(image, kept);
        string message = Assert.Throws<InputException>(() => Run(unit)).Message;
        Assert.Equal((message, 1), (unit.Failure!.Reason, unit.Failure.ExitCode));
        Assert.Contains(image, message, StringComparison.Ordinal);
        Assert.Contains($"failed: {message}", File.ReadAllText(unit.Log), StringComparison.Ordinal);
        Assert.False(unit.IsDone);

        File.Move(kept, image);
        Run(unit);
        Assert.Null(unit.Failure);
        Assert.True(unit.IsDone);
        Assert.Contains("failed: ", File.ReadAllText(unit.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_go_on_after_a_stop_and_end_with_the_same_bytes()
    {
        tiny.Definition = tiny.Definition with { Methods = [new("mmtl")], Evaluation = new EvaluationPlan(Source: false) };
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        var undisturbed = TinyStudy.Bytes(plan);

        tiny.Definition = tiny.Definition with { Results = tiny.File("disturbed") };
        plan = tiny.Plan();
        foreach (var unit in plan.Units)
        {
            var folder = plan.Materialise(unit);
            using var stopped = new CancellationTokenSource();
            var observer = new StopAtFirst(stopped);
            try
            {
                UnitRunner.Run(folder, observer, stopped.Token);
            }
            catch (InterruptedRunException)
            {
                Assert.False(folder.IsDone);
                Assert.Null(folder.Failure);
            }
            Run(folder);
        }
        Assert.Contains("stopped; goes on", string.Concat(Directory.EnumerateFiles(plan.UnitsFolder, "log.txt", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
        Assert.Equal(undisturbed, TinyStudy.Bytes(plan));
    }

    [Fact]
    public async Task Should_let_a_second_starter_wait_and_find_the_work_done()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, unit => unit.Kind == UnitKind.Prepare);
        var folder = plan.Materialise(First(plan, UnitKind.Pretrain));
        var held = RunLock.Take(folder.Path);
        Assert.True(folder.IsBusy);
        var waiting = Task.Run(() => Run(folder));
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(400)));
        folder.WriteDone(new UnitDone(1, 1, "here"));
        held.Dispose();
        await waiting;
        Assert.False(Directory.Exists(folder.Run)); // the second did nothing
        Assert.False(folder.IsBusy);
    }

    [Fact]
    public async Task Should_stop_waiting_when_it_is_asked_to()
    {
        var plan = tiny.Plan();
        var folder = plan.Materialise(First(plan, UnitKind.Prepare));
        using var held = RunLock.Take(folder.Path);
        using var stop = new CancellationTokenSource();
        var waiting = Task.Run(() => Run(folder, stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void Should_refuse_data_that_are_not_those_that_were_planned_or_prepared()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, unit => unit.Kind == UnitKind.Prepare);
        var pretrain = plan.Materialise(First(plan, UnitKind.Pretrain));
        byte[] other = File.ReadAllBytes(tiny.File("b0.nii"));
        File.WriteAllBytes(tiny.File("a0.nii"), other);
        Assert.Contains("case 'a0' was changed since the study prepared it", Assert.Throws<InputException>(() => Run(pretrain)).Message, StringComparison.Ordinal);

        File.WriteAllLines(tiny.Sites.ManifestPath, File.ReadAllLines(tiny.Sites.ManifestPath).Where(line => !line.StartsWith("a1,", StringComparison.Ordinal)));
        Assert.Contains("no longer those that the study was planned with", Assert.Throws<InputException>(() => Run(pretrain)).Message, StringComparison.Ordinal);
        File.Delete(tiny.Sites.ManifestPath);
        Assert.Contains("the manifest is not there", Assert.Throws<InputException>(() => Run(pretrain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_folder_that_is_none() =>
        Assert.Contains("is not the folder of a unit", Assert.Throws<InputException>(() => Run(new UnitFolder(tiny.File("nowhere")))).Message, StringComparison.Ordinal);

    public void Dispose() => tiny.Dispose();

    sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<UnitProgress>
    {
        public void Report(UnitProgress value) => stop.Cancel();
    }
}
