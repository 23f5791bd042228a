using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>What was decided, on what, by which thresholds: a JSON file with a SHA-256 over itself. docs/reference/gate-record.md.</summary>
public static class DecisionRecord
{
    public const string Format = "siteadapt-gate-record-1";
    internal const string OwnHash = "record_sha256";

    /// <summary>Writes the record under the next free name, gate-0001.json, gate-0002.json ...; an earlier one is never touched.</summary>
    /// <param name="signedBy">Who decided, where they say so.</param>
    /// <returns>The file, and the SHA-256 that it holds.</returns>
    public static (string File, string Sha256) Write(string folder, Audit audit, Thresholds thresholds, IReadOnlyList<GateCheck> checks, bool allowLate, string? signedBy, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var record = Of(audit, thresholds, checks, allowLate, signedBy, clock.GetUtcNow());
        string hash = HashOf(JsonSerializer.SerializeToElement(record, Json.Pretty));
        record[OwnHash] = hash;
        return (WriteNew(folder, record.ToJsonString(Json.Pretty) + "\n"), hash);
    }

    /// <summary>SHA-256 of the canonical text of everything but the hash itself.</summary>
    public static string HashOf(JsonElement record) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Of(record, without: OwnHash))));

    public static bool IsGo(IReadOnlyList<GateCheck> checks) => checks.All(check => check.Passed == true);

    static JsonObject Of(Audit audit, Thresholds thresholds, IReadOnlyList<GateCheck> checks, bool allowLate, string? signedBy, DateTimeOffset time) => (JsonObject)JsonSerializer.SerializeToNode(new
    {
        format = Format,
        verdict = IsGo(checks) ? "go" : "no-go",
        time = Text(time),
        signed_by = signedBy,
        versions = TorchRuntime.Versions,
        run = new { path = audit.Run.Path, method = (string?)audit.Run.Record.Method?["name"], weights_sha256 = audit.Run.Checkpoint.WeightsHash, run_json_sha256 = AuditScores.Hash(Path.Combine(audit.Run.Path, "run.json")) },
        thresholds = new
        {
            file = thresholds.File, thresholds.Sha256, changed = Text(thresholds.Changed), older_than_scores = GateJudge.IsOlder(audit, thresholds), late_thresholds_allowed = allowLate, text = thresholds.Text,
        },
        checks = checks.Select(check => new { check.Rule, verdict = check.Passed switch { true => "passed", false => "failed", _ => "not judged" }, check.Threshold, check.Value, check.Reason }),
        score_files = audit.Material.Scores.Select(scores => new { scores.File, scores.Sha256, changed = Text(scores.Changed), scores.Scores.Site, model = scores.IsSource ? "source" : "run", weights_sha256 = scores.Weights }),
        not_scored = audit.Material.Failures,
        scores = audit.Rows,
        audit.Forgetting,
        cases = audit.Material.Scores.SelectMany(scores => scores.Scores.Cases.Select(item => new { model = scores.IsSource ? "source" : "run", scores.Scores.Site, item.Case, item.Subject, item.Structure, item.Values })),
        audit.Limits,
    }, Json.Pretty)!;

    static string WriteNew(string folder, string text)
    {
        string whole = Path.Combine(folder, $".{Guid.NewGuid():N}{AtomicFile.PartialSuffix}");
        AtomicFile.WriteText(whole, text);
        try
        {
            for (int number = 1; ; number++)
            {
                string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"gate-{number:0000}.json"));
                if (File.Exists(file)) continue;
                try
                {
                    FileLayer.MoveNew(whole, file);
                    return file;
                }
                catch (IOException) when (File.Exists(file))
                {
                    // somebody else took the name just now
                }
            }
        }
        finally
        {
            FileLayer.Delete(whole);
        }
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
