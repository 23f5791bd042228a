namespace SiteAdapt.Cli;

/// <summary>Says what a leakage check cannot know.</summary>
static class UnknownSubjects
{
    public static void Warn(string run) => Output.Warn(
        $"{run}: not all subjects behind these weights are known, so no leakage check can say whether one of them is among the test subjects. Scores hold only if you know that none is.");
}
