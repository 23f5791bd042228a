using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public class RunRecordTests
{
    static readonly TrainingCase Own = new("target", "b", "b0", "subject-b0", 3), Earlier = new("source", "a", "a0", "subject-a0", 3);

    static RunRecord Record(bool? own = null, SourceRecord? source = null, string manifest = "/data/manifest.csv") => SmallLearner.Record with
    {
        Data = SmallLearner.Record.Data with { Manifest = manifest, SubjectsUnknown = own, Cases = [Own] },
        Source = source,
    };

    static SourceRecord Source(bool? unknown = null, params TrainingCase[] cases) => new("/runs/source", ["a"], "00", cases, unknown);

    [Fact]
    public void Should_know_of_unknown_subjects_behind_its_own_weights_and_its_source_models()
    {
        Assert.False(Record().HasUnknownSubjects);
        Assert.False(Record(false, Source(false)).HasUnknownSubjects);
        Assert.True(Record(true, Source()).HasUnknownSubjects);
        Assert.True(Record(null, Source(true)).HasUnknownSubjects);
    }

    [Fact]
    public void Should_list_every_case_once_that_its_weights_have_seen()
    {
        Assert.Equal([Own], Record().SeenCases());
        Assert.Equal([Own], Record(source: Source() with { Cases = null }).SeenCases());
        Assert.Equal([Own, Earlier], Record(source: Source(null, Earlier, Own)).SeenCases());
    }

    [Theory]
    [InlineData("/data/manifest.csv", true)]
    [InlineData("", false)]
    [InlineData(ModelImport.NoManifest, false)]
    [InlineData(BundleRecord.Withheld, false)]
    public void Should_take_words_for_no_file(string manifest, bool isFile)
    {
        DataRecord data = Record(manifest: manifest).Data;
        Assert.Equal(isFile ? manifest : null, data.ManifestFile);
        if (isFile) Assert.Equal(manifest, data.RequireManifest("--data"));
        else Assert.Contains("Give one with --data", Assert.Throws<InputException>(() => data.RequireManifest("--data")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_take_the_word_of_a_bundle_for_no_folder()
    {
        Assert.Equal("/runs/source", Source().RunFolder);
        Assert.Null((Source() with { Run = BundleRecord.Withheld }).RunFolder);
    }

    [Fact]
    public void Should_find_the_head_of_a_site_and_its_parameters()
    {
        HeadRecord own = new(HeadRecord.Own, ["b"], ["Edema"]), earlier = new(HeadRecord.Source, ["a"], ["Edema", "Mass"]);
        var model = new ModelRecord { Heads = [own, earlier] };
        Assert.Equal(earlier, model.HeadFor("a"));
        Assert.Equal(own, model.HeadFor("b"));
        Assert.Equal(own, model.HeadFor("elsewhere"));
        Assert.True(own.Has("classifier.weight"));
        Assert.False(own.Has("classifier2.weight"));
        Assert.False(own.Has("source_classifier.weight"));
    }
}
