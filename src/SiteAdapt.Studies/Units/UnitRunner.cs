using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>An input of a unit is not there, so that the unit cannot start yet. Exit code 69 (EX_UNAVAILABLE).</summary>
public sealed class MissingInputException : Exception
{
    public MissingInputException(string message) : base(message) { }

    public MissingInputException(string message, Exception inner) : base(message, inner) { }

    public MissingInputException() { }
}

/// <summary>
/// Does the work of one unit in its folder: the only thing that a launcher starts. It may be started twice, or at once by
/// two: the second waits for the operating system's lock and then finds the work done.
/// </summary>
public static class UnitRunner
{
    /// <param name="observer">Told what is going on, besides the unit's own progress file.</param>
    /// <exception cref="InputException">The unit failed; the reason is in its folder too.</exception>
    /// <exception cref="MissingInputException">Another unit must be done before.</exception>
    /// <exception cref="InterruptedRunException">Asked to stop; the same call goes on.</exception>
    public static void Run(UnitFolder folder, IProgress<UnitProgress>? observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var record = folder.ReadRecord();
        if (folder.IsDone) return;
        using var held = RunLock.Wait(folder.Path, stop);
        if (folder.IsDone) return;
        RequireInputs(folder, record);
        folder.ForgetFailure();
        folder.RemoveLeftovers();
        using var log = new UnitLog(folder.Log);
        var progress = new UnitProgressFile(folder, log, observer);
        var clock = Stopwatch.StartNew();
        try
        {
            log.Write($"{record.Kind.ToString().ToLowerInvariant()} in process {Environment.ProcessId} on {Environment.MachineName}, siteadapt {TorchRuntime.Versions["siteadapt"]}, libtorch {TorchRuntime.Versions["libtorch"]}");
            Work(folder, record, progress, stop);
            folder.WriteDone(new UnitDone(Math.Round(clock.Elapsed.TotalSeconds, 3), progress.PartsHere, Environment.MachineName));
            log.Write(string.Create(CultureInfo.InvariantCulture, $"done in {clock.Elapsed.TotalSeconds:0.0} s"));
        }
        catch (Exception fault) when (fault is InterruptedRunException || (fault is OperationCanceledException && stop.IsCancellationRequested))
        {
            log.Write("stopped; goes on when it is started again");
            throw fault as InterruptedRunException ?? new InterruptedRunException($"{folder.Path}: stopped. The same command goes on.", fault);
        }
        catch (Exception fault)
        {
            bool known = fault is InputException or RunLockedException or IOException or UnauthorizedAccessException;
            string reason = known ? fault.Message : $"a fault of the program: {fault.GetType().Name}: {fault.Message}";
            log.Write($"failed: {(known ? reason : fault)}");
            TryWriteFailure(folder, new UnitFailure(reason, known ? 1 : 70, Environment.MachineName));
            throw;
        }
    }

    /// <summary>On a full disk the reason may not be writable; the caller still hears it.</summary>
    static void TryWriteFailure(UnitFolder folder, UnitFailure failure)
    {
        try
        {
            folder.WriteFailure(failure);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Whoever started the unit is told by the exit code and stderr.
        }
    }

    static void RequireInputs(UnitFolder folder, UnitRecord record)
    {
        foreach (var input in record.Inputs)
        {
            var there = folder.Of(input);
            if (there.IsDone) continue;
            string why = there.Failure is { } failure ? $"it failed: {failure.Reason}" : "it is not done yet";
            throw new MissingInputException($"{folder.Path}: needs the result of {input.Name}, but {why}");
        }
    }

    static void Work(UnitFolder folder, UnitRecord record, UnitProgressFile progress, CancellationToken stop)
    {
        switch (record)
        {
            case PrepareUnit unit: PrepareWork.Do(folder, unit, progress, stop); break;
            case PretrainUnit unit: TrainingWork.Pretrain(folder, unit, progress, stop); break;
            case AdaptUnit unit: TrainingWork.Adapt(folder, unit, progress, stop); break;
            case EvaluateUnit unit: EvaluateWork.Do(folder, unit, progress, stop); break;
            default: throw new ArgumentOutOfRangeException(nameof(record), record.Kind, "no such kind of unit");
        }
    }
}
