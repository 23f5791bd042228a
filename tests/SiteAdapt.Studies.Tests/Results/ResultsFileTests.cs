using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SiteAdapt.Imaging;
using static SiteAdapt.Studies.Tests.MadeUpRows;

namespace SiteAdapt.Studies.Tests;

public sealed class ResultsFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_write_exactly_the_keys_of_the_schema()
    {
        ResultsFile.WriteJson(folder.File("results.json"), [Row("mmtl", 0.8125, 0.875)]);

        Assert.Equal(
            """
            [
              {
                "method": "mmtl",
                "source": "A",
                "target": "B",
                "patients": 1,
                "slices": 90,
                "seed": 0,
                "target_surface_dice": 0.8125,
                "target_dice": 0.8625,
                "source_surface_dice_before": 0.9,
                "source_surface_dice_after": 0.875,
                "tolerance_mm": 1,
                "optimizer": "adam"
              }
            ]

            """.ReplaceLineEndings("\n"), File.ReadAllText(folder.File("results.json")));
    }

    [Fact]
    public void Should_write_the_same_names_as_csv_columns_and_quote_what_needs_it()
    {
        ResultsFile.WriteCsv(folder.File("results.csv"), [Row("mmtl", 0.8125, 0.875, from: "Site, \"north\"")]);

        Assert.Equal(
            "method,source,target,patients,slices,seed,target_surface_dice,target_dice,source_surface_dice_before,source_surface_dice_after,tolerance_mm,optimizer\n" +
            "mmtl,\"Site, \"\"north\"\"\",B,1,90,0,0.8125,0.8625,0.9,0.875,1,adam\n", File.ReadAllText(folder.File("results.csv")));
    }

    [Fact]
    public void Should_write_points_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        try
        {
            CultureInfo.CurrentCulture = comma;
            ResultsFile.WriteCsv(folder.File("results.csv"), [Row("mmtl", 0.8125, 0.875)]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Contains("0.8125", File.ReadAllText(folder.File("results.csv")), StringComparison.Ordinal);
    }

    [Property(MaxTest = 30)]
    public Property Should_write_the_same_bytes_in_whatever_order_rows_come() =>
        Prop.ForAll(Gen.Shuffle(AsInThePaper().ToArray()).ToArbitrary(), shuffled =>
        {
            ResultsFile.WriteJson(folder.File("a.json"), AsInThePaper());
            ResultsFile.WriteJson(folder.File("b.json"), shuffled);
            ResultsFile.WriteCsv(folder.File("a.csv"), AsInThePaper());
            ResultsFile.WriteCsv(folder.File("b.csv"), shuffled);
            return File.ReadAllBytes(folder.File("a.json")).SequenceEqual(File.ReadAllBytes(folder.File("b.json")))
                && File.ReadAllBytes(folder.File("a.csv")).SequenceEqual(File.ReadAllBytes(folder.File("b.csv")));
        });

    [Fact]
    public void Should_read_back_what_it_wrote()
    {
        var rows = AsInThePaper();
        rows.Add(Row("méthode <b>\"x\"</b>", 1.0 / 3, 0.1 + 0.2, from: "=1+1"));
        ResultsFile.WriteJson(folder.File("results.json"), rows);
        Assert.Equal(ResultsFile.Sort(rows), ResultsFile.ReadJson(folder.File("results.json")));
    }

    [Fact]
    public void Should_order_bounds_outside_and_the_paper_methods_last()
    {
        List<ResultRow> rows = [All(0.9) with { Patients = 1, Slices = 90 }, Row("spottune", 0.7, 0.5), Row("mmtl", 0.8, 0.9), Row("fine-tune-all", 0.7, 0.5), None(0.5)];
        Assert.Equal(["none", "fine-tune-all", "mmtl", "spottune", "all-target-data"], ResultsFile.Sort(rows).Select(row => row.Method));
    }

    [Theory]
    [InlineData("{}", "not a list of result rows")]
    [InlineData("null", "holds null")]
    [InlineData("[null]", "row 1 is null")]
    [InlineData("[{\"method\":\"mmtl\"}]", "source")]
    [InlineData("[", "not a list of result rows")]
    public void Should_refuse_a_file_that_is_no_list_of_rows(string text, string expected)
    {
        File.WriteAllText(folder.File("results.json"), text);
        var fault = Assert.Throws<InputException>(() => ResultsFile.ReadJson(folder.File("results.json")));
        Assert.Contains(folder.File("results.json"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_say_so_when_there_is_no_such_file()
    {
        var fault = Assert.Throws<InputException>(() => ResultsFile.ReadJson(folder.File("nowhere.json")));
        Assert.Contains("nowhere.json", fault.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "\"target_surface_dice\": 0.8125", "\"target_surface_dice\": 81.25" },
        { "\"target_dice\": 0.8625", "\"target_dice\": -0.1" },
        { "\"source_surface_dice_after\": 0.875", "\"source_surface_dice_after\": null" },
        { "\"patients\": 1", "\"patients\": -1" },
        { "\"slices\": 90", "\"slices\": -90" },
        { "\"tolerance_mm\": 1", "\"tolerance_mm\": 0" },
        { "\"method\": \"mmtl\"", "\"method\": \" \"" },
        { "\"source\": \"A\"", "\"source\": null" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Should_refuse_a_value_out_of_range_and_name_its_field(string good, string bad)
    {
        ResultsFile.WriteJson(folder.File("results.json"), [Row("mmtl", 0.8125, 0.875)]);
        string text = File.ReadAllText(folder.File("results.json"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        File.WriteAllText(folder.File("results.json"), text.Replace(good, bad, StringComparison.Ordinal));

        var fault = Assert.Throws<InputException>(() => ResultsFile.ReadJson(folder.File("results.json")));
        Assert.Contains(bad.Split('"')[1], fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_all_faults_at_once()
    {
        var bad = Row("mmtl", double.NaN, 2) with { ToleranceMm = 0 };
        var fault = Assert.Throws<InputException>(() => ResultsFile.WriteJson(folder.File("results.json"), [bad]));
        Assert.Contains("'target_surface_dice' is NaN", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'source_surface_dice_after' is 2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'tolerance_mm' is 0", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("results.json")));
    }

    [Fact]
    public void Should_refuse_two_rows_about_the_same_run()
    {
        var fault = Assert.Throws<InputException>(() =>
            ResultsFile.WriteCsv(folder.File("results.csv"), [Row("mmtl", 0.8, 0.9), Row("mmtl", 0.7, 0.9)]));
        Assert.Contains("rows 1 and 2 are about the same run", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_row_without_adaptation_that_adapted()
    {
        var fault = Assert.Throws<InputException>(() =>
            ResultsFile.WriteJson(folder.File("results.json"), [None(0.5) with { Patients = 2, SourceSurfaceDiceAfter = 0.8 }]));
        Assert.Contains("2 patients", fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected 0.9 as before", fault.Message, StringComparison.Ordinal);
    }
}
