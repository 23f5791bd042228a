using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteAdapt.Cli.Tests;

/// <summary><c>audit</c> and its gate through the executable, on a tiny model adapted from one simulated site to another; seven test patients each.</summary>
public sealed class AuditTests(AuditTests.AdaptedModel model) : IClassFixture<AuditTests.AdaptedModel>
{
    const string Lenient = "rules:\n  - metric: dice\n    minimum_mean: 0\n    minimum_lower_bound: 0\n    minimum_worst_subgroup: 0\n    subgroups: [scanner]\n    maximum_forgetting: 1\n    minimum_patients: 7\n  - {metric: dice, at: source, minimum_mean: 0}\n";

    public sealed class AdaptedModel : IDisposable
    {
        readonly TemporaryFolder folder = new();

        public AdaptedModel()
        {
            folder.Write("tiny.yaml", "base: brain\nname: tiny\nspacing: 8\nwindow: 24\nnetwork:\n  width: 2\nmetric:\n  tolerance_mm: 8\n");
            Run("data", "simulate", "data", "--sites", "2", "--subjects", "10", "--spacing", "8").Succeed();
            Run(["pretrain", "--task", "tiny.yaml", "--data", "data/manifest.csv", "--source", "site1", "--split-counts", "3/0/7", "--out", "source", "--learning-rate", "0.03", .. SimulatedSites.Training(3, 8)]).Succeed();
            Run(["adapt", "--method", "fine-tune-all", "--from", "source", "--data", "data/manifest.csv", "--target", "site2", "--patients", "2", "--out", "run", .. SimulatedSites.Training(2, 4)]).Succeed();
        }

        internal Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

        internal string File(params string[] parts) => folder.File(parts);

        /// <summary>A file of thresholds that was there long before any score, or, late, is of tomorrow.</summary>
        internal string Thresholds(string name, string yaml, bool late = false)
        {
            string file = folder.Write(name, yaml);
            System.IO.File.SetLastWriteTimeUtc(file, late ? new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc) : new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            return name;
        }

        /// <summary>Mean Dice of a run at a site, as evaluate says it.</summary>
        internal double Dice(string run, string site) => Run("evaluate", "--run", run, "--data", "data/manifest.csv", "--site", site, "--threads", "1", "--json").Succeed().Json.GetProperty("means").GetProperty("dice").GetDouble();

        public void Dispose() => folder.Dispose();
    }

    static JsonElement Row(JsonElement audit, string place, string dimension, string group) =>
        audit.GetProperty("scores").EnumerateArray().Single(row => row.GetProperty("place").GetString() == place && row.GetProperty("dimension").GetString() == dimension && row.GetProperty("group").GetString() == group && row.GetProperty("metric").GetString() == "dice");

