using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

/// <summary>What a run knows of the images behind its weights is what it wrote, or its user is told.</summary>
public sealed class SeenCasesTests : IDisposable
{
    readonly TinySites sites = new();
    readonly List<string> told = [];
    readonly string run, file;

    public SeenCasesTests()
    {
        run = sites.Pretrain("run");
        file = sites.File("run", "seen.jsonl");
    }

    public void Dispose() => sites.Dispose();

    SeenCases Open() => SeenCases.Open(run, RunFolder.OpenFinished(run).Checkpoint);

    /// <summary>The run as it was before checkpoints had the checksum of its cases; without them, and not finished.</summary>
    RunFolder Older()
    {
        var state = RunFolder.OpenFinished(run).Checkpoint.State;
        var older = new RunFolder(sites.File("older"));
        older.Begin(state.Run);
        older.SaveCheckpoint(RunFolder.Last, new SmallLearner(), state with { Seen = null });
        return older;
    }

    /// <summary>Looks at an image that was trained on, under another name.</summary>
    void Score(SeenCases seen)
    {
        File.Copy(sites.File("a0.nii"), sites.File("copy.nii"), overwrite: true);
        File.WriteAllText(sites.File("other.csv"), "case,subject,site,image,label,split\nnew,subject-new,c,copy.nii,a0_mask.nii,test\n");
        using var data = new TrainingData(Manifest.Read(sites.File("other.csv")), new SplitRecord(), TinySites.Task, sites.Cache) { Note = told.Add };
        seen.RequireUnseen(data.Split.TestCases("c"), data, run);
    }

    [Fact]
    public void Should_refuse_a_changed_digit_of_a_hash()
    {
        Assert.Contains("'new'", Assert.Throws<InputException>(() => Score(Open())).Message, StringComparison.Ordinal);
        string text = File.ReadAllText(file);
        int digit = text.IndexOf("\"pixels\":\"", StringComparison.Ordinal) + 10;
        File.WriteAllText(file, text[..digit] + (text[digit] == '0' ? '1' : '0') + text[(digit + 1)..]);
        var fault = Assert.Throws<InputException>(Open);
        Assert.Contains($"{file}: SHA-256 is", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Put it back", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_tell_where_the_file_is_missing()
    {
        File.Delete(file);
        var seen = Open();
        Assert.True(seen.IsMissing);
        Score(seen);
        string said = Assert.Single(told);
        Assert.Contains("images cannot be compared by content for 2 of the 2 cases", said, StringComparison.Ordinal);
        Assert.Contains("seen.jsonl is missing, which the run was finished with", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_a_checkpoint_that_is_older_than_the_checksum()
    {
        var older = Older();
        older.Finish(older.NewestCheckpoint(RunFolder.Last)!.State.History);
        Assert.DoesNotContain("\"seen\"", File.ReadAllText(Path.Combine(older.NewestCheckpoint(RunFolder.Last)!.Folder, "run.json")), StringComparison.Ordinal);
        var seen = SeenCases.Open(older.Path, RunFolder.OpenFinished(older.Path).Checkpoint);
        Assert.False(seen.IsMissing);
        Assert.Contains("the run has no seen.jsonl", seen.Limit, StringComparison.Ordinal);
        File.Copy(file, older.In("seen.jsonl"));
        Assert.Null(SeenCases.Open(older.Path, RunFolder.OpenFinished(older.Path).Checkpoint).Limit);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    public void Should_refuse_a_file_that_is_none(string line)
    {
        var older = Older();
        File.WriteAllText(older.In("seen.jsonl"), line + "\n");
        Assert.Contains($"{older.In("seen.jsonl")}: cannot be read", Assert.Throws<InputException>(() => SeenCases.Open(older.Path, older.NewestCheckpoint(RunFolder.Last)!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_know_the_pixels_of_a_case_by_its_name_and_site()
    {
        var record = RunFolder.OpenFinished(run).Record;
        TrainingCase[] two = [new("source", "c", "one", "s", 3), new("source", "d", "one", "s", 3)];
        var seen = SeenCases.Of(record with { Data = record.Data with { Cases = two } }, [new SeenCase("d", "one", "s", "ff")]);
        Case Asked(string site, string id, string subject = "s") => new() { Id = id, Subject = subject, Site = site, Image = "x.nii" };
        Assert.Equal("ff", seen.PixelsOf(Asked("d", "one")));
        Assert.Null(seen.PixelsOf(Asked("c", "one")));
        Assert.Null(seen.PixelsOf(Asked("d", "two")));
        Assert.Null(seen.PixelsOf(Asked("d", "one", "another")));
    }

    [Fact]
    public void Should_say_where_what_it_has_does_not_show_the_images()
    {
        var older = Older();
        File.WriteAllText(older.In("seen.jsonl"), "");
        Assert.Contains("seen.jsonl does not have what they show", SeenCases.Open(older.Path, older.NewestCheckpoint(RunFolder.Last)!).Limit, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_subject_that_was_trained_on()
    {
        string subject = RunFolder.OpenFinished(run).Record.Data.Cases[0].Subject, trained = RunFolder.OpenFinished(run).Record.Data.Cases[0].Case;
        File.WriteAllText(sites.File("again.csv"), $"case,subject,site,image,label,split\nnew,{subject},c,a0.nii,a0_mask.nii,test\n");
        using var data = new TrainingData(Manifest.Read(sites.File("again.csv")), new SplitRecord(), TinySites.Task, sites.Cache);
        var fault = Assert.Throws<InputException>(() => Open().RequireUnseen(data.Split.TestCases("c"), data, run));
        Assert.Contains($"case 'new' of site 'c': it was trained on subject '{subject}' with case '{trained}'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_mend_the_file_of_a_run_that_goes_on()
    {
        byte[] before = File.ReadAllBytes(file);
        File.Delete(sites.File("run", "done.json"));
        File.WriteAllText(file, "");
        sites.Pretrain("run");
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Null(Open().Limit);
    }

    /// <summary>A visit of one person that was trained on is refused; the next picture of a site that numbers its people so is not.</summary>
    [Theory]
    [InlineData("c_p1_visit1", "c_p1_visit2", true)]
    [InlineData("c_visit001", "c_visit002", false)]
    [InlineData("nih_study000001", "nih_study000002", false)]
    public void Should_tell_another_session_from_another_person(string trained, string scored, bool refused)
    {
        var record = RunFolder.OpenFinished(run).Record;
        var seen = SeenCases.Of(record with { Data = record.Data with { Cases = [new TrainingCase("source", "c", "old", trained, 3)] } }, []);
        File.WriteAllText(sites.File("visits.csv"), $"case,subject,site,image,label,split\nnew,{scored},c,a0.nii,a0_mask.nii,test\n");
        using var data = new TrainingData(Manifest.Read(sites.File("visits.csv")), new SplitRecord(), TinySites.Task, sites.Cache);
        var fault = Record.Exception(() => seen.RequireUnseen(data.Split.TestCases("c"), data, run));
        if (!refused) Assert.Null(fault);
        else Assert.Contains($"'{scored}' looks like '{trained}'", Assert.IsType<InputException>(fault).Message, StringComparison.Ordinal);
    }
}
