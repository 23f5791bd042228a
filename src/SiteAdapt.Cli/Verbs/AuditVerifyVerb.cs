using System.CommandLine;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary><c>audit verify RECORD</c>: is the record as it was written, and are weights and thresholds those that it speaks of?</summary>
static class AuditVerifyVerb
{
    public static Command Build()
    {
        var record = new Argument<FileInfo>("RECORD") { Description = "A gate-NNNN.json, as audit --gate writes it" };
        var run = new Option<string?>("--run") { Description = "The run folder, where it is elsewhere now (default: the record's)" };
        var gate = new Option<FileInfo?>("--gate") { Description = "The thresholds, where they are elsewhere now (default: the record's)" };
        var json = CommonOptions.Json();
        var command = new Verb("verify", "Check a go / no-go record: untouched, of these weights, of these thresholds; exit code 1 if not",
            "siteadapt audit verify runs/mmtl/audit/gate-0001.json")
        {
            record, run, gate, json,
        };
        command.SetAction(parsed =>
        {
            var check = DecisionRecordCheck.Of(parsed.GetValue(record)!.ToString(), parsed.GetValue(run), parsed.GetValue(gate)?.FullName);
            new Output(parsed.GetValue(json)).Result(new { check.Record, check.Holds, check.Verdict, record_sha256 = check.Sha256, check.Checks }, console =>
            {
                foreach (var part in check.Checks) console.Line($"{(part.Holds ? "holds " : "BROKEN")} {part.What}: {part.Reason}");
                console.Line(check.Holds ? $"{check.Verdict}; SHA-256 of the record {check.Sha256}" : $"{check.Record}: its verdict is not to be trusted");
            });
            return check.Holds ? ExitCode.Done : ExitCode.NoGo;
        });
        return command;
    }
}
