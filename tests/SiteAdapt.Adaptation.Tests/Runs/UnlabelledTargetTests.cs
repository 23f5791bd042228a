using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Adaptation.Tests;

/// <summary>AdaBN and AdaptSegNet never open a label of the target's training cases.</summary>
public sealed class UnlabelledTargetTests : IDisposable
{
    static readonly TrainingSettings Training = TinySites.Training with { Epochs = 1 };

    readonly TinySites sites = new();
    readonly string source;

    public UnlabelledTargetTests() => source = sites.Pretrain("source", task: Adapting.WideTask);

    public void Dispose() => sites.Dispose();

    [Theory]
    [InlineData("adabn")]
    [InlineData("adaptsegnet", "discriminator-width=2")]
    [InlineData("none", "finish=target-statistics")]
    [InlineData("adaptsegnet", "discriminator-width=2", "finish=target-statistics")]
    public void Should_end_with_the_same_bytes_whatever_the_labels_are(string method, params string[] options)
    {
        var settings = Settings(method, options);
        Adapting.Run(sites, settings, source, "labelled");
        foreach (string label in new[] { "b0_mask.nii", "b1_mask.nii" }) File.WriteAllText(sites.File(label), "not an image at all");
        Adapting.Run(sites, settings, source, "garbage");
        Assert.Equal(sites.Bytes("labelled"), sites.Bytes("garbage"));

        foreach (string label in new[] { "b0_mask.nii", "b1_mask.nii" }) File.Delete(sites.File(label));
        File.WriteAllText(sites.ManifestPath, File.ReadAllText(sites.ManifestPath).Replace("b0_mask.nii", "", StringComparison.Ordinal).Replace("b1_mask.nii", "", StringComparison.Ordinal));
        Adapting.Run(sites, settings, source, "missing");
        Assert.Equal(File.ReadAllBytes(sites.CheckpointFile("labelled", "model.safetensors")), File.ReadAllBytes(sites.CheckpointFile("missing", "model.safetensors")));
    }

    [Fact]
    public void Should_record_the_content_of_images_only()
    {
        Adapting.Run(sites, Settings("adaptsegnet", "discriminator-width=2"), source, "run");
        Adapting.Run(sites, Settings("fine-tune-all") with { Budget = new Budget(2) }, source, "labelled");
        var (unsupervised, supervised) = (Cases("run"), Cases("labelled"));
        Assert.Equal(["subject-b0", "subject-b1"], unsupervised.Where(item => item.Role == "target").Select(item => item.Subject));
        Assert.All(unsupervised, item => Assert.Equal(item.Role == "target" ? true : null, item.Unlabelled));
        Assert.All(supervised, item => Assert.Null(item.Unlabelled));
        Assert.Empty(unsupervised.Select(item => item.Content).Intersect(supervised.Select(item => item.Content)));

        // The image decides, so that another one under the same name is not taken for it.
        Nifti.Write(sites.File("b0.nii"), TinySites.Scan(1, 9).Image);
        var fault = Assert.Throws<InputException>(() => Adapting.Run(sites, Settings("adaptsegnet", "discriminator-width=2"), source, "run"));
        Assert.Contains("holds a run of other settings", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_first_patients_of_a_budget()
    {
        Adapting.Run(sites, Settings("adabn") with { Budget = Adapting.OnePatient }, source, "run");
        Assert.Equal("subject-b0", Assert.Single(Cases("run")).Subject);
    }

    [Fact]
    public void Should_keep_features_without_looking_at_labels()
    {
        foreach (string label in new[] { "b0_mask.nii", "b1_mask.nii" }) File.WriteAllText(sites.File(label), "not an image at all");
        Adapting.Run(sites, Settings("adaptsegnet", "discriminator-width=2"), source, "run", sites.Options("run") with { FeaturesAt = [1] });
        var rows = File.ReadAllLines(sites.File("run", "features", "epoch-001.jsonl"));
        Assert.Equal(2, rows.Count(row => row.Contains("\"role\":\"target\"", StringComparison.Ordinal) && row.Contains("\"loss\":\"NaN\"", StringComparison.Ordinal)));
        Assert.Contains(rows, row => row.Contains("\"role\":\"source\"", StringComparison.Ordinal) && !row.Contains("NaN", StringComparison.Ordinal));
    }

    IReadOnlyList<TrainingCase> Cases(string run) => new RunFolder(sites.File(run)).ReadRecord().Data.Cases;

    static AdaptationSettings Settings(string method, params string[] options) =>
        Adapting.Settings(Adapting.Method(method, OptimizerKind.Adam, options), OptimizerKind.Adam, Training) with { Budget = null };
}
