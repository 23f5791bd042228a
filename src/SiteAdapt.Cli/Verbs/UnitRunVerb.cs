using System.CommandLine;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>unit run FOLDER...</c>: does the work of units, in order; what a launcher starts.</summary>
static class UnitRunVerb
{
    public static Command Build()
    {
        var folders = new Argument<string[]>("FOLDER") { Description = "Folders of units, made by 'study run'; several are done one after the other", Arity = ArgumentArity.OneOrMore };
        var command = new Verb("run", "Do the work of units of a study; one that is done already is left as it is",
            "siteadapt unit run results/units/adapt/0123456789abcdef")
        {
            folders,
        };
        command.SetComputation((parsed, stop) => Run(parsed.GetValue(folders)!, stop));
        return command;
    }

    /// <summary>A unit that fails does not keep the others from their work; the first failure's code is returned.</summary>
    static int Run(string[] folders, CancellationToken stop)
    {
        int code = ExitCode.Done;
        foreach (string path in folders)
        {
            try
            {
                UnitRunner.Run(new UnitFolder(path), observer: null, stop);
            }
            catch (Exception fault) when (fault is not (InterruptedRunException or OperationCanceledException) && folders.Length > 1)
            {
                Output.Note($"siteadapt: {fault.Message}");
                if (code == ExitCode.Done) code = CodeOf(fault);
            }
        }
        return code;
    }

    static int CodeOf(Exception fault) => fault switch
    {
        MissingInputException => ExitCode.MissingInput,
        RunLockedException => ExitCode.Locked,
        InputException or IOException or UnauthorizedAccessException => ExitCode.WrongInput,
        _ => ExitCode.ProgramFault,
    };
}
