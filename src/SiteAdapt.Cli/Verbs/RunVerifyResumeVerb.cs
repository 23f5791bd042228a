using System.CommandLine;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>run verify-resume RUN</c>: proves on this machine that a killed and resumed run ends with the bytes of an undisturbed one.</summary>
static class RunVerifyResumeVerb
{
    const int DifferencesShown = 10;

    public static Command Build()
    {
        var options = new ReplayOptions();
        var kills = new Option<int>("--kills") { Description = "How often the second replay is killed (SIGKILL)", DefaultValueFactory = _ => 5 };
        var seed = new Option<long>("--seed") { Description = "Seed of the moments of the kills", DefaultValueFactory = _ => 0 };
        var scratch = new Option<DirectoryInfo?>("--scratch") { Description = "Keep both replays below this new folder (default: a temporary folder that is removed when they are identical)" };
        var command = new Verb("verify-resume", "Prove that a run which is killed and resumed ends bit-identical: replay it twice, kill one, compare every tensor",
            "siteadapt run verify-resume runs/mmtl",
            "siteadapt run verify-resume runs/mmtl --epochs 2 --kills 10 --json");
        options.AddTo(command);
        foreach (Option option in new Option[] { kills, seed, scratch }) command.Options.Add(option);
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(parsed, options, parsed.GetValue(kills), parsed.GetValue(seed), parsed.GetValue(scratch)?.FullName, stop), CancellationToken.None));
        return command;
    }

    static int Run(ParseResult parsed, ReplayOptions options, int kills, long seed, string? kept, CancellationToken stop)
    {
        string run = new RunFolder(parsed.GetValue(options.Run)!).Path;
        options.Record(parsed);
        if (kills < 1) throw new Imaging.InputException($"--kills: is {kills}; expected 1 or more.");
        if (kept is not null && Directory.Exists(kept) && Directory.EnumerateFileSystemEntries(kept).Any())
            throw new Imaging.InputException($"--scratch: '{kept}' is not empty. Give a new folder.");
        string folder = kept ?? Directory.CreateTempSubdirectory("siteadapt-verify-").FullName;
        ResumeVerdict? verdict = null;
        try
        {
            using var progress = new ProgressLine("verify-resume");
            var starter = new ReplayProcessStarter(ProgramPath.Current(), options.Arguments(parsed));
            verdict = new ResumeProof(run, folder, starter, parsed.GetValue(options.Epochs), kills, seed) { Progress = progress.Report }.Run(stop);
        }
        finally
        {
            if (kept is null && verdict?.Identical != false) Directory.Delete(folder, recursive: true);
        }
        if (kept is null && verdict.Identical) verdict = verdict with { Scratch = null };
        new Output(parsed.GetValue(options.Json)).Result(verdict, console =>
        {
            foreach (string line in Lines(verdict)) console.Line(line);
        });
        return verdict.Identical ? ExitCode.Done : ExitCode.WrongInput;
    }

    static IEnumerable<string> Lines(ResumeVerdict verdict)
    {
        string what = verdict.Steps == verdict.TotalSteps ? Tables.Count(verdict.Steps, "step") : $"the first {verdict.Steps} of {verdict.TotalSteps} steps";
        string killed = $"killed {Tables.Count(verdict.Kills.Count, "time")}, when {(verdict.Kills.Count == 1 ? "step" : "the steps")} {string.Join(", ", verdict.Kills)} had been saved";
        yield return $"{verdict.Run}: {what} replayed twice; the second replay was {killed}.";
        if (verdict.Identical) yield return $"IDENTICAL: all {verdict.Tensors} tensors of weights and optimizer ({verdict.Bytes} bytes), the random states and the history are the same.";
        else
        {
            yield return $"NOT IDENTICAL: {Tables.Count(verdict.Differences.Count, "difference")}; both replays are in {verdict.Scratch}.";
            foreach (string difference in verdict.Differences.Take(DifferencesShown)) yield return $"  {difference}";
        }
        if (verdict.SameAsRun is { } same)
            yield return same ? "The run itself has the same tensors, too." : "The run itself has other tensors: it was made with other versions, on another processor, or from other weights.";
    }
}
