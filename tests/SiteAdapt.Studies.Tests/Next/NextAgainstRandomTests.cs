using System.Globalization;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies.Tests;

/// <summary><c>data next</c> against random choice on simulated sites (<c>tests/next-case.sh</c>). Whatever comes out is reported; only that it ran is asserted.</summary>
public sealed class NextAgainstRandomTests
{
    const string SeedsVariable = "SITEADAPT_NEXT_SEEDS", FirstVariable = "SITEADAPT_NEXT_FIRST_SEED", ReportVariable = "SITEADAPT_NEXT_REPORT";

    [LongFact]
    public void Should_be_compared_over_many_seeds()
    {
        var rows = new List<TrialRow>();
        string? report = Environment.GetEnvironmentVariable(ReportVariable);
        using var trial = new NextTrial();
        int first = Number(FirstVariable, 1), seeds = Number(SeedsVariable, 20);
        for (int seed = first; seed < first + seeds; seed++)
        {
            foreach (string target in new[] { NextTrial.OneScanner, NextTrial.TwoScanners }) rows.AddRange(trial.Run(target, seed));
            if (report is not null) AtomicFile.WriteText(report, Report(rows));
        }
        Assert.Equal(4 * seeds, rows.Count);
        Assert.All(rows.SelectMany(row => new[] { row.Before, row.Next, row.Random }), score => Assert.InRange(score.Dice, 0, 1));
    }

    static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Every row, and the means over seeds with Student's 95 % intervals.</summary>
    static string Report(List<TrialRow> rows)
    {
        var text = new StringBuilder("target\tstart\tseed\tbefore\tnext\trandom\tbefore dice\tnext dice\trandom dice\tuncertainty~error\tdistance~error\tother scanner next\tother scanner random\n");
        foreach (var row in rows)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{row.Target}\t{row.Start}\t{row.Seed}\t{row.Before.SurfaceDice:0.0000}\t{row.Next.SurfaceDice:0.0000}\t{row.Random.SurfaceDice:0.0000}\t{row.Before.Dice:0.0000}\t{row.Next.Dice:0.0000}\t{row.Random.Dice:0.0000}\t{row.UncertaintyToError:0.000}\t{row.DistanceToError:0.000}\t{row.OtherScanner.Next}\t{row.OtherScanner.Random}");
        foreach (var cell in rows.GroupBy(row => (row.Target, row.Start)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\n{cell.Key.Target}, {cell.Key.Start} annotated, {cell.Count()} seeds");
            void Line(string what, Func<TrialRow, double> value) => text.AppendLine(What(what, MeanInterval.Of([.. cell.Select(value).Where(double.IsFinite)])));
            Line("before, surface Dice", row => row.Before.SurfaceDice);
            Line("next, surface Dice", row => row.Next.SurfaceDice);
            Line("random, surface Dice", row => row.Random.SurfaceDice);
            Line("next - random, surface Dice", row => row.Next.SurfaceDice - row.Random.SurfaceDice);
            Line("next - random, Dice", row => row.Next.Dice - row.Random.Dice);
            Line("Spearman of uncertainty and error", row => row.UncertaintyToError);
            Line("Spearman of distance and error", row => row.DistanceToError);
            Line("of the other scanner, next", row => row.OtherScanner.Next);
            Line("of the other scanner, random", row => row.OtherScanner.Random);
            text.AppendLine(CultureInfo.InvariantCulture, $"next better in {cell.Count(row => row.Next.SurfaceDice > row.Random.SurfaceDice)}, worse in {cell.Count(row => row.Next.SurfaceDice < row.Random.SurfaceDice)}");
        }
        return text.ToString();
    }

    static string What(string what, MeanInterval? mean) => mean is null ? $"{what}\t-" : string.Create(CultureInfo.InvariantCulture, $"{what}\t{mean.Mean:0.0000}\t{mean.Low:0.0000}\t{mean.High:0.0000}");
}
