using System.Xml;
using System.Xml.Linq;
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

    ResultsDocument Write(StudyPlan plan, string folder = "report") => ReportFiles.Write(plan, study.File(folder), "siteadapt study report made-up.yaml");

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
        var document = ReportFiles.Write(findings.Score(AsInThePaper.Value), findings.File("report"), "again");
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
