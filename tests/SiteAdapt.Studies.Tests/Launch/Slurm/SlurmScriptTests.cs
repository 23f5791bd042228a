using System.Diagnostics;
using SiteAdapt.Testing;

namespace SiteAdapt.Studies.Tests;

public sealed class SlurmScriptTests
{
    static readonly SlurmJobName Name = new("tables", "adapt-1", "20261123-042420-3f2a91c4");
    static readonly SlurmCluster Requeues = new("c", 1001, true), Forgets = new("c", 1001, false);

    static SlurmArray Array(int elements, bool onGpu = false) =>
        new("adapt-1", UnitKind.Adapt, 2, onGpu, [.. Enumerable.Repeat<IReadOnlyList<PlannedUnit>>([], elements)], [], []);

    static string Script(SlurmSettings settings, SlurmCluster cluster, string program = "/opt/site adapt/siteadapt", string units = "/data/o'neill/units", bool onGpu = false) =>
        SlurmScript.Of(Array(3, onGpu), Name, settings, cluster, new ProgramPath(program, []), units);

    [Fact]
    public void Should_become_the_program_where_the_cluster_requeues_by_itself() => Assert.Equal(
        """
        #!/bin/bash
        # Written by 'study run'. Line K + 1 of adapt-1.units names the units of array element K.
        #SBATCH --job-name=siteadapt.tables.adapt-1.20261123-042420-3f2a91c4
        #SBATCH --comment=siteadapt.tables.adapt-1.20261123-042420-3f2a91c4
        #SBATCH --array=0-2%7
        #SBATCH --output=adapt-1-%a.log
        #SBATCH --open-mode=append
        #SBATCH --nodes=1
        #SBATCH --ntasks=1
        #SBATCH --cpus-per-task=2
        #SBATCH --requeue
        #SBATCH --signal=B:USR1@60
        #SBATCH --partition=long
        #SBATCH --gres=gpu:a100:1
        #SBATCH --time=8:00:00
        #SBATCH --account=lab
        #SBATCH --exclusive

        export OMP_WAIT_POLICY=passive
        units=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" adapt-1.units)
        cd '/data/o'\''neill/units' || exit
        exec '/opt/site adapt/siteadapt' unit run $units

        """,
        Script(new SlurmSettings { Partition = "long", Gres = "gpu:a100:1", Time = "8:00:00", MaxParallel = 7, More = ["account=lab", "exclusive"] }, Requeues, onGpu: true));

    [Fact]
    public void Should_ask_for_a_gpu_only_for_units_that_run_on_one()
    {
        Assert.DoesNotContain("gres", Script(new SlurmSettings(), Requeues), StringComparison.Ordinal);
        Assert.Contains("#SBATCH --gres=gpu:1\n", Script(new SlurmSettings(), Requeues, onGpu: true), StringComparison.Ordinal);
    }

    /// <summary>What the unit does with a signal, which signal comes, and whether the script asks for another turn.</summary>
    [Theory]
    [InlineData("USR1", 75, true)]
    [InlineData("TERM", 75, false)] // a cancelled job must stay so
    [InlineData(null, 0, false)]
    [InlineData(null, 75, false)]
    [InlineData(null, 1, false)]
    public void Should_ask_for_another_turn_by_itself_where_the_cluster_does_not(string? signal, int code, bool again)
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string asked = folder.File("asked"), units = Directory.CreateDirectory(folder.File("units")).FullName;
        // A unit that says that it is there, waits for its signal, takes a moment to save, and leaves.
        string wait = signal is null ? "" : "trap 'got=1' USR1 TERM; touch ../there; while [ ! \"$got\" ]; do sleep 0.05; done; sleep 0.3; ";
        Program(folder, "siteadapt", $"echo \"$@\" > ../arguments; {wait}exit {code}");
        Program(folder, "scontrol", $"echo \"$@\" > '{asked}'");
        folder.Write("adapt-1.units", "adapt/0 evaluate/0\nadapt/1 evaluate/1\n");
        folder.Write("adapt-1.sh", Script(new SlurmSettings(), Forgets, folder.File("siteadapt"), units));
        var start = new ProcessStartInfo("bash", [folder.File("adapt-1.sh")])
        {
            WorkingDirectory = folder.Path,
            Environment = { ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["SLURM_ARRAY_JOB_ID"] = "42", ["SLURM_ARRAY_TASK_ID"] = "1" },
        };
        using var process = Process.Start(start)!;
        if (signal is not null)
        {
            while (!File.Exists(folder.File("there"))) Thread.Sleep(20);
            Shell($"kill -{signal} {process.Id}");
            // Slurm sends SIGTERM to every process of a job, SIGUSR1 to the script alone.
            if (signal == "TERM") Shell($"pkill -TERM -P {process.Id}");
        }
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
        Assert.Equal("unit run adapt/1 evaluate/1\n", File.ReadAllText(folder.File("arguments")));
        Assert.Equal(again ? "requeue 42_1\n" : null, File.Exists(asked) ? File.ReadAllText(asked) : null);
    }

    static void Program(TemporaryFolder folder, string name, string text)
    {
        folder.Write(name, $"#!/bin/bash\n{text}\n");
        Shell($"chmod +x '{folder.File(name)}'");
    }

    static void Shell(string command)
    {
        using var process = Process.Start("bash", ["-c", command]);
        process.WaitForExit();
    }

    [Theory]
    [InlineData("5")]
    [InlineData("00:05:00")]
    [InlineData("2-0")]
    [InlineData("1-12:30")]
    [InlineData("1:00:00")]
    public void Should_take_times_as_slurm_writes_them(string time) => new SlurmSettings { Time = time }.Check();

    [Theory]
    [InlineData("4")]
    [InlineData("04:59")]
    [InlineData("1h")]
    [InlineData("")]
    [InlineData("1-2-3")]
    [InlineData("1:2:3:4")]
    public void Should_refuse_a_time_that_is_short_or_unreadable(string time) =>
        Assert.Contains($"--time: is '{time}'", Assert.Throws<Imaging.InputException>(new SlurmSettings { Time = time }.Check).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_tell_all_faults_of_the_options_at_once()
    {
        string message = Assert.Throws<Imaging.InputException>(new SlurmSettings { MaxParallel = 0, UnitsPerJob = 0, Partition = "a b", Gres = "", More = ["array=1", "--mem=8G", "account=lab", "x\ny"] }.Check).Message;
        foreach (string part in new[] { "--max-parallel: is 0", "--units-per-job: is 0", "--partition: is 'a b'", "--gres: is ''", "'array' is set by the program", "is '--mem=8G'" })
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("account", message.Replace("such as account=lab", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
