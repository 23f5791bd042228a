using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Does the units of a "process" on a thread of this one, with the exit codes that the program has.</summary>
sealed class InProcessStarter : IUnitStarter
{
    readonly Lock gate = new();

    public List<IReadOnlyList<UnitFolder>> Started { get; } = [];

    /// <summary>What happens in place of a unit's work: its exit code; null: the work itself.</summary>
    public Func<UnitFolder, int?> Instead { get; init; } = _ => null;

    public IUnitProcess Start(IReadOnlyList<UnitFolder> units)
    {
        lock (gate) Started.Add(units);
        return new Work(this, units);
    }

    sealed class Work : IUnitProcess, IDisposable
    {
        readonly CancellationTokenSource stop = new();

        public Work(InProcessStarter owner, IReadOnlyList<UnitFolder> units) => Exit = Task.Run(() =>
        {
            int code = 0;
            foreach (var unit in units)
            {
                int each = owner.Instead(unit) ?? Run(unit);
                if (each > 128 || each == UnitExit.Resumable) return each;
                if (code == 0) code = each;
            }
            return code;
        });

        public Task<int> Exit { get; }

        public string LastWords => "last words";

        public void AskToStop() => stop.Cancel();

        public void Dispose() => stop.Dispose();

        int Run(UnitFolder unit)
        {
            try
            {
                UnitRunner.Run(unit, observer: null, stop.Token);
                return 0;
            }
            catch (Exception stopped) when (stopped is InterruptedRunException or OperationCanceledException)
            {
                return UnitExit.Resumable;
            }
            catch (MissingInputException)
            {
                return UnitExit.MissingInput;
            }
            catch (InputException)
            {
                return 1;
            }
        }
    }
}
