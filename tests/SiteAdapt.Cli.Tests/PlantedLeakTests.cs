namespace SiteAdapt.Cli.Tests;

/// <summary>Faults of each kind, through the verbs: each is refused by name before anything is trained or scored, and the clean sites are not.</summary>
public sealed class PlantedLeakTests(LeakySites sites) : IClassFixture<LeakySites>
{
    static readonly string[] Copy = ["'copy' (subject 'somebody')"], Session = ["give them one subject", "rename one"];

    Outcome Pretrain(string manifest, string site, params string[] more) =>
        sites.Run(["pretrain", "--task", "tiny.yaml", "--data", manifest, "--source", site, "--out", "refused", .. LeakySites.Training, .. more]);

    static string[] Adapt(string manifest, string run = "refused", int patients = 2, params string[] more) =>
        ["adapt", "--method", "mmtl", "--from", "source", "--data", manifest, "--target", "site2", "--patients", $"{patients}", "--out", run, .. LeakySites.Training, .. more];

    static string[] Evaluate(string run, string manifest, string site, string statistics) =>
        ["evaluate", "--run", run, "--data", manifest, "--site", site, "--norm-statistics", statistics, "--threads", "1"];

    void Refused(Outcome outcome, params string[] words)
    {
        outcome.BeRefused(words);
        Assert.False(Directory.Exists(sites.File("refused")), "something was written before the refusal");
    }

    /// <summary>A test case's image as a training case of a site, under another name and in another file.</summary>
    string CopyOf(string test, string site) => sites.Manifest($"copy-{test}-{site}", row => row, $"copy,somebody,{site},{sites.Compressed(test, $"copy-{test}-{site}")},{sites.Label(test)},train");

    static string Renamed(string row, string subject, string other) => row.Replace($",{subject},", $",{other},", StringComparison.Ordinal);

    [Fact]
    public void Should_pass_clean_sites()
    {
        sites.Pretraining.Succeed();
        sites.Run(Adapt(sites.Clean, "clean")).Succeed();
        sites.Run(Evaluate("clean", sites.Clean, "site2", "recalibrated")).Succeed();
        Assert.DoesNotContain("sessions-as-subjects", sites.Run("data", "check", sites.Clean).Succeed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_split_list_with_a_subject_in_two_sets()
    {
        File.WriteAllText(sites.File("split.csv"), "site,subset,order,subject_id\nsite1,train,0,head0001\nsite1,train,1,head0002\nsite1,test,0,head0002\n");
        string manifest = sites.Manifest("no-split", row => row);
        Refused(Pretrain(manifest, "site1", "--split-list", "split.csv"), "split.csv", "subject 'head0002'", "train", "test");
    }

    [Fact]
    public void Should_refuse_the_same_pixels_under_two_names()
    {
        Refused(Pretrain(CopyOf("site1_head0004", "site1"), "site1"), [.. Copy, "'site1_head0004' (subject 'head0004')"]);
        Refused(sites.Run(Adapt(CopyOf("site2_head0008", "site2"), patients: 3)), [.. Copy, "'site2_head0008' (subject 'head0008')"]);
        Refused(sites.Run("advise", "--data", CopyOf("site2_head0008", "site2"), "--source", "source", "--target", "site2", "--out", "refused"), [.. Copy, "'site2_head0008' (subject 'head0008')"]);
    }

    [Fact]
    public void Should_refuse_a_second_session_under_another_id()
    {
        Refused(Pretrain(sites.Manifest("session1", row => Renamed(row, "head0004", "head0001_ses-02")), "site1"), [.. Session, "'head0001' and 'head0001_ses-02'"]);
        Refused(Pretrain(sites.Manifest("case", row => Renamed(row, "head0004", "HEAD0001")), "site1"), [.. Session, "'head0001' and 'HEAD0001'"]);
        string manifest = sites.Manifest("session2", row => Renamed(row, "head0008", "head0005_ses-02"));
        Refused(sites.Run(Adapt(manifest)), [.. Session, "'head0005' and 'head0005_ses-02'"]);
        Assert.Contains("'head0005', 'head0005_ses-02'", sites.Run("data", "check", manifest).Succeed().Output, StringComparison.Ordinal);
        Refused(sites.Run(Evaluate("source", sites.Manifest("session3", row => Renamed(row, "head0008", "head0001_ses-02")), "site2", "own")), "'head0001_ses-02' looks like 'head0001'", "case 'site1_head0001'");
    }

    [Fact]
    public void Should_refuse_a_target_test_case_among_the_source_data_that_are_mixed_in()
    {
        string source = CopyOf("site2_head0008", "site1"), target = sites.Manifest("target", row => row.Contains(",site2,", StringComparison.Ordinal) ? row : null);
        Refused(sites.Run(Adapt(target, more: ["--source-data", source])), [.. Copy, "'site2_head0008' (subject 'head0008')"]);
    }

    [Fact]
    public void Should_refuse_to_recalibrate_on_an_image_that_is_scored()
    {
        string[] third = [$"p,one,site3,{sites.Compressed("site2_head0005", "p")},,train", $"q,two,site3,{sites.Compressed("site2_head0005", "q")},{sites.Label("site2_head0005")},test"];
        string manifest = sites.Manifest("third", row => row, third);
        sites.Run(Evaluate("source", manifest, "site3", "own")).Succeed();
        Refused(sites.Run(Evaluate("source", manifest, "site3", "recalibrated")), "'p' (subject 'one') = 'q' (subject 'two')");
    }

    [Fact]
    public void Should_refuse_in_a_unit_of_a_study()
    {
        File.WriteAllText(sites.File("study.yaml"), $$"""
            data: {{CopyOf("site1_head0003", "site1")}}
            task: tiny.yaml
            results: results
            pairs: [[site1, site2]]
            methods: [mmtl]
            budgets: [1]
            training: {epochs: 1, steps_per_epoch: 2, batch: 2}
            """);
        Assert.NotEqual(0, sites.Run("study", "run", "study.yaml").Code);
        string reason = File.ReadAllText(Assert.Single(Directory.GetFiles(sites.File("results", "units", "pretrain"), "failed.json", SearchOption.AllDirectories)));
        foreach (string word in (string[])["'copy' (subject", "'site1_head0003' (subject"]) Assert.Contains(word, reason.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(sites.File("results"), "run.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void Should_not_propose_a_test_case_under_another_name()
    {
        string image = sites.Compressed("site2_head0008", "blank");
        string manifest = sites.Manifest("next", row => row, $"copy,somebody,site2,{image},,train", $"session,head0008_ses-02,site2,{sites.Compressed("site2_head0006", "session")},,train");
        Refused(sites.Run("data", "next", manifest, "--run", "source", "--target", "site2", "--threads", "1"),
            "case 'copy' (subject 'somebody'): shows the image of case 'site2_head0008'", "case 'session' (subject 'head0008_ses-02'): its subject 'head0008_ses-02' looks like 'head0008'");
    }
}
