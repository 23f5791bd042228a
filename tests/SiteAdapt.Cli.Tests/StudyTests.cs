using System.Diagnostics;
using SiteAdapt.Data;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli.Tests;

/// <summary>Whole studies through the executable: planned, run, stopped, killed, and run by two at once.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class StudyTests(SimulatedSites sites)
{
    static string Study(int epochs, string more = "") => $$"""
        data: ../data/manifest.csv
        task: ../tiny.yaml
        split: {counts: 2/1/1}
        pairs: [[site1, site2]]
        methods: [none, fine-tune-all, mmtl, all-target-data]
        budgets: [1]
        training: {epochs: {{epochs}}, steps_per_epoch: 6, batch: 4, learning_rate: 0.03}
        {{more}}
        """;

    const string TargetOnly = "evaluate: {sites: [target]}";

    /// <summary>A folder with a study file of its own; the file's path as commands take it.</summary>
    string Write(string name, string yaml)
    {
        sites.NewFolder(name);
        File.WriteAllText(sites.File(name, "study.yaml"), yaml);
        return $"{name}/study.yaml";
    }

    [Fact]
    public void Should_plan_run_and_say_where_it_is()
    {
        string file = Write("study-plain", Study(epochs: 2));
        var plan = sites.Run("study", "plan", file, "--json").Succeed().Json;
        foreach (var (kind, count) in ((string, int)[])[("prepare", 4), ("pretrain", 2), ("adapt", 2), ("evaluate", 8)])
            Assert.Equal((count, 0, count), (plan.GetProperty("units").GetProperty(kind).GetInt32(), plan.GetProperty("done").GetProperty(kind).GetInt32(), plan.GetProperty("to_do").GetProperty(kind).GetInt32()));
        var run = sites.Run("study", "run", file, "--jobs", "2").Succeed();
        Assert.Contains("16/16 done", run.Errors, StringComparison.Ordinal);
        Assert.Contains("4 of 4 table cells", run.Output, StringComparison.Ordinal);
        Assert.Equal(16, sites.Run("study", "status", file, "--json").Succeed().Json.GetProperty("states").GetProperty("done").GetInt32());
        string[] rows = File.ReadAllLines(sites.File("study-plain", "study", "study.results.csv"));
        Assert.Equal(1 + 4 * 7, rows.Length); // four cells, seven metrics
        string page = File.ReadAllText(sites.File("study-plain", "study", "study.report", "index.html"));
        Assert.Contains("siteadapt study report study.yaml", page, StringComparison.Ordinal);
        var report = sites.Run("study", "report", file, "--out", "study-plain/again", "--json").Succeed().Json;
        Assert.Equal((16, 4 * 7), (report.GetProperty("units").GetProperty("done").GetInt32(), report.GetProperty("runs").GetArrayLength()));
        foreach (string name in (string[])["results.json", "results.csv", "patients.csv"])
            Assert.Equal(File.ReadAllText(sites.File("study-plain", "study", "study.report", name)), File.ReadAllText(sites.File("study-plain", "again", name)));
        sites.Run("study", "run", file).Succeed();
        Assert.Equal(16, sites.Run("study", "plan", file, "--json").Succeed().Json.GetProperty("done").EnumerateObject().Sum(kind => kind.Value.GetInt32()));
        string unit = Directory.EnumerateDirectories(sites.File("study-plain", "study", "units", "adapt")).First();
        Assert.Empty(sites.Run("unit", "run", unit).Succeed().Output); // done already
    }

    [Fact]
    public void Should_say_why_a_unit_cannot_run()
    {
        string file = Write("study-missing", Study(epochs: 2));
        var plan = StudyPlan.Load(sites.File("study-missing", "study.yaml"));
        var adapt = plan.Materialise(plan.Units.First(unit => unit.Kind == UnitKind.Adapt));
        Assert.Contains("is not done yet", sites.Run("unit", "run", adapt.Path).Should(69).Errors, StringComparison.Ordinal);
        sites.Run("unit", "run", "nowhere").BeRefused("is not the folder of a unit");
        sites.Run("study", "run", file, "--launcher", "sun-grid").BeRefused("--launcher: is 'sun-grid'; expected local or slurm");
        sites.Run("study", "plan", Write("study-faulty", Study(epochs: 2, "metods: []\nseeds: x"))).BeRefused("2 faults", "line 8: there is no setting 'metods'", "line 9, 'seeds'");
    }

    [Fact]
    public void Should_report_a_failed_unit_and_take_it_up_when_its_cause_is_gone()
    {
        string file = Write("study-broken", Study(epochs: 2).Replace("../data/", "", StringComparison.Ordinal));
        foreach (string path in Directory.EnumerateFiles(sites.File("data"), "*", SearchOption.AllDirectories).Where(path => !path.Contains(".siteadapt-cache", StringComparison.Ordinal)))
        {
            string copy = sites.File("study-broken", Path.GetRelativePath(sites.File("data"), path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
        var plan = StudyPlan.Load(sites.File("study-broken", "study.yaml"));
        string image = plan.Data.Cases("site2", Subset.Test)[0].Image, kept = image + ".kept";
        File.Move(image, kept);
        var failed = sites.Run("study", "run", file).Should(1);
        Assert.Contains("failed: prepare site2 test", failed.Errors, StringComparison.Ordinal);
        Assert.Contains("4 units could not start, because what they need failed", failed.Errors, StringComparison.Ordinal);
        var status = sites.Run("study", "status", file, "--json").Succeed().Json;
        Assert.Equal((1, 4, 11), (status.GetProperty("states").GetProperty("failed").GetInt32(), status.GetProperty("states").GetProperty("blocked").GetInt32(), status.GetProperty("states").GetProperty("done").GetInt32()));
        Assert.Contains(image, status.GetProperty("failed")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);

        File.Move(kept, image);
        sites.Run("study", "run", file).Succeed();
    }

    [UnixFact]
    public void Should_save_and_leave_when_it_is_asked_to_and_end_with_the_same_bytes()
    {
        string undisturbed = Write("study-undisturbed", Study(epochs: 12, TargetOnly)), disturbed = Write("study-stopped", Study(epochs: 12, TargetOnly));
        sites.Run("study", "run", undisturbed, "--jobs", "1").Succeed();
        using (var process = sites.Start("study", "run", disturbed, "--jobs", "2"))
        {
            FolderWatch.Until(sites.File("study-stopped"), process, () => Files("study-stopped", "metrics.jsonl").Any());
            process.AskToTerminate();
            Assert.Contains("The same command goes on", process.Wait().Should(75).Errors, StringComparison.Ordinal);
        }
        Assert.Contains(Files("study-stopped", "log.txt"), log => File.ReadAllText(log).Contains("stopped; goes on when it is started again", StringComparison.Ordinal));
        Assert.Empty(Files("study-stopped", "failed.json"));
        sites.Run("study", "run", disturbed).Succeed();
        RequireSameBytes("study-undisturbed", "study-stopped");
    }

    [UnixFact]
    public void Should_go_on_after_its_units_were_killed_while_another_runs_the_same_study()
    {
        string undisturbed = Write("study-alone", Study(epochs: 12, TargetOnly)), disturbed = Write("study-killed", Study(epochs: 12, TargetOnly));
        sites.Run("study", "run", undisturbed, "--jobs", "2").Succeed();
        using (var first = sites.Start("study", "run", disturbed, "--jobs", "1"))
        {
            FolderWatch.Until(sites.File("study-killed"), first, () => Files("study-killed", "metrics.jsonl").Any());
            using var second = sites.Start("study", "run", disturbed, "--jobs", "1");
            int unit = Files("study-killed", ".lock-owner").Select(OwnerOf).First(IsUnitProcess);
            Process.GetProcessById(unit).Kill();
            second.Wait();
            first.Kill();
        }
        sites.Run("study", "run", disturbed, "--jobs", "2").Succeed();
        RequireSameBytes("study-alone", "study-killed");
    }

    [UnixFact]
    public void Should_do_a_unit_once_when_two_processes_are_given_it_and_let_the_third_take_over_from_a_killed_one()
    {
        string file = Write("study-twice", Study(epochs: 40, TargetOnly).Replace("[none, fine-tune-all, mmtl, all-target-data]", "[fine-tune-all]", StringComparison.Ordinal));
        var plan = StudyPlan.Load(sites.File(file));
        foreach (var unit in plan.Units.Where(unit => unit.Kind is UnitKind.Prepare)) sites.Run("unit", "run", plan.Materialise(unit).Path).Succeed();
        var pretrain = plan.Materialise(plan.Units.First(unit => unit.Kind == UnitKind.Pretrain));
        bool IsTraining(SiteAdaptProcess _) => File.Exists(System.IO.Path.Combine(pretrain.Run, "metrics.jsonl"));
        using var owner = sites.Start("unit", "run", pretrain.Path);
        FolderWatch.Until(sites.File("study-twice"), owner, () => IsTraining(owner));
        using var second = sites.Start("unit", "run", pretrain.Path);
        using var third = sites.Start("unit", "run", pretrain.Path);
        Assert.True(pretrain.IsBusy);
        owner.Kill(); // the operating system's lock goes with its owner
        second.Wait().Succeed();
        third.Wait().Succeed();
        Assert.True(pretrain.IsDone);
        Assert.False(pretrain.IsBusy);
        string log = File.ReadAllText(pretrain.Log);
        Assert.Equal((2, 1), (Count(log, "pretrain in process"), Count(log, "done in"))); // the killed one's and one other's; the last found it done

        static int Count(string text, string what) => text.Split(what).Length - 1;
    }

    [SlowFact]
    public void Should_survive_kills_of_everything_at_random_moments()
    {
        string undisturbed = Write("study-calm", Study(epochs: 20, TargetOnly)), disturbed = Write("study-storm", Study(epochs: 20, TargetOnly));
        sites.Run("study", "run", undisturbed, "--jobs", "1").Succeed();
        var random = new RandomStream(3, "kills"); // studies/interrupt.sh does the same at length
        for (int kill = 0; kill < 12; kill++)
        {
            using var process = sites.Start("study", "run", disturbed, "--jobs", "2");
            if (process.EndsWithin(TimeSpan.FromMilliseconds(random.NextUniform(1500, 9000)))) break;
            Interrupt(random.NextInt(5), process, () => Files("study-storm", ".lock-owner").Select(OwnerOf).Distinct().Where(IsUnitProcess));
        }
        sites.Run("study", "run", disturbed, "--jobs", "2").Succeed();
        RequireSameBytes("study-calm", "study-storm");
    }

    /// <summary>
    /// Ctrl-C, SIGTERM, or kill -9 of the launcher (its units go on, and the next finds them at work), of a unit just before SIGTERM,
    /// or of all.
    /// </summary>
    static void Interrupt(int kind, SiteAdaptProcess launcher, Func<IEnumerable<int>> units)
    {
        if (kind is 2 or 4) launcher.Kill();
        foreach (int unit in kind is 3 ? units().Take(1) : kind is 4 ? units() : []) KillNow(unit);
        if (launcher.HasExited) return;
        if (kind == 0) launcher.PressCtrlC();
        else launcher.AskToTerminate();
        launcher.Wait();
    }

    static void KillNow(int process)
    {
        try
        {
            Process.GetProcessById(process).Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    IEnumerable<string> Files(string study, string name) =>
        Directory.Exists(sites.File(study, "study")) ? Directory.EnumerateFiles(sites.File(study, "study"), name, SearchOption.AllDirectories) : [];

    static int OwnerOf(string file) => System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("process").GetInt32();

    /// <summary>Whether the process is one of this test's units, and no other that has taken its number.</summary>
    bool IsUnitProcess(int process)
    {
        string line = $"/proc/{process}/cmdline";
        return File.Exists(line) && File.ReadAllText(line).Split('\0') is var words && words.Contains("unit") && words.Any(word => word.StartsWith(sites.Path, StringComparison.Ordinal));
    }

    void RequireSameBytes(string expected, string actual) => StudyBytes.RequireSame(sites.File(expected, "study"), sites.File(actual, "study"));
}
