using System.Globalization;
using SiteAdapt.Studies;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>An advice in words. What is not known is said to be not known.</summary>
static class AdviceReport
{
    public static void Print(Advice advice, Output output)
    {
        var result = new
        {
            advice.Source,
            advice.Target,
            advice.Patients,
            advice.Folds,
            advice.Metric,
            candidates = advice.Candidates.Select(candidate => new { candidate.Method, candidate.Expected, source_change = candidate.SourceLoss }),
            take = advice.Choice?.Take.Method,
            clear_winner = advice.Choice?.IsClear,
            advice.Choice?.Reason,
            expected = advice.Choice?.Take.Expected,
            gain = advice.Choice?.Gain,
            source_change = advice.Choice?.Take.SourceLoss,
            two_more_patients = advice.TwoMore,
            advice.Notes,
            advice.Earlier,
        };
        output.Result(result, console => Draw(console, advice));
    }

    static void Draw(IAnsiConsole console, Advice advice)
    {
        if (advice.Choice is { } choice) Draw(console, advice, choice);
        foreach (string note in advice.Notes) console.Line($"{note}{(note.EndsWith('.') ? "" : ".")}");
        foreach (var study in advice.Earlier) Draw(console, study);
    }

    static void Draw(IAnsiConsole console, Advice advice, AdviceChoice choice)
    {
        console.Line(string.Create(CultureInfo.InvariantCulture,
            $"{advice.Source} to {advice.Target}: {advice.Metric}, cross-validated inside {advice.Patients.Count} annotated training patients in {advice.Folds} folds; no test case was looked at"));
        var table = Tables.Make("method", ">held-out target", ">95 % interval", ">source changes by", ">95 % interval");
        foreach (var candidate in advice.Candidates)
            Tables.Row(table, candidate.Method, Score(candidate.Expected), Range(candidate.Expected, Tables.Score), Change(candidate.SourceLoss), Range(candidate.SourceLoss, Tables.Change));
        console.Write(table);
        string take = choice.Take.Method == MethodNames.None ? "no adaptation" : choice.Take.Method;
        console.Line(choice.IsClear ? $"Take {take}: {choice.Reason}." : $"No clear winner: take {take}, because {choice.Reason}.");
        console.Line($"Expect on the target: {Score(choice.Take.Expected)} {Range(choice.Take.Expected, Tables.Score)}, from runs that are shorter and have fewer patients than the real one.");
        if (choice.Gain is { } gain)
            console.Line($"Against no adaptation: {Tables.Change(gain.Mean)} {Range(gain, Tables.Change)}{(gain.Low > 0 ? "" : ", which may be noise")}.");
        if (choice.Take.Method != MethodNames.None && choice.Take.SourceLoss is { } loss)
            console.Line($"The source changes by {Tables.Change(loss.Mean)} {Range(loss, Tables.Change)} (validation cases of the source).");
        if (choice.Take.Method != MethodNames.None) console.Line(advice.TwoMore is { } more
            ? $"Two more annotated patients: {Tables.Change(more.Mean)} {Range(more, Tables.Change)}{(more.Low > 0 ? "" : ", which may be nothing")}, if the score went on growing with the logarithm of their number; it usually flattens."
            : "Two more annotated patients: not known with so few.");
    }

    static void Draw(IAnsiConsole console, EarlierStudy study)
    {
        console.Line($"An earlier study, not your data: {study.From}. {study.Metric}, {study.Budget}, {study.Optimizer.ToString().ToLowerInvariant()}, means over its runs:");
        var table = Tables.Make("method", ">runs", ">target", ">gain over none", ">source changes by");
        foreach (var finding in study.Findings)
            Tables.Row(table, finding.Method, $"{finding.Runs}", Tables.Score(finding.Score), finding.Gain is { } gain ? Tables.Change(gain) : "", finding.SourceChange is { } change ? Tables.Change(change) : "");
        console.Write(table);
        if (study.NotFinite > 0) console.Line($"{Tables.Count(study.NotFinite, "run")} of it without a finite score, left out of these means.");
    }

    static string Score(MeanInterval? of) => of is null ? "" : Tables.Score(of.Mean);

    static string Change(MeanInterval? of) => of is null ? "not measured" : Tables.Change(of.Mean);

    static string Range(MeanInterval? of, Func<double, string> text) => of switch
    {
        null => "",
        { Low: { } low, High: { } high } => $"[{text(low)}, {text(high)}]",
        _ => "(spread not known)",
    };
}
