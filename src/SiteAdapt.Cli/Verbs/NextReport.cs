using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What <c>data next</c> says: the cases in the order to annotate them, and on stderr what must not be proposed.</summary>
static class NextReport
{
    const int Named = 5;

    public static void Print(NextCases answer, FileInfo manifest, string run, Output output)
    {
        foreach (var group in answer.Pool.LeftOut.GroupBy(item => item.Why))
            Output.Note($"not proposed: {string.Join(", ", group.Take(Named).Select(item => item.Case.Id))}{(group.Count() > Named ? $" and {group.Count() - Named} more" : "")}: {group.Key}");
        output.Result(new
        {
            manifest = manifest.FullName,
            run = Path.GetFullPath(run),
            answer.Target,
            annotated = answer.Pool.Annotated.Select(item => item.Id),
            next = answer.Chosen.Select(item => new
            {
                Case = item.Case.Id, item.Case.Subject, item.Uncertainty, item.Distance, Nearest = item.Nearest?.Id, item.UncertaintyPlace, item.DistancePlace, item.Among, item.Why,
            }),
            candidates = answer.Candidates.Select(item => new { Case = item.Case.Id, item.Case.Subject, item.Uncertainty }),
            left_out = answer.Pool.LeftOut.Select(item => new { Case = item.Case.Id, item.Case.Subject, item.Why }),
            unreadable = answer.Unreadable.Select(item => item.Id),
        }, console =>
        {
            var table = Tables.Make(">", "case", "subject", ">uncertainty\nbits", ">distance", "nearest\nannotated", "why");
            foreach (var (place, item) in answer.Chosen.Index())
                Tables.Row(table, $"{place + 1}", item.Case.Id, item.Case.Subject, Tables.Score(item.Uncertainty), item.Distance is { } distance ? Tables.Score(distance) : "-", item.Nearest?.Id ?? "-", item.Why);
            console.Write(table);
            console.Line($"{answer.Target}: {Tables.Count(answer.Candidates.Count, "candidate")}, {answer.Pool.Annotated.Count} annotated");
        });
    }
}
