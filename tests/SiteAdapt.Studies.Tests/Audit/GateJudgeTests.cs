using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Thresholds against made-up scores of a real run: a pre-training on site "a".</summary>
public sealed class GateJudgeTests : IDisposable
{
    static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Checks that do not depend on the thresholds come first.</summary>
    const int Always = 3;

    readonly TinySites sites = new();
    readonly AuditedRun run;

    public GateJudgeTests() => run = AuditedRun.Open(sites.Pretrain("run"));

    public void Dispose() => sites.Dispose();

    /// <summary>Eight patients of site "a", six men with dice 0.9 and two women with 0.1; hd95 of the first as given.</summary>
    Audit Audit(double firstHd95 = 5, string subject = "s", NormSource norm = NormSource.Own) => Studies.Audit.Of(run, new AuditMaterial(
    [
        new AuditScores("a.json", "", Noon, false, run.Checkpoint.WeightsHash, new ScoresFile("a", "test", EvaluationGrid.Prepared, norm, "surface_dice", 1,
            [.. Enumerable.Range(0, 8).Select(i => new ScoredCase($"{i}", $"{subject}{i}", "blob", new Dictionary<string, double> { ["surface_dice"] = Dice(i), ["dice"] = Dice(i), ["hd95"] = i == 0 ? firstHd95 : 5 }))])
        {
            About = [.. Enumerable.Range(0, 8).Select(i => new CaseFacts($"{i}", $"{subject}{i}", i < 6 ? "M" : "F"))],
        }),
    ], []));

    static double Dice(int i) => i < 6 ? .9 : .1;

    static IReadOnlyList<GateCheck> Judge(Audit audit, string rule, int minutesBefore = 1, bool allowLate = false) =>
        GateJudge.Judge(audit, new Thresholds("t.yaml", "", "", Noon.AddMinutes(-minutesBefore), Thresholds.Parse($"rules: [{{{rule}}}]", "t.yaml")), allowLate);

    [Fact]
    public void Should_not_let_pass_what_was_scored_with_other_statistics_than_it_predicts_with()
    {
        GateCheck Check(NormSource norm) => Judge(Audit(norm: norm), "metric: dice, minimum_mean: 0.1").Single(check => check.Rule.Contains("as it predicts", StringComparison.Ordinal));
        Assert.True(Check(NormSource.Own).Passed);
        Assert.False(Check(NormSource.Recalibrated).Passed);
        Assert.Contains("a with recalibrated", Check(NormSource.Recalibrated).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metric: dice, minimum_mean: 0.7", true)] // 6 x 0.9 and 2 x 0.1: 0.7
    [InlineData("metric: dice, minimum_mean: 0.71", false)]
    [InlineData("metric: dice, at: a, minimum_mean: 0.7", true)]
    [InlineData("metric: dice, structure: blob, minimum_mean: 0.71", false)]
    [InlineData("metric: dice, structure: liver, minimum_mean: 0.1", null)]
    [InlineData("metric: dice, at: nowhere, minimum_mean: 0.1", null)]
    [InlineData("metric: dice, at: source, minimum_mean: 0.1", null)]
    [InlineData("metric: auc, minimum_mean: 0.1", null)]
    [InlineData("metric: dice, minimum_lower_bound: 0.69", false)]
    [InlineData("metric: dice, minimum_lower_bound: 0.1", true)]
    [InlineData("metric: hd95, maximum_mean: 5", true)]
    [InlineData("metric: hd95, maximum_mean: 4.9", false)]
    [InlineData("metric: hd95, maximum_upper_bound: 5", true)]
    [InlineData("metric: dice, minimum_patients: 8", true)]
    [InlineData("metric: dice, minimum_patients: 9", false)]
    [InlineData("metric: dice, at: source, minimum_patients: 1", null)]
    [InlineData("metric: dice, minimum_worst_subgroup: 0.8, subgroups: [sex]", true)] // two women are too few to judge, and named
    [InlineData("metric: dice, minimum_worst_subgroup: 0.95, subgroups: [sex]", false)]
    [InlineData("metric: dice, minimum_worst_subgroup: 0.1, subgroups: [age]", null)]
    [InlineData("metric: dice, maximum_forgetting: 1", null)] // it was not adapted
    public void Should_judge(string rule, bool? passed)
    {
        var checks = Judge(Audit(), rule);
        Assert.All(checks.Take(Always), check => Assert.True(check.Passed));
        Assert.Equal(passed, Assert.Single(checks.Skip(Always)).Passed);
        Assert.Equal(passed == true, DecisionRecord.IsGo(checks));
    }

    [Fact]
    public void Should_name_the_subgroup_that_is_too_small_to_judge() =>
        Assert.Contains("worst is M: 0.9 over 6 patients; too small to judge: F (2)", Judge(Audit(), "metric: dice, minimum_worst_subgroup: 0.8, subgroups: [sex]")[Always].Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Should_not_judge_a_mean_that_leaves_a_patient_out(double hd95)
    {
        var check = Judge(Audit(hd95), "metric: hd95, maximum_mean: 100")[Always];
        Assert.Null(check.Passed);
        Assert.Contains("7 of 8 (1 not finite)", check.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_no_go_by_thresholds_that_are_not_older_than_the_scores()
    {
        const string Rule = "metric: dice, minimum_mean: 0.1";
        Assert.True(DecisionRecord.IsGo(Judge(Audit(), Rule, minutesBefore: 1)));
        Assert.False(DecisionRecord.IsGo(Judge(Audit(), Rule, minutesBefore: 0)));
        var late = Judge(Audit(), Rule, minutesBefore: -1);
        Assert.False(late[0].Passed);
        Assert.Contains("2026-01-01 12:01:00Z", late[0].Reason, StringComparison.Ordinal);
        var allowed = Judge(Audit(), Rule, minutesBefore: -1, allowLate: true);
        Assert.True(DecisionRecord.IsGo(allowed));
        Assert.Contains("--allow-late-thresholds", allowed[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_be_no_go_where_a_scored_subject_was_trained_on()
    {
        string seen = run.Record.Data.Cases[0].Subject;
        var audit = Audit(subject: seen[..^1]); // the tiny sites number their subjects from 0
        Assert.Contains(seen, audit.TrainedOn);
        Assert.False(Judge(audit, "metric: dice, minimum_mean: 0.1")[1].Passed);
        Assert.Contains(audit.Limits, limit => limit.Rule == "trained-on-test");
    }

    [Fact]
    public void Should_find_the_limits_in_the_facts()
    {
        var rules = Audit(double.NaN).Limits.Select(limit => limit.Rule).ToList();
        foreach (string rule in new[] { "few-training-subjects", "loss", "one-run", "few-patients", "not-known", "small-subgroup", "values-left-out", "site-not-scored" }) Assert.Contains(rule, rules);
        foreach (string rule in new[] { "simulated", "forgetting-unknown", "trained-on-test", "manifest-changed", "unlabelled" }) Assert.DoesNotContain(rule, rules);
    }

    /// <summary>Simulated scans under a manifest that was written by an import: their note is all that tells.</summary>
    [Fact]
    public void Should_know_simulated_scans_by_the_note_beside_the_manifest()
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(run.Record.Data.Manifest)!, "README.txt"), "These head scans are simulated.\nNever report results on them as clinical.\n");
        Assert.Contains(Audit().Limits, limit => limit.Rule == "simulated");
    }
}
