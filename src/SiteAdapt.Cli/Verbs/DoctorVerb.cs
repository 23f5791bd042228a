using System.CommandLine;

namespace SiteAdapt.Cli;

/// <summary><c>doctor</c>: what this machine has, what is missing, and how to get it.</summary>
static class DoctorVerb
{
    public static Command Build()
    {
        var json = CommonOptions.Json();
        var command = new Verb("doctor", "Look at this machine: what is there, what is missing and how to get it; exit code 1 where the program cannot work",
            "siteadapt doctor",
            "siteadapt doctor --json")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            List<Finding> findings = [.. MachineCheck.Of(Environment.CurrentDirectory), .. TensorCheck.Of(), .. Programs.Of()];
            new Output(parsed.GetValue(json)).Result(new { findings }, console =>
            {
                var table = Tables.List("state", "what", "found", "what to do");
                foreach (var finding in findings) Tables.Row(table, Mark(finding.State), finding.What, finding.Found, finding.Advice ?? "");
                console.Write(table);
            });
            return findings.Any(finding => finding.State == FindingState.Fault) ? ExitCode.WrongInput : ExitCode.Done;
        });
        return command;
    }

    static string Mark(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Absent => "-",
        FindingState.Warning => "warning",
        _ => "FAULT",
    };
}
