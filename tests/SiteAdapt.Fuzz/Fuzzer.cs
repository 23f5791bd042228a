using System.Diagnostics;
using System.Globalization;

namespace SiteAdapt.Fuzz;

/// <summary>An input that a parser did not cope with.</summary>
sealed record Finding(FuzzTarget Target, long Number, byte[] Input, string Fault);

/// <summary>Gives the parsers inputs in turn, on one or several threads; what each input is does not depend on the threads.</summary>
sealed class Fuzzer(IReadOnlyList<FuzzTarget> targets, long seed, string scratch)
{
    /// <summary>An input of 64 KiB takes milliseconds; one that takes this long would never end.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    readonly List<Finding> findings = [];
    readonly List<FaultMark> known = [];
    long done;

    public long Done => Interlocked.Read(ref done);

    /// <summary>Inputs whose fault looks like that of an earlier one.</summary>
    public long Repeated { get; private set; }

    /// <summary>One finding for each fault of a target.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    sealed class Worker
    {
        public Thread? Thread;
        public long Number = -1, Since;
        public FuzzTarget? Target;
    }

    /// <param name="inputs">How many for each target; null: until the time is over.</param>
    public void Run(long? inputs, TimeSpan? time = null, int threads = 1)
    {
        var clock = Stopwatch.StartNew();
        Worker[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Worker())];
        foreach (var (index, worker) in workers.Index())
        {
            string folder = Directory.CreateDirectory(Path.Combine(scratch, index.ToString(CultureInfo.InvariantCulture))).FullName;
            worker.Thread = new Thread(() => Work(worker, folder, index, threads, inputs, () => time is null || clock.Elapsed < time)) { IsBackground = true };
            worker.Thread.Start();
        }
        foreach (var worker in workers)
            while (!worker.Thread!.Join(1000))
                if (Volatile.Read(ref worker.Since) is > 0 and var since && Stopwatch.GetElapsedTime(since) > Longest)
                {
                    var target = worker.Target!;
                    Add(new Finding(target, worker.Number, Mutator.Make(target, seed, worker.Number), $"no end after {Longest.TotalSeconds} s"));
                    return; // the thread cannot be stopped; it goes with the process
                }
    }

    void Work(Worker worker, string folder, int first, int stride, long? inputs, Func<bool> goOn)
    {
        for (long number = first; (inputs is null || number < inputs) && goOn(); number += stride)
            foreach (var target in targets)
            {
                byte[] input = Mutator.Make(target, seed, number);
                (worker.Number, worker.Target) = (number, target);
                Volatile.Write(ref worker.Since, Stopwatch.GetTimestamp());
                if (Verdict.Of(target, Path.Combine(folder, target.FileName), input) is { } fault) Add(new Finding(target, number, input, fault));
                Volatile.Write(ref worker.Since, 0);
                Interlocked.Increment(ref done);
            }
    }

    void Add(Finding finding)
    {
        var mark = FaultMark.Of(finding.Target.Name, finding.Fault);
        lock (findings)
        {
            int earlier = known.FindIndex(mark.IsSameAs);
            if (earlier < 0)
            {
                known.Add(mark);
                findings.Add(finding);
                return;
            }
            Repeated++;
            if (mark.Methods.Count > known[earlier].Methods.Count) known[earlier] = mark; // the fuller stack knows more later ones
        }
    }
}
