using System.Diagnostics;

namespace SiteAdapt.Serve;

/// <summary>
/// What lies below the served folder, looked through when somebody asks and not again for a while: pages ask every few seconds, and
/// a large folder takes longer to walk.
/// </summary>
sealed class FolderIndex(string root)
{
    const double ShareOfTime = 0.1;
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    readonly Lock gate = new();
    FoundFiles? last;
    long walked;
    TimeSpan taken;

    public FoundFiles Files
    {
        get
        {
            lock (gate)
            {
                var old = Stopwatch.GetElapsedTime(walked);
                if (last is not null && old < Shortest + taken / ShareOfTime) return last;
                long start = Stopwatch.GetTimestamp();
                last = FolderWalk.Of(root);
                (walked, taken) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(start));
                return last;
            }
        }
    }
}
