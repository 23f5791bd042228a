using System.Runtime.ExceptionServices;

namespace SiteAdapt.Data;

/// <summary>Everything that a data check has found in a manifest, in the order of its rows.</summary>
public sealed record ManifestCheck(Manifest Manifest, IReadOnlyList<CheckedCase> Cases, IReadOnlyList<CheckFault> Faults)
{
    public int Errors => Faults.Count(fault => fault.Level == CheckLevel.Error);

    public int Warnings => Faults.Count - Errors;

    /// <summary>Reads every image and label. Only a manifest that cannot be read stops it.</summary>
    /// <param name="progress">Told how many cases are read of how many, and the last one; never by two threads at once.</param>
    public static ManifestCheck Run(Manifest manifest, Action<int, int, string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var cases = new CheckedCase[manifest.Cases.Count];
        var (gate, done) = (new Lock(), 0);
        // A volume and its label in memory each
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(4, Environment.ProcessorCount), CancellationToken = stop };
        try
        {
            Parallel.For(0, cases.Length, options, i =>
            {
                Case item = manifest.Cases[i];
                cases[i] = RadiographCheck.IsRadiograph(item) ? RadiographCheck.Of(item) : VolumeCheck.Of(item);
                lock (gate) progress?.Invoke(++done, cases.Length, item.Id);
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        CheckFault[] faults = [.. cases.SelectMany(item => item.Faults), .. manifest.Sites.SelectMany(site => SiteRules.Of([.. cases.Where(item => item.Case.Site == site)])), .. ManifestRules.Of(cases)];
        // What stands out among a site's cases is known only now: these are read again for their pictures.
        foreach (CheckFault fault in faults.Where(fault => fault is { Side: not null, Rule: "border" }))
        {
            stop.ThrowIfCancellationRequested();
            int i = Array.FindIndex(cases, item => item.Case.Site == fault.Site && item.Case.Id == fault.Cases[0]);
            if (cases[i].Faults.All(own => own.Side is null)) cases[i] = cases[i] with { Slice = VolumeCheck.SliceAt(cases[i].Case, fault.Side!) };
        }
        return new ManifestCheck(manifest, cases, [.. faults.OrderBy(fault => fault.Level)]);
    }
}
