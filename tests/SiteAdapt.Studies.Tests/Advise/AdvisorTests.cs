using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Advice for site "b" of the tiny sites, of four annotated training patients at most, from a model of site "a".</summary>
public sealed class AdvisorTests : IDisposable
{
    readonly TinySites sites = new(subjects: 6);

    AdviceRequest Request(int patients, string? manifest = null, params string[] methods) => new()
    {
        Source = SourceModel.Open(Directory.Exists(sites.File("source")) ? sites.File("source") : sites.Pretrain("source")),
        Manifest = manifest ?? sites.ManifestPath,
        Split = new SplitRecord(),
        Cache = sites.File("cache"),
        Target = "b",
        MostPatients = patients,
        Methods = methods.Length > 0 ? methods : ["fine-tune-all", "mmtl"],
        Training = TinySites.Training,
        Output = sites.File("advice"),
    };

    static Task<LaunchState> Launch(StudyPlan plan) => new LocalLauncher(plan, new InProcessStarter(), 1).Run(observer: null, CancellationToken.None);

    [Fact]
    public async Task Should_advise_without_the_files_of_any_test_case()
    {
        var request = Request(3);
        foreach (string file in Directory.EnumerateFiles(sites.File(), "*5*.nii")) File.Delete(file); // the sixth subject is each site's test
        var advice = await new Advisor(request, []).Run(Launch);
        Assert.Equal((3, 3, "surface_dice"), (advice.Patients.Count, advice.Folds, advice.Metric));
        Assert.Equal(["none", "fine-tune-all", "mmtl"], advice.Candidates.Select(candidate => candidate.Method));
        foreach (var candidate in advice.Candidates)
        {
            Assert.Equal(["subject-b0", "subject-b1", "subject-b2"], candidate.Target.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["subject-a4"], candidate.SourceChange.Keys); // the source's validation subject
        }
        Assert.All(advice.Candidates[0].SourceChange.Values, change => Assert.Equal(0, change));
        Assert.NotNull(advice.Choice);
        Assert.True(File.Exists(sites.File("advice", "advice.json")));

        // The same question again finds everything done, and gives the same answer.
        byte[] answer = File.ReadAllBytes(sites.File("advice", "advice.json"));
        var starter = new InProcessStarter();
        await new Advisor(request, []).Run(plan => new LocalLauncher(plan, starter, 1).Run(observer: null, CancellationToken.None));
        Assert.Empty(starter.Started);
        Assert.Equal(answer, File.ReadAllBytes(sites.File("advice", "advice.json")));
    }

    [Fact]
    public void Should_refuse_to_choose_a_method_by_a_test_patient_under_another_name()
    {
        var request = Request(3);
        File.Copy(sites.File("b5.nii"), sites.File("b1.nii"), overwrite: true);
        string message = Assert.Throws<InputException>(() => AdviceData.Of(request)).Message;
        Assert.Contains("the image of case 'b1' (subject 'subject-b1') = 'b5' (subject 'subject-b5') is in train at site 'b' (case 'b1') and in test at site 'b' (case 'b5')", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_make_folds_that_share_no_subject_and_have_no_test_case()
    {
        var request = Request(4);
        var data = AdviceData.Of(request);
        HashSet<string> test = ["subject-a5", "subject-b5"];
        foreach (var fold in AdviceFolds.Of(data.Patients))
        {
            var manifest = Manifest.Read(data.WriteFold(fold, sites.File("folds")));
            Assert.DoesNotContain(manifest.Cases, item => test.Contains(item.Subject));
            var split = new SplitRecord().Apply(manifest);
            Assert.Equal(fold.HeldOut, split.TestCases("b").Select(item => item.Subject));
            Assert.Equal(fold.Trained, split.TrainingCases("b").Select(item => item.Subject)); // in the fold's order: a budget takes the first
            Assert.Equal(["subject-a4"], split.TestCases("a").Select(item => item.Subject));
            Assert.Empty(split.TrainingCases("a").Concat(split.TrainingCases("b")).Select(item => item.Subject).Intersect(split.TestCases("a").Concat(split.TestCases("b")).Select(item => item.Subject)));
        }
    }

    [Fact]
    public async Task Should_say_what_earlier_studies_found_where_there_is_one_patient()
    {
        var advice = await new Advisor(Request(1), []).Run(_ => throw new InvalidOperationException("nothing may be run"));
        Assert.Null(advice.Choice);
        Assert.Contains("There is one annotated training patient", Assert.Single(advice.Notes), StringComparison.Ordinal);
        Assert.Contains("docs/results.md", Assert.Single(advice.Earlier).From, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_leave_mixing_methods_out_where_the_source_is_not_there()
    {
        string only = sites.File("only-b.csv");
        File.WriteAllLines(only, File.ReadAllLines(sites.ManifestPath).Where(line => !line.StartsWith('a')));
        var request = Request(3, only);
        var data = AdviceData.Of(request);
        var (methods, notes) = AdvicePlanner.Candidates(request, data);
        Assert.Equal(["fine-tune-all"], methods);
        Assert.Contains("mmtl is left out", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Empty(data.SourceHeldOut);
    }

    [Fact]
    public void Should_refuse_what_cannot_be_asked()
    {
        string Refused(AdviceRequest request) => Assert.Throws<InputException>(() => AdvicePlanner.Candidates(request, AdviceData.Of(request))).Message;
        Assert.Contains("'subject-b5' is not an annotated training patient of 'b'", Refused(Request(3) with { Patients = ["subject-b5"] }), StringComparison.Ordinal);
        Assert.Contains("'a' is a site that the source model was trained on", Refused(Request(3) with { Target = "a" }), StringComparison.Ordinal);
        Assert.Contains("'adabn' learns nothing from annotated target patients", Refused(Request(3, null, "adabn")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_advise_on_findings()
    {
        using var images = new TinyImages();
        var advice = await new Advisor(new AdviceRequest
        {
            Source = SourceModel.Open(images.Pretrain("source")),
            Manifest = images.ManifestPath,
            Split = new SplitRecord(),
            Cache = images.File("cache"),
            Target = "b",
            MostPatients = 2,
            Methods = ["fine-tune-all"],
            Training = TinyImages.Training,
            Output = images.File("advice"),
        }, []).Run(Launch);
        Assert.Equal("auc", advice.Metric);
        Assert.All(advice.Candidates, candidate => Assert.All(candidate.Target, fold => Assert.InRange(fold.Value, 0, 1)));
        Assert.Null(advice.TwoMore);
    }

    public void Dispose() => sites.Dispose();
}
