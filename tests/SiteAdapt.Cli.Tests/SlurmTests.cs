using System.Diagnostics;
using System.Text.Json;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli.Tests;

/// <summary>Studies on a real Slurm of two nodes, through the executable.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class SlurmTests(SimulatedSites sites)
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(20), BetweenLooks = TimeSpan.FromMilliseconds(100);

    static string Study(int epochs) => $$"""
        data: ../data/manifest.csv
        task: ../tiny.yaml
        split: {counts: 2/1/1}
        methods: [none, fine-tune-all, mmtl, all-target-data]
        budgets: [1]
        training: {epochs: {{epochs}}, steps_per_epoch: 8, batch: 4, learning_rate: 0.03}
        evaluate: {sites: [target]}
        """;

    string Write(string name, int epochs)
    {
        sites.NewFolder(name);
        File.WriteAllText(sites.File(name, "study.yaml"), Study(epochs));
        return $"{name}/study.yaml";
    }

    [SlurmFact]
    public void Should_end_with_the_bytes_of_a_local_run_after_a_requeue_a_second_start_and_a_dead_node()
    {
        string local = Write("slurm-local", epochs: 20), file = Write("slurm-storm", epochs: 20);
        sites.Run("study", "run", local, "--jobs", "2").Succeed();
        using var slurm = new OneHostSlurm();
        var submitted = sites.Run("study", "run", file, "--launcher", "slurm", "--max-parallel", "2", "--json").Succeed().Json.GetProperty("arrays");
        Assert.Equal(["prepare", "pretrain", "adapt"], submitted.EnumerateArray().Select(array => array.GetProperty("kind").GetString()));
        Assert.Equal(4 + 2 + 4 + 8, submitted.EnumerateArray().Sum(array => array.GetProperty("units").GetInt32()));
        Assert.Contains("all of them in the queue already", sites.Run("study", "run", file, "--launcher", "slurm").Succeed().Output, StringComparison.Ordinal);

        // A source model that has taken some steps is queued again, and comes back after a while.
        OneHostSlurm.Ask("scontrol", "requeue", AtWork(file, UnitKind.Pretrain).Job);
        // A unit is started by hand while its job works on it.
        var twice = AtWork(file, UnitKind.Adapt);
        using var second = sites.Start("unit", "run", twice.Folder);
        // A node dies with all that runs on it; Slurm sees it after a while and starts its jobs anew.
        slurm.KillNode(AtWork(file, UnitKind.Adapt, not: twice.Job).Node);

        OneHostSlurm.WaitForEndOfQueue();
        var status = sites.Run("study", "status", file, "--results", "--json").Succeed().Json;
        Assert.Equal(status.GetProperty("units").GetInt32(), status.GetProperty("states").GetProperty("done").GetInt32());
        second.Wait().Succeed();
        StudyBytes.RequireSame(sites.File("slurm-local", "study"), sites.File("slurm-storm", "study"));
        Assert.Contains(Directory.EnumerateFiles(sites.File("slurm-storm", "study", "units", "pretrain"), "log.txt", SearchOption.AllDirectories),
            log => File.ReadAllText(log).Contains("stopped; goes on when it is started again", StringComparison.Ordinal));
        Assert.Contains("everything is done", sites.Run("study", "run", file, "--launcher", "slurm").Succeed().Output, StringComparison.Ordinal);
    }

    [SlurmFact]
    public void Should_cancel_what_waits_and_take_up_a_failed_unit()
    {
        string file = Write("slurm-faults", epochs: 2);
        using var slurm = new OneHostSlurm();
        sites.Run("study", "run", file, "--launcher", "slurm", "--partition", "nowhere").BeRefused("sbatch did not take it", "invalid partition specified: nowhere", "Nothing was submitted");

        sites.Run("study", "run", file, "--launcher", "slurm", "--sbatch", "begin=now+1hour").Succeed();
        OneHostSlurm.WaitFor(() => OneHostSlurm.Ask("squeue", "--noheader", "--format=%r").Split() is var reasons && reasons.Contains("BeginTime") && reasons.Contains("Dependency")); // it says why in its next round
        string waiting = sites.Run("study", "status", file).Succeed().Output;
        Assert.Contains("4 elements of prepare-1", waiting, StringComparison.Ordinal);
        Assert.Contains("(BeginTime)", waiting, StringComparison.Ordinal);
        Assert.Contains("waits until the stages before have ended (Dependency)", waiting, StringComparison.Ordinal);
        Assert.Contains("Cancelled 3 jobs", sites.Run("study", "cancel", file).Succeed().Output, StringComparison.Ordinal);
        OneHostSlurm.WaitForEndOfQueue();
        Assert.Contains("was cancelled before it started", sites.Run("study", "status", file).Succeed().Output, StringComparison.Ordinal);

        var plan = StudyPlan.Load(sites.File("slurm-faults", "study.yaml"));
        string image = plan.Data.Cases("site2", SiteAdapt.Data.Subset.Test)[0].Image, kept = image + ".kept";
        File.Move(image, kept);
        try
        {
            sites.Run("study", "run", file, "--launcher", "slurm").Succeed();
            OneHostSlurm.WaitForEndOfQueue();
        }
        finally
        {
            File.Move(kept, image);
        }
        var status = sites.Run("study", "status", file, "--json").Succeed().Json;
        Assert.Equal((1, 4, 13), (State(status, "failed"), State(status, "blocked"), State(status, "done"))); // site2's test cases, and four models that are scored on them
        Assert.Contains(image, status.GetProperty("failed")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        sites.Run("study", "run", file, "--launcher", "slurm").Succeed();
        OneHostSlurm.WaitForEndOfQueue();
        Assert.Equal(18, State(sites.Run("study", "status", file, "--json").Succeed().Json, "done"));
    }

    static int State(JsonElement status, string name) => status.GetProperty("states").GetProperty(name).GetInt32();

    /// <summary>Waits for an element that trains its model and has some epochs behind it.</summary>
    (string Job, string Node, string Folder) AtWork(string file, UnitKind kind, string? not = null)
    {
        var plan = StudyPlan.Load(sites.File(file));
        var submissions = SlurmSubmission.All(plan.Study.Results);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Longest; Thread.Sleep(BetweenLooks))
            foreach (var element in StudyJobs.Of(plan, submissions, SlurmQueue.Ask(new SlurmPrograms())).Elements.Where(element => element.Job.State == "RUNNING" && element.Job.Id != not))
                if (element.Units[0].Kind == kind && plan.FolderOf(element.Units[0]) is { IsDone: false } folder && File.Exists(Path.Combine(folder.Run, "metrics.jsonl")))
                    return (element.Job.Id, element.Job.Node, folder.Path);
        throw new TimeoutException($"no {kind} unit at work: {OneHostSlurm.Ask("squeue")}");
    }
}
