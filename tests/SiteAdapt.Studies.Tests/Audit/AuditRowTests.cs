using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class AuditRowTests
{
    static AuditSite Site(string name, IReadOnlyList<ScoredCase> cases, IReadOnlyList<CaseFacts> facts) => new(name, AuditPlace.Target,
        new AuditScores("file", "", default, false, "", new ScoresFile(name, "test", EvaluationGrid.Prepared, NormSource.Own, "dice", null, cases)), facts);

    static ScoredCase Scored(string id, string subject, double dice, double hd95 = 1, string structure = "brain") => new(id, subject, structure, new Dictionary<string, double> { ["dice"] = dice, ["hd95"] = hd95 });

    static AuditRow Row(IReadOnlyList<AuditRow> rows, string dimension, string group, string metric = "dice") => rows.Single(row => (row.Dimension, row.Group, row.Metric) == (dimension, group, metric));

    /// <summary>Six patients, dice 0.1 to 0.6: three women below 40, two men above 60, and one of whom nothing is known. The second has two scans.</summary>
    static AuditSite Six() => Site("b",
        [Scored("1", "p1", .1), Scored("2", "p2", .1), Scored("2x", "p2", .3), Scored("3", "p3", .3), Scored("4", "p4", .4), Scored("5", "p5", .5), Scored("6", "p6", .6)],
        [new("1", "p1", "F", 20), new("2", "p2", "F", 39.9), new("2x", "p2", "F", 39.9), new("3", "p3", "F", 30), new("4", "p4", "M", 60), new("5", "p5", "M", 79), new("6", "p6")]);

    [Fact]
    public void Should_give_every_patient_one_value_and_every_subgroup_a_row()
    {
        var rows = AuditRow.Of(AuditPlace.Target, [Six()], ["dice"]);
        Assert.Equal(.35, Row(rows, "all", "all").Mean!.Value, 12);
        Assert.Equal((6, 7), (Row(rows, "all", "all").Patients.Used, Row(rows, "all", "all").Cases));
        Assert.Equal(.2, Row(rows, "sex", "F").Mean!.Value, 12);
        Assert.Equal(.45, Row(rows, "sex", "M").Mean!.Value, 12);
        Assert.Equal(.6, Row(rows, "sex", "not known").Mean!.Value, 12);
        Assert.Equal(["18 to 39", "60 to 79", "not known"], rows.Where(row => row.Dimension == "age").Select(row => row.Group));
        Assert.DoesNotContain(rows, row => row.Dimension == "scanner"); // nothing is known of it
    }

    [Fact]
    public void Should_bracket_a_mean_by_its_patients_and_give_one_patient_no_interval()
    {
        var rows = AuditRow.Of(AuditPlace.Target, [Six()], ["dice"]);
        var all = Row(rows, "all", "all");
        Assert.InRange(all.Low!.Value, .1, .34);
        Assert.InRange(all.High!.Value, .36, .6);
        Assert.Equal(PatientBootstrap.Mean(ScoreSet.OfCases(new[] { .1, .2, .3, .4, .5, .6 }.Select((value, i) => new CaseValue("", "", 0, "b", $"p{i + 1}", value))))!.Low, all.Low!.Value, 12);
        Assert.Null(Row(rows, "sex", "not known").Low);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Should_give_no_interval_below_five_patients_and_say_why(int patients)
    {
        var site = Site("b", [.. Enumerable.Range(1, patients).Select(i => Scored($"{i}", $"p{i}", i / 10.0))], [.. Enumerable.Range(1, patients).Select(i => new CaseFacts($"{i}", $"p{i}"))]);
        var row = Row(AuditRow.Of(AuditPlace.Target, [site], ["dice"]), "all", "all");
        var metric = new MetricText("dice");
        string interval = AuditRow.Interval(row.Low, row.High, row.Patients, metric.Value), text = AuditPage.Text(row, metric);
        Assert.Equal(patients < AuditRow.FewestPatients, row.Low is null);
        if (patients < AuditRow.FewestPatients) Assert.Equal(("too few", true), (interval, text.EndsWith("too few for an interval", StringComparison.Ordinal)));
        else Assert.Equal((true, true), (interval.Contains(" to ", StringComparison.Ordinal), text.Contains("(95 % interval ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Should_count_what_is_missing_or_not_finite_and_leave_it_out_of_the_mean()
    {
        var site = Site("b", [Scored("1", "p1", .5, hd95: 4), Scored("2", "p2", .7, hd95: double.NaN), Scored("3x", "p3", .9)],
            [new("1", "p1"), new("2", "p2"), new("3", "p3"), new("3x", "p3")]);
        var rows = AuditRow.Of(AuditPlace.Target, [site], ["dice", "hd95"]);
        Assert.Equal(new ValueCounts(3, 2, 1, 0), Row(rows, "all", "all").Patients); // one scan of p3 was not scored
        Assert.Equal(.6, Row(rows, "all", "all").Mean!.Value, 12);
        Assert.Equal(new ValueCounts(3, 1, 1, 1), Row(rows, "all", "all", "hd95").Patients);
        Assert.Equal(4, Row(rows, "all", "all", "hd95").Mean);
    }

    [Fact]
    public void Should_count_two_empty_masks_as_perfect_and_part_structures()
    {
        var site = Site("b", [Scored("1", "p1", double.NaN, structure: "left"), Scored("1", "p1", .5, structure: "right")], [new("1", "p1")]);
        var rows = AuditRow.Of(AuditPlace.Target, [site], ["dice"]);
        Assert.Equal(.75, Row(rows, "all", "all").Mean);
        Assert.Equal(1, Row(rows, "structure", "left").Mean);
        Assert.Equal(.5, Row(rows, "structure", "right").Mean);
    }

    static AuditSite Images(string name, IReadOnlyList<string> findings, params (string Id, string Subject, float[] Probabilities, float[] Labels)[] images)
    {
        List<ImagePrediction> predictions = [.. images.Select(image => new ImagePrediction(image.Id, image.Subject, name, image.Probabilities, image.Labels))];
        var scores = new ScoresFile(name, "test", EvaluationGrid.Prepared, NormSource.Own, "auc", null, [], new ScoredFindings(findings, [], null, [], predictions));
        return new AuditSite(name, AuditPlace.Target, new AuditScores("file", "", default, false, "", scores), [.. images.Select(image => new CaseFacts(image.Id, image.Subject, image.Subject[0] == 'f' ? "F" : "M"))]);
    }

    [Fact]
    public void Should_score_findings_and_subgroups_of_images_by_patient()
    {
        var site = Images("a", ["x", "y"],
            ("1", "f1", [.9f, .2f], [1, 0]), ("2", "f1", [.8f, .3f], [1, 0]), ("3", "f2", [.1f, .4f], [0, 0]), ("4", "m1", [.2f, .5f], [1, 0]), ("5", "m2", [.3f, .6f], [0, 0]), ("6", "m3", [.05f, .1f], [0, 0]));
        var rows = AuditRow.Of(AuditPlace.Target, [site], ["auc"]);
        var all = Row(rows, "all", "all", "auc");
        Assert.Equal((5, 6), (all.Patients.Used, all.Cases));
        Assert.Equal(8.0 / 9, all.Mean!.Value, 12); // of the nine pairs of x one is the wrong way round; y has a single class
        Assert.Equal(["y"], all.SingleClass);
        Assert.Equal(1, Row(rows, "sex", "F", "auc").Mean);
        Assert.Equal(.5, Row(rows, "sex", "M", "auc").Mean);
        Assert.Null(Row(rows, "sex", "M", "auc").Low);
        Assert.Null(Row(rows, "finding", "y", "auc").Mean);
        Assert.Equal(AucBootstrap.Run(["x", "y"], site.Scores.Scores.Findings!.Images, 0).Mean!.Low, all.Low!.Value, 12);
    }

    [Fact]
    public void Should_pool_sites_with_other_findings_where_each_has_labels()
    {
        var first = Images("a", ["x"], ("1", "f1", [.9f], [1]), ("2", "f2", [.1f], [0]));
        var second = Images("c", ["y", "x"], ("3", "m1", [.7f, .5f], [1, 0]), ("4", "m2", [.8f, .6f], [0, 1]));
        var rows = AuditRow.Of(AuditPlace.Target, [first, second], ["auc"]);
        Assert.Equal(1, Row(rows, "finding", "x", "auc").Mean); // .9 and .6 above .1 and .5
        Assert.Equal(0, Row(rows, "finding", "y", "auc").Mean);
        Assert.Equal(1, Row(rows, "site", "a", "auc").Mean);
        Assert.Equal((4, 2), (Row(rows, "finding", "x", "auc").Patients.Expected, Row(rows, "finding", "y", "auc").Patients.Expected)); // site "a" does not label y
    }

    [Fact]
    public void Should_tell_what_each_source_patient_lost()
    {
        IReadOnlyList<CaseFacts> facts = [new("1", "p1"), new("2", "p2"), new("3", "p3")];
        var after = Site("a", [Scored("1", "p1", .5), Scored("2", "p2", .9), Scored("3", "p3", .4)], facts);
        var before = Site("a", [Scored("1", "p1", .8), Scored("2", "p2", .8)], facts);
        var lost = AuditForgetting.Of([after], [before], ["dice"]).Single();
        Assert.Equal((-.1, 2, 3), (Math.Round(lost.Change!.Value, 12), lost.Values.Used, lost.Values.Expected));
        Assert.Equal([-.3, .1], lost.Patients.Where(patient => patient.Change is not null).Select(patient => Math.Round(patient.Change!.Value, 12)));
        Assert.Null(lost.Low); // of two patients

        AuditSite Of(double dice) => Site("a", [.. Enumerable.Range(0, AuditRow.FewestPatients).Select(i => Scored($"{i}", $"p{i}", dice + (i / 10.0)))], [.. Enumerable.Range(0, AuditRow.FewestPatients).Select(i => new CaseFacts($"{i}", $"p{i}"))]);
        lost = AuditForgetting.Of([Of(.1)], [Of(.3)], ["dice"]).Single();
        Assert.Equal((-.2, -.2), (Math.Round(lost.Low!.Value, 12), Math.Round(lost.High!.Value, 12))); // every patient lost as much
    }

    [Fact]
    public void Should_give_the_change_of_an_auc_an_interval_over_the_same_resamples()
    {
        (string, string, float[], float[])[] images = [.. Enumerable.Range(0, 12).Select(i => ($"{i}", $"p{i}", new[] { i / 12f }, new float[] { i % 3 == 0 ? 1 : 0 }))];
        var same = AuditForgetting.Of([Images("a", ["x"], images)], [Images("a", ["x"], images)], ["auc"]).Single();
        Assert.Equal((0, 0, 0), (same.Change, same.Low, same.High)); // unpaired resamples would spread
        var worse = AuditForgetting.Of([Images("a", ["x"], [.. images.Select(image => (image.Item1, image.Item2, new[] { 1 - image.Item3[0] }, image.Item4))])], [Images("a", ["x"], images)], ["auc"]).Single();
        Assert.Equal(worse.After - worse.Before, worse.Change);
        Assert.InRange(worse.Change!.Value, worse.Low!.Value, worse.High!.Value);
    }
}
