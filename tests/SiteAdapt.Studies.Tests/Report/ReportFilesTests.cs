using System.Xml;
using System.Xml.Linq;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class ReportFilesTests : IDisposable
{
    readonly MadeUpStudy study = new();

    XElement Page(string folder = "report")
    {
        using var reader = XmlReader.Create(study.File(folder, "index.html"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    static List<string> Headings(XElement page) => [.. page.Descendants("h2").Select(heading => heading.Value)];

    ResultsDocument Write(StudyPlan plan, string folder = "report") => ReportFiles.Write(StudyScores.Read(plan), study.File(folder), "siteadapt study report made-up.yaml");

    [Fact]
    public void Should_write_page_markdown_csv_and_json_of_a_finished_study()
    {
        var plan = study.Score(AsInThePaper.Value);
        MadeUpStudy.FinishTraining(plan);
        var document = Write(plan);
        var page = Page();
        Assert.Equal(["Which method wins, and what does it forget?", "At the target", "What is left at the source", "Does the paper's pattern show?", "Pair by pair", "The published numbers", "Masks", "Learning curves", "Features during training", "Details", "How it was made"], Headings(page));
        Assert.DoesNotContain("Not finished", page.Value, StringComparison.Ordinal);
        Assert.Contains("siteadapt study report made-up.yaml", page.Value, StringComparison.Ordinal);
        Assert.Contains(document.DataFingerprint, page.Value, StringComparison.Ordinal);
        var target = page.Descendants("table").First(table => table.Value.Contains("80.0 ± 1.0", StringComparison.Ordinal));
        Assert.Equal("mmtl80.0 ± 1.082.0 ± 1.0", target.Descendants("tr").Single(row => row.Value.StartsWith("mmtl", StringComparison.Ordinal)).Value);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "89.0 ± 1.0 (−1.0)"); // the source after adapting
        string[] figures = ["pairs-adam-0.svg", "pairs-adam-1.svg", "pairs-adam-2.svg", "target-adam.svg", "gain-adam-0.svg", "gain-adam-1.svg"];
        Assert.Superset(figures.ToHashSet(), Directory.EnumerateFiles(study.File("report", "markdown")).Select(Path.GetFileName).OfType<string>().ToHashSet());

        string markdown = File.ReadAllText(study.File("report", "markdown", "index.md"));
        Assert.Contains("| mmtl | **80.0 ± 1.0** | **82.0 ± 1.0** |", markdown, StringComparison.Ordinal);
        Assert.Contains("| l2sp | 72.0 ± 1.0 | 74.0 ± 1.0 |", markdown, StringComparison.Ordinal);

        string[] csv = File.ReadAllLines(study.File("report", "results.csv"));
        Assert.Equal(1 + (3 * 2 * 5 * 2), csv.Length); // three metrics, two places, five methods, two budgets
        Assert.StartsWith("metric,place,optimizer,norm_statistics,budget,method,is_bound,mean,sd_over_seeds,patients_low,patients_high,sites_low,sites_high", csv[0], StringComparison.Ordinal);
        Assert.Contains(csv, row => row.StartsWith("surface_dice,target,adam,own,1 patient,mmtl,0,0.8", StringComparison.Ordinal) && row.Contains(",best,", StringComparison.Ordinal));
        string[] patients = File.ReadAllLines(study.File("report", "patients.csv"));
        Assert.Equal(1 + (12 * 7), patients.Length); // twelve source patients; three methods with two budgets, and all target data

        var read = ResultsDocument.Read(study.File("report", "results.json"));
        Assert.Equal(document.Tables.Count, read.Tables.Count);
        Assert.Equal(document.Tables[0].Cells[2].Mean, read.Tables[0].Cells[2].Mean);
        Assert.Equal(document.Runs.Count, read.Runs.Count);
        Assert.Equal(plan.Units.Count, read.Units["done"]);
    }

    [Fact]
    public void Should_answer_the_questions_that_the_study_asks_by_paired_differences()
    {
        study.Definition = study.Definition with { Comparisons = [new("Is it the mixing?", "mmtl", "l2sp"), new("And for nothing?", "l2sp", "l2sp")] };
        Write(study.Score(AsInThePaper.Value));
        var rows = Page().Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value))).ToList();
        Assert.Contains(rows, row => row.StartsWith("Is it the mixing?|mmtl − l2sp|+8.0|+8.0 to +8.0|Adam|1 patient|", StringComparison.Ordinal) && row.EndsWith("|6 of 6|18 of 18", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("|l2sp − l2sp|0.0|0.0 to 0.0|Adam|2 patients|", StringComparison.Ordinal) && row.EndsWith("|0 of 6|18 of 18", StringComparison.Ordinal)); // the question stands in the row above
        Assert.Contains(Page().Descendants("figcaption"), caption => caption.Value.Contains("95 % intervals over patients.", StringComparison.Ordinal));
        Assert.Equal("wraps", (string?)Page().Descendants("th").First(cell => cell.Value == "Is it the mixing?").Attribute("class"));
    }

    [Fact]
    public void Should_give_every_table_of_a_section_a_caption_of_its_own()
    {
        Write(study.Score(AsInThePaper.Value), "own");
        Assert.DoesNotContain(Page("own").Descendants("figcaption"), caption => caption.Value.Contains("own statistics", StringComparison.Ordinal));
        study.Definition = study.Definition with { Evaluation = new EvaluationPlan { NormStatistics = [NormSource.Own, NormSource.Source, NormSource.Recalibrated] } };
        Write(study.Score(AsInThePaper.Value), "three");
        foreach (var fold in Page("three").Descendants("details").Where(fold => fold.Element("summary")!.Value == "The same by other metrics"))
        {
            var captions = fold.Descendants("figcaption").Select(caption => caption.Value).ToList();
            Assert.Equal(6, captions.Distinct().Count()); // two metrics, three statistics
            Assert.DoesNotContain(fold.Elements("p"), text => text.Value.StartsWith("Trust neither to hold for other sites: 6 pairs", StringComparison.Ordinal)); // said above, once a section
            foreach (string statistics in new[] { "Adam, own statistics", "Adam, source statistics", "Adam, recalibrated statistics" })
                Assert.Equal(2, captions.Count(caption => caption.Contains(statistics, StringComparison.Ordinal)));
        }
        var trust = Page("three").Descendants("p").Where(text => text.Value.StartsWith("Trust neither to hold for other sites: 6 pairs", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, trust.Count); // at the target and at the source: the tables, and the folded tests
    }

    [Fact]
    public void Should_give_the_same_bytes_again()
    {
        var plan = study.Score(AsInThePaper.Value);
        Write(plan, "a");
        Write(plan, "b");
        foreach (string file in Directory.EnumerateFiles(study.File("a"), "*", SearchOption.AllDirectories))
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(file.Replace(study.File("a"), study.File("b"), StringComparison.Ordinal)));
    }

    [Fact]
    public void Should_report_a_half_done_study_and_say_so_at_the_top()
    {
        var plan = study.Score(AsInThePaper.Value, model => model.Method is "" or "mmtl" && model.Seed < 2);
        var failed = plan.Units.First(unit => unit.Record is AdaptUnit { Method.Name: "l2sp" });
        plan.Materialise(failed).WriteFailure(new UnitFailure("the disk is full", 1, "here"));
        var document = Write(plan);
        var page = Page();
        Assert.Equal("Not finished.", page.Descendants("aside").First().Element("strong")!.Value);
        Assert.Contains("1 unit failed", page.Descendants("aside").First().Value, StringComparison.Ordinal);
        Assert.Contains("the disk is full", page.Descendants("details").First().Value, StringComparison.Ordinal);
        Assert.Contains(page.Descendants("td"), cell => cell.Value == "79.5 ± 0.7 (12 of 18)"); // seeds 0 and 1: 0.79 and 0.80
        Assert.Contains(page.Descendants("tr"), row => row.Value == "l2sp––");
        Assert.Contains("the disk is full", Assert.Single(document.Failed).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_no_winner_until_methods_have_the_same_runs()
    {
        const string Winners = "Which method wins, and what does it forget?";
        // mmtl has two seeds of three, l2sp and fine-tune-all one.
        var document = Write(study.Score(AsInThePaper.Value, model => model.Method is "" || model.Seed == 0 || (model.Method == "mmtl" && model.Seed == 1)), "uneven");
        Assert.DoesNotContain(Winners, Headings(Page("uneven")));
        var target = document.Tables.First(table => table.Place == ScorePlace.Target);
        Assert.Equal("mmtl", target.Columns[0].Best); // over the common runs
        Assert.Null(Standing.Best(target, target.Columns[0]));
        Assert.Equal(" (12 of 18)", Standing.Part(target["mmtl", "1 patient"]!));

        Write(study.Score(AsInThePaper.Value, model => model.Seed < 2), "even");
        Assert.Contains(Winners, Headings(Page("even")));
        Assert.Contains(Page("even").Descendants("td"), cell => cell.Value == "79.5 (12 of 18)");
    }

    [Fact]
    public void Should_leave_a_gain_out_that_is_over_other_runs_than_the_score()
    {
        // The source models, which are "none", are scored with seed 0 only.
        var document = Write(study.Score(AsInThePaper.Value, model => model.Method == "mmtl" || model.Seed == 0));
        var cell = document.Tables.First(table => table.Place == ScorePlace.Target)["mmtl", "1 patient"]!;
        Assert.Equal((0.3, 0.5 - 0.01), (Math.Round(cell.Change!.Mean, 12), Math.Round(cell.Change.From, 12)));
        Assert.Null(Standing.Change(cell, isComplete: false));
        Assert.Equal(0.3, Standing.Change(cell with { Mean = 0.79 }, isComplete: false)!.Value, 12);
    }

    [Fact]
    public void Should_say_what_its_names_stand_for_and_what_trained_the_models()
    {
        study.Definition = study.Definition with
        {
            Text = "methods: [none]  # as written",
            Methods = [new("none"), new("keen", "mmtl", ["target-stream=last2"], SourceBudget: new Budget(1))],
            Split = new SplitRecord(Counts: "2/2/3"),
        };
        var plan = study.Score(AsInThePaper.Value);
        MadeUpStudy.FinishTraining(plan);
        var models = plan.Units.Where(unit => unit.Kind is UnitKind.Pretrain or UnitKind.Adapt).ToList();
        foreach (var (unit, i) in models.Select((unit, i) => (unit, i)))
        {
            Directory.CreateDirectory(plan.FolderOf(unit).Run);
            File.WriteAllText(Path.Combine(plan.FolderOf(unit).Run, "run.json"), $$"""{"versions": {"siteadapt": "{{(i == 0 ? "0.1" : "0.2")}}"} }""");
        }
        HtmlPage.Write(study.File("origin", "index.html"), new Page("made-up", "", [.. ReportOrigin.Of(ReportContent.Of(plan), "again")]));
        string page = Page("origin").Value;
        Assert.Contains("# as written", page, StringComparison.Ordinal);
        Assert.Contains(Page("origin").Descendants("tr"), row => row.Value == "keenmmtltarget-stream=last2Adam1 patient");
        Assert.Contains("2/2/3 patients of each site", page, StringComparison.Ordinal);
        Assert.Contains($"siteadapt 0.2 ({models.Count - 1} models); siteadapt 0.1 (1 model)", page, StringComparison.Ordinal);
        Assert.Contains("Several versions.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_have_another_fingerprint_with_other_scans()
    {
        var plan = study.Plan();
        var prepare = plan.Units.First(unit => unit.Kind == UnitKind.Prepare);
        string Fingerprint(string content)
        {
            File.WriteAllText(plan.Materialise(prepare).Prepared, content);
            plan.FolderOf(prepare).WriteDone(new UnitDone(1, 1, "here"));
            return ReportOrigin.Fingerprint(plan);
        }
        string[] three = [ReportOrigin.Fingerprint(plan), Fingerprint("a scan"), Fingerprint("another")];
        Assert.Equal(3, three.Distinct().Count());
        Assert.Equal(three[1], Fingerprint("a scan"));
    }

    [Fact]
    public void Should_say_that_data_are_simulated_where_the_manifest_does()
    {
        Write(study.Plan());
        Assert.DoesNotContain("Simulated data", Page().Value, StringComparison.Ordinal);
        string manifest = study.Definition.Manifest!;
        File.WriteAllLines(manifest, File.ReadAllLines(manifest).Select((line, i) => $"{line},{(i == 0 ? "scanner" : "simulated spoiled gradient echo 1.5 T")}"));
        Write(study.Plan());
        Assert.Contains("Simulated data", Page().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_report_a_study_that_has_nothing_yet()
    {
        Write(study.Plan());
        Assert.Equal("Not finished.", Page().Descendants("aside").First().Element("strong")!.Value);
        Assert.Contains("nothing is evaluated yet", Page().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_name_values_that_are_not_finite()
    {
        Write(study.Score((model, site, patient) => model.Method == "mmtl" && model.Target == "B" && site == "B" && patient == 2 ? double.NaN : AsInThePaper.Value(model, site, patient)));
        Assert.Contains("mmtl with 1 patient 66 of 72 (6 not finite)", Page().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_report_a_study_of_findings()
    {
        using var findings = new MadeUpStudy(classification: true);
        findings.Definition = findings.Definition with { Methods = [new("fine-tune-all"), new("mmtl")], Pairs = PairRule.Listed, ListedPairs = [new(["A"], "B"), new(["B"], "A")], Evaluation = new EvaluationPlan(Source: false) };
        var document = ReportFiles.Write(StudyScores.Read(findings.Score(AsInThePaper.Value)), findings.File("report"), "again");
        var cell = document.Tables.Single()["mmtl", "2 images"]!;
        Assert.Equal((0.82, 6, 0), (Math.Round(cell.Mean!.Value, 12), cell.Runs.Used, cell.Patients.Expected));
        Assert.Null(cell.OverPatients);
        string page = File.ReadAllText(findings.File("report", "index.html"));
        Assert.Contains("Mean AUC (%)", page, StringComparison.Ordinal);
        Assert.Contains("A to B, Adam", page, StringComparison.Ordinal); // a table a direction, as the paper's Table 5
    }

    [Fact]
    public void Should_refuse_a_file_that_is_not_its_own()
    {
        File.WriteAllText(study.File("x.json"), "[1]");
        Assert.Contains("not the results of a study", Assert.Throws<Imaging.InputException>(() => ResultsDocument.Read(study.File("x.json"))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => study.Dispose();
}
