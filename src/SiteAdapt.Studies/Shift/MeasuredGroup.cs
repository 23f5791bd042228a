using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The scans of one site, or of a training set, with what was measured of them.</summary>
/// <param name="Name">As it stands in tables.</param>
/// <param name="Features">How a network sees each case, in the order of the cases; empty without a network.</param>
public sealed record MeasuredGroup(string Name, IReadOnlyList<CaseAppearance> Cases, IReadOnlyList<IReadOnlyList<BlockFeatures>> Features)
{
    /// <summary>In the order of their first case.</summary>
    public IReadOnlyList<string> Subjects { get; } = [.. Cases.Select(item => item.Case.Subject).Distinct()];

    /// <summary>A subject's mean over its cases where the value is a number; NaN where it is for none.</summary>
    internal IReadOnlyList<double> BySubject(Func<CaseAppearance, double> value) =>
        [.. Subjects.Select(subject => Of(subject).Select(entry => value(entry.Item)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())];

    /// <summary>A subject's mean histogram.</summary>
    internal IEnumerable<double[]> Histograms() => Subjects.Select(subject => Mean(Of(subject).Select(entry => entry.Item.Histogram)));

    /// <summary>A subject's mean channels of a block.</summary>
    internal IEnumerable<double[]> Channels(int block) => Subjects.Select(subject => Mean(Of(subject).Select(entry => (IReadOnlyList<double>)[.. Features[entry.Index][block].Channels])));

    IEnumerable<(int Index, CaseAppearance Item)> Of(string subject) => Cases.Index().Where(entry => entry.Item.Case.Subject == subject);

    static double[] Mean(IEnumerable<IReadOnlyList<double>> rows)
    {
        IReadOnlyList<double>[] all = [.. rows];
        return [.. Enumerable.Range(0, all[0].Count).Select(i => all.Average(row => row[i]))];
    }
}
