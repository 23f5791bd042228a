using System.Globalization;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The page of <c>data next</c>: what to annotate and why, how it looks, and what was left out.</summary>
public static class NextPage
{
    /// <param name="command">What makes the page again.</param>
    public static Page Make(NextCases answer, IReadOnlyList<FigureBlock> pictures, string command)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Page($"To annotate next at {answer.Target}", Lead(answer),
        [
            Chosen(answer),
            new HeadingBlock("How they look"),
            new FigureGroupBlock(pictures),
            .. LeftOut(answer),
            new FoldedBlock($"All {ReportPage.Count(answer.Candidates.Count, "candidate")}, the most uncertain first", [Candidates(answer)]),
            new CodeBlock(command, "Made by"),
        ])
        {
            Footer = string.Join(", ", TorchRuntime.Versions.Select(version => $"{version.Key} {version.Value}")),
        };
    }

    static string Lead(NextCases answer) => string.Create(CultureInfo.InvariantCulture,
        $"{answer.Chosen.Count} of {ReportPage.Count(answer.Candidates.Count, "case")} that may be annotated; {ReportPage.Count(answer.Pool.Annotated.Count, "case")} there {(answer.Pool.Annotated.Count == 1 ? "is" : "are")} annotated already.");

    static TableBlock Chosen(NextCases answer) => new(
        [new("Order", true), new("Case"), new("Subject"), new("Uncertainty in bits", true), new("Distance", true), new("Nearest annotated"), new("Why")],
        [.. answer.Chosen.Index().Select(entry => new TableRow([.. Cells(entry.Index, entry.Item).Select(text => new TableCell(text))]))],
        "Uncertainty: mean entropy of what the model predicts, 0 to 1. Distance: of the case's features to those of the nearest annotated case; those before it in this table count as annotated.") { Stacks = true };

    static string[] Cells(int index, NextCase item) =>
    [
        (index + 1).ToString(CultureInfo.InvariantCulture), item.Case.Id, item.Case.Subject, Number(item.Uncertainty),
        item.Distance is { } distance ? Number(distance) : "", item.Nearest?.Id ?? "", item.Why,
    ];

    static IEnumerable<Block> LeftOut(NextCases answer)
    {
        if (answer.Pool.LeftOut.Count == 0) yield break;
        yield return new HeadingBlock("Not to be proposed");
        yield return new TableBlock([new("Case"), new("Subject"), new("Why")], [.. answer.Pool.LeftOut.Select(item => new TableRow([new(item.Case.Id), new(item.Case.Subject), new(item.Why)]))]) { Stacks = true };
    }

    static TableBlock Candidates(NextCases answer) => new([new("Case"), new("Subject"), new("Uncertainty in bits", true)],
        [.. answer.Candidates.OrderByDescending(item => item.Uncertainty).ThenBy(item => item.Case.Id, StringComparer.Ordinal).Select(item => new TableRow([new(item.Case.Id), new(item.Case.Subject), new(Number(item.Uncertainty))]))]) { Stacks = true };

    static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
