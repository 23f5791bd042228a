using System.CommandLine;
using System.Runtime.InteropServices;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>Builds the command line, runs a verb, and turns what went wrong into a sentence and an exit code.</summary>
static class Application
{
    public static async Task<int> Run(string[] args)
    {
        var parsed = Commands.Root().Parse(HelpWithExamples.Asked(args));
        if (ParseFaults.Of(parsed) is { Count: > 0 } faults)
        {
            foreach (string fault in faults) await Console.Error.WriteLineAsync(PlainText.Of($"siteadapt: {fault}"));
            await Console.Error.WriteLineAsync("Try 'siteadapt --help', or --help after a command.");
            return ExitCode.WrongInput;
        }

        using var stop = new StopSignals();
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (Exception fault)
        {
            return await Explain(Unwrap(fault), stop.Token);
        }
    }

    static async Task<int> Explain(Exception fault, CancellationToken stop)
    {
        var (code, message) = fault switch
        {
            InputException => (ExitCode.WrongInput, fault.Message),
            RunLockedException => (ExitCode.Locked, fault.Message),
            MissingInputException => (ExitCode.MissingInput, fault.Message),
            InterruptedRunException => (ExitCode.Resumable, fault.Message),
            OperationCanceledException when stop.IsCancellationRequested => (ExitCode.Resumable, "stopped; the same command starts again."),
            IOException when DiskFault.IsFull(fault) => (ExitCode.WrongInput, $"{fault.Message}. Make room and give the same command again; what was done is kept."),
            UnauthorizedAccessException or IOException => (ExitCode.WrongInput, fault.Message),
            _ => (ExitCode.ProgramFault, $"a fault of the program: {fault.GetType().Name}: {fault.Message}"
                + (Environment.GetEnvironmentVariable("SITEADAPT_DEBUG") is null ? " Set SITEADAPT_DEBUG=1 to see where." : $"\n{fault}")),
        };
        await Console.Error.WriteLineAsync(PlainText.Of($"siteadapt: {message}"));
        return code;
    }

    static Exception Unwrap(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions.Count: 1, InnerException: { } inner } => Unwrap(inner),
        AggregateException many when many.Flatten().InnerExceptions.FirstOrDefault(inner => inner is InputException) is { } input => input,
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => fault,
    };

    /// <summary>Ctrl-C, SIGTERM and SIGUSR1 (which Slurm can send before the time limit) ask the verb to save and leave.</summary>
    sealed class StopSignals : IDisposable
    {
        const PosixSignal Usr1 = (PosixSignal)10;
        readonly CancellationTokenSource source = new();
        readonly HashSet<PosixSignal> seen = [];
        readonly List<PosixSignalRegistration> registrations = [];

        public StopSignals()
        {
            List<PosixSignal> signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM];
            if (OperatingSystem.IsLinux()) signals.Add(Usr1);
            foreach (var signal in signals)
                registrations.Add(PosixSignalRegistration.Create(signal, context =>
                {
                    // The same signal again is not asked to wait: it ends the process as if nobody listened. Another one is the
                    // same request from another side: the launcher's SIGTERM after the terminal's Ctrl-C, Slurm's after its SIGUSR1.
                    lock (seen) context.Cancel = seen.Add(signal);
                    source.Cancel();
                }));
        }

        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            foreach (var registration in registrations) registration.Dispose();
            source.Dispose();
        }
    }
}
