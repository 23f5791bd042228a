using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

public sealed class SlurmLauncherTests : IDisposable
{
    readonly TinyStudy tiny = new();
    readonly FakeSlurm slurm = new();

    public void Dispose() => tiny.Dispose();

    SlurmLauncher Launcher(StudyPlan plan, SlurmSettings? settings = null) => new(plan, slurm, settings ?? new SlurmSettings(), new ProgramPath("siteadapt", []), TimeProvider.System);

    SlurmLaunch Submit(SlurmSettings? settings = null) => Launcher(tiny.Plan(), settings).Submit(CancellationToken.None);

    StudyJobs Jobs(StudyPlan plan) => StudyJobs.Of(plan, SlurmSubmission.All(plan.Study.Results), SlurmQueue.Ask(slurm));

    [Fact]
    public void Should_submit_every_unit_once_with_all_that_an_element_needs()
    {
        var plan = tiny.Plan();
        var launch = Submit();
        Assert.Equal(["sbatch --parsable prepare-1.sh", "sbatch --parsable --dependency=afterany:100 pretrain-1.sh"], slurm.Asked[..2]);
        Assert.Equal(["100", "101", "102"], launch.Arrays.Select(array => array.Job));
        var jobs = Jobs(plan);
        Assert.All(plan.Units, unit =>
        {
            Assert.NotNull(jobs.Of(unit));
            Assert.True(File.Exists(plan.FolderOf(unit).In("unit.json")));
        });
        // A line of the list is what the program is given.
        string line = File.ReadLines(Path.Combine(launch.Submission.Folder, "adapt-1.units")).First();
        Assert.All(line.Split(' '), name => Assert.NotNull(new UnitFolder(Path.Combine(plan.UnitsFolder, name)).ReadRecord()));
    }

    [Fact]
    public void Should_submit_only_what_is_neither_done_nor_queued()
    {
        Submit();
        Assert.Empty(Submit().Arrays);
        slurm.NamesAreLost = true;
        Assert.Empty(Submit().Arrays); // found by their comments
        slurm.EndJob("101"); // the source models ended without a result
        var again = Submit();
        Assert.Equal("pretrain-1", Assert.Single(again.Arrays).Array.Key);
        Assert.Equal("sbatch --parsable --dependency=afterany:100 pretrain-1.sh", slurm.Asked[^1]);
        Assert.Equal(tiny.Plan().Units.Count - again.Arrays[0].Array.Elements.Sum(units => units.Count), again.Queued);
    }

    [Fact]
    public void Should_not_take_a_copy_of_the_results_for_jobs()
    {
        Submit();
        string copy = tiny.File("copy");
        Copy(Path.Combine(tiny.Definition.Results, "slurm"), Path.Combine(copy, "slurm"));
        tiny.Definition = tiny.Definition with { Results = copy };
        Assert.Empty(Jobs(tiny.Plan()).Elements);
        Assert.Empty(SlurmCancel.Of(tiny.Plan(), slurm).Arrays);
    }

    [Fact]
    public void Should_show_sbatchs_own_words_and_go_on_where_it_refused()
    {
        slurm.Instead = script => script == "adapt-1.sh" ? new SlurmAnswer(1, "", "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy") : null;
        string message = Assert.Throws<InputException>(() => Submit()).Message;
        foreach (string part in new[] { "adapt-1.sh", "violates accounting/QOS policy", "prepare-1 as job 100, pretrain-1 as job 101" }) Assert.Contains(part, message, StringComparison.Ordinal);
        slurm.Instead = _ => null;
        Assert.Equal("adapt-1", Assert.Single(Submit().Arrays).Array.Key);
        Assert.Equal("sbatch --parsable --dependency=afterany:101:100 adapt-1.sh", slurm.Asked[^1]);
    }

    [Fact]
    public void Should_write_nothing_in_a_dry_run()
    {
        var draft = Launcher(tiny.Plan()).DryRun(out string? unasked);
        Assert.Null(unasked);
        Assert.Equal("--dependency=afterany:JOB-OF-prepare-1", draft.Arrays[1].Arguments[1]);
        Assert.Empty(slurm.Asked);
        Assert.False(Directory.Exists(tiny.Definition.Results));
    }

    [Fact]
    public void Should_cancel_its_own_jobs_and_name_those_that_stay()
    {
        Submit();
        tiny.Definition = tiny.Definition with { Name = "other" };
        var other = SlurmCancel.Of(tiny.Plan(), slurm);
        Assert.Empty(other.Arrays);
        Assert.NotEmpty(other.Others); // the same units, which the first study submitted
        tiny.Definition = tiny.Definition with { Name = "tiny" };
        Assert.Equal(["100", "101", "102"], SlurmCancel.Of(tiny.Plan(), slurm).Arrays);
        Assert.Equal("scancel 100 101 102", slurm.Asked[^1]);
        Assert.Empty(Jobs(tiny.Plan()).Elements);
    }

    [Fact]
    public void Should_say_what_ended_without_a_result_and_what_is_awaited()
    {
        var plan = tiny.Plan();
        var launch = Submit();
        var before = StudyStatus.Of(plan, Jobs(plan));
        Assert.Equal((0, 0), (before.NotQueued, before.Lost.Count));
        Assert.All(before.Awaited, unit => Assert.Equal((UnitKind.Prepare, UnitState.Ready), (unit.Unit.Kind, unit.State)));
        slurm.EndJob("100");
        File.WriteAllText(launch.Submission.LogOf("prepare-1", 0), "first\nslurmstepd: error: *** JOB 100 ON n1 CANCELLED AT 2026-11-23T04:00:00 DUE TO TIME LIMIT ***\n\n");
        var (jobs, after) = (Jobs(plan), StudyStatus.Of(plan, Jobs(plan)));
        Assert.Equal(4, after.Lost.Count);
        Assert.EndsWith("DUE TO TIME LIMIT ***", jobs.LastOf(after.Lost[0])!.LastWords(), StringComparison.Ordinal);
        Assert.Null(jobs.LastOf(after.Lost[1])!.LastWords());
        Assert.Equal("100_0", jobs.LastOf(after.Lost[0])!.Id);
    }

    static void Copy(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }
}