    static string Reason(JsonElement record, string rule) => record.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("rule").GetString()!.Contains(rule, StringComparison.Ordinal)).GetProperty("reason").GetString()!;

    JsonElement Record(string path) => JsonDocument.Parse(File.ReadAllText(model.File(path))).RootElement;

    [Fact]
    public void Should_write_a_card_with_the_scores_of_evaluate_and_what_the_source_lost()
    {
        var audit = model.Run("audit", "run", "--threads", "1", "--out", "plain", "--json").Succeed().Json.GetProperty("audit");
        Assert.Equal(model.Dice("run", "site2"), Row(audit, "target", "all", "all").GetProperty("mean").GetDouble(), 12);
        Assert.Equal(7, Row(audit, "target", "all", "all").GetProperty("patients").GetProperty("used").GetInt32());
        var lost = audit.GetProperty("forgetting").EnumerateArray().Single(row => row.GetProperty("metric").GetString() == "dice");
        double change = model.Dice("run", "site1") - model.Dice("source", "site1");
        Assert.NotEqual(0, change);
        Assert.Equal(change, lost.GetProperty("change").GetDouble(), 12);
        Assert.Equal(7, lost.GetProperty("patients").GetArrayLength());
        var limits = audit.GetProperty("limits").EnumerateArray().Select(limit => limit.GetProperty("rule").GetString()).ToList();
        foreach (string rule in new[] { "simulated", "few-training-subjects", "few-patients", "loss", "one-run", "small-subgroup" }) Assert.Contains(rule, limits);
        Assert.Contains(audit.GetProperty("scores").EnumerateArray(), row => row.GetProperty("dimension").GetString() == "sex");
        string page = File.ReadAllText(model.File("plain", "card.html")), markdown = File.ReadAllText(model.File("plain", "card.md"));
        foreach (string words in new[] { "Model card: run", "fine-tune-all", "head00", "Before and after adapting", "siteadapt audit run" })
        {
            Assert.Contains(words, page, StringComparison.Ordinal);
            Assert.Contains(words, markdown, StringComparison.Ordinal);
        }
        byte[] before = File.ReadAllBytes(model.File("plain", "card.html"));
        model.Run("audit", "run", "--threads", "1", "--out", "plain").Succeed();
        Assert.Equal(before, File.ReadAllBytes(model.File("plain", "card.html")));
    }

    [Fact]
    public void Should_say_go_and_keep_a_record_that_holds_until_anything_is_changed()
    {
        string thresholds = model.Thresholds("lenient.yaml", Lenient);
        var outcome = model.Run("audit", "run", "--gate", thresholds, "--signed-by", "A. Person", "--threads", "1", "--out", "go").Succeed();
        Assert.Contains("\nGO\n", outcome.Output, StringComparison.Ordinal);
        string path = model.File("go", "gate-0001.json"), text = File.ReadAllText(path);
        var record = JsonNode.Parse(text)!;
        Assert.Equal(("go", "A. Person", true, Lenient), ((string)record["verdict"]!, (string)record["signed_by"]!, (bool)record["thresholds"]!["older_than_scores"]!, (string)record["thresholds"]!["text"]!));
        Assert.Equal(21, record["cases"]!.AsArray().Count); // seven at the target, seven at the source under two models
        model.Run("audit", "verify", "go/gate-0001.json").Succeed();

        model.Run("audit", "run", "--gate", thresholds, "--threads", "1", "--out", "go").Succeed();
        Assert.Equal(text, File.ReadAllText(path)); // the second is another file
        Assert.Null(Record("go/gate-0002.json").TryGetProperty("signed_by", out var nobody) ? nobody.GetString() : null);

        // Laid out otherwise it is the same record; with one value changed it is not.
        File.WriteAllText(model.File("go", "same.json"), record.ToJsonString());
        model.Run("audit", "verify", "go/same.json").Succeed();
        File.WriteAllText(model.File("go", "tampered.json"), text.Replace("\"A. Person\"", "\"B. Person\"", StringComparison.Ordinal));
        Assert.Contains("BROKEN record", model.Run("audit", "verify", "go/tampered.json").Should(1).Output, StringComparison.Ordinal);
        Assert.Contains("BROKEN weights", model.Run("audit", "verify", "go/gate-0001.json", "--run", "source").Should(1).Output, StringComparison.Ordinal);
        model.Thresholds("other.yaml", Lenient + "# changed\n");
        Assert.Contains("BROKEN thresholds", model.Run("audit", "verify", "go/gate-0001.json", "--gate", "other.yaml").Should(1).Output, StringComparison.Ordinal);
        model.Run("audit", "verify", "tiny.yaml").BeRefused("tiny.yaml", "is not a gate record");
    }

    [Fact]
    public void Should_notice_weights_that_were_changed_on_disk()
    {
        model.Run("audit", "run", "--gate", model.Thresholds("lenient.yaml", Lenient), "--threads", "1", "--out", "weights").Succeed();
        foreach (string file in Directory.EnumerateFiles(model.File("run"), "*", SearchOption.AllDirectories).Where(file => !file.Contains("audit", StringComparison.Ordinal)).ToList())
        {
            string copy = file.Replace(model.File("run"), model.File("copy"), StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        model.Run("audit", "verify", "weights/gate-0001.json", "--run", "copy").Succeed();
        string weights = Directory.EnumerateFiles(model.File("copy", "checkpoints"), "model.safetensors", SearchOption.AllDirectories).Single();
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("BROKEN weights", model.Run("audit", "verify", "weights/gate-0001.json", "--run", "copy").Should(1).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_no_go_where_a_threshold_is_not_reached_or_cannot_be_judged()
    {
        model.Run("audit", "run", "--gate", model.Thresholds("strict.yaml", "rules: [{metric: dice, minimum_mean: 1}, {metric: dice, at: site9, minimum_mean: 0}]"), "--threads", "1", "--out", "no").Should(1);
        var record = Record("no/gate-0001.json");
        Assert.Equal("no-go", record.GetProperty("verdict").GetString());
        Assert.Equal(["passed", "passed", "passed", "failed", "not judged"], record.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("verdict").GetString()));
        Assert.Contains("no dice at site9 among the scores", Reason(record, "site9"), StringComparison.Ordinal);
        model.Run("audit", "verify", "no/gate-0001.json").Succeed(); // a no-go is a record like any other
    }

    [Fact]
    public void Should_not_go_by_thresholds_that_are_newer_than_the_scores_unless_allowed()
    {
        string late = model.Thresholds("late.yaml", Lenient, late: true);
        Assert.Contains("NOT MET: the thresholds file is older than every score file", model.Run("audit", "run", "--gate", late, "--threads", "1", "--out", "late").Should(1).Output, StringComparison.Ordinal);
        model.Run("audit", "run", "--gate", late, "--allow-late-thresholds", "--threads", "1", "--out", "late").Succeed();
        var allowed = Record("late/gate-0002.json").GetProperty("thresholds");
        Assert.Equal((false, true), (allowed.GetProperty("older_than_scores").GetBoolean(), allowed.GetProperty("late_thresholds_allowed").GetBoolean()));
    }

    [Fact]
    public void Should_take_scores_that_are_there_and_refuse_those_of_other_weights()
    {
        string[] evaluate = ["evaluate", "--data", "data/manifest.csv", "--site", "site2", "--threads", "1"];
        model.Run([.. evaluate, "--run", "run", "--out", "given/run.json"]).Succeed();
        var audit = model.Run("audit", "run", "--scores", "given/run.json", "--out", "given", "--json").Succeed().Json.GetProperty("audit");
        Assert.Equal(model.Dice("run", "site2"), Row(audit, "target", "all", "all").GetProperty("mean").GetDouble(), 12);
        Assert.Contains("no scores of this model at site1", audit.GetProperty("forgetting_unknown").GetString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(model.File("given", "scores"))); // nothing was evaluated

        model.Run("audit", "source", "--scores", "given/run.json", "--out", "given").BeRefused("given/run.json", "other weights");
        model.Run("audit", "run", "--scores", "nowhere.json").BeRefused("nowhere.json", "siteadapt evaluate --run");
        model.Run("audit", "run", "--data", "nowhere.csv").BeRefused("--data", "nowhere.csv");
        File.WriteAllText(model.File("data", "others.csv"), File.ReadAllText(model.File("data", "manifest.csv")).Replace(",site1,", ",elsewhere,", StringComparison.Ordinal));
        model.Run("audit", "source", "--data", "data/others.csv", "--threads", "1", "--out", "given").BeRefused("there are no scores of this run", "site1", "elsewhere", "siteadapt evaluate --run");
        model.Run("audit", "run", "--signed-by", "x").BeRefused("--signed-by", "--gate");
        model.Run("audit", "run", "--gate", "nowhere.yaml").BeRefused("--gate", "nowhere.yaml");
    }

    [Fact]
    public void Should_escape_what_a_manifest_says()
    {
        const string Hostile = "<script>alert(1)</script>";
        string manifest = File.ReadAllText(model.File("data", "manifest.csv"));
        File.WriteAllText(model.File("data", "hostile.csv"), manifest.Replace("simulated spoiled gradient echo 1.5 T", Hostile, StringComparison.Ordinal));
        model.Run("audit", "run", "--data", "data/hostile.csv", "--threads", "1", "--out", "hostile").Succeed();
        string page = File.ReadAllText(model.File("hostile", "card.html"));
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", File.ReadAllText(model.File("hostile", "card.md")).Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
