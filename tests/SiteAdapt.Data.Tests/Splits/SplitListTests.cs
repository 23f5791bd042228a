using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class SplitListTests
{
    [Fact]
    public void Should_hold_the_published_lists()
    {
        Split split = Split.FromList(Cc359(), SplitList.Published("cc359"));
        Assert.Equal(["CC0136", "CC0137", "CC0143", "CC0179"], split.TrainingCases("siemens-1.5T").Take(4).Select(c => c.Subject));
        Assert.All(split.Sites, site => Assert.Equal((45, 5, site == "philips-1.5T" ? 9 : 10),
            (split.TrainingCases(site).Count, split.ValidationCases(site).Count, split.TestCases(site).Count)));
        Assert.Contains("there are cc359, msm", Assert.Throws<InputException>(() => SplitList.Published("cc358")).Message);
    }

    static Manifest Cc359()
    {
        (string Site, int First, int Last)[] sites = [("siemens-1.5T", 120, 179), ("siemens-3T", 180, 239), ("ge-1.5T", 240, 299),
            ("ge-3T", 300, 359), ("philips-1.5T", 1, 59), ("philips-3T", 60, 119)];
        return new("/m.csv", [.. sites.SelectMany(s => Enumerable.Range(s.First, s.Last - s.First + 1).Select(i => TestCases.Of(s.Site, $"CC{i:0000}")))]);
    }

    [Fact]
    public void Should_find_prostate_cases_by_the_end_of_their_path()
    {
        Case[] cases = [.. new[] { "ISBI", "HK" }.SelectMany(site => Enumerable.Range(0, 50).Select(i =>
            TestCases.Of(site, $"{site}-{i}") with { Image = $"/data/msm/{site}/Case{i:00}.nii.gz" }))];
        Split split = Split.FromList(new Manifest("/m.csv", cases), SplitList.Published("msm"));
        Assert.Equal("ISBI-2", split.TrainingCases("ISBI")[0].Subject);
        Assert.Equal((9, 0, 3), (split.TrainingCases("HK").Count, split.ValidationCases("HK").Count, split.TestCases("HK").Count));
        Assert.Contains("its validation cases are its test cases", split.Notes[0]);
        Assert.Contains("not in the manifest", split.Notes[1]);
        Assert.Equal(2, split.Notes.Count);
    }

    [Theory]
    [InlineData("site\tsubset\n", "the column 'order' is missing")]
    [InlineData("site,subset,order,subject_id\na,train,0,x\na,test,0,x\n", "subject 'x' is in test here and in train in line 2")]
    [InlineData("site,subset,order,subject_id\na,train,0,x\nb,test,0,x\n", "a subject has one subset over all sites")]
    [InlineData("site,subset,order,subject_id\na,soon,first,x\n", "'soon' is not train, val or test")]
    [InlineData("site,subset,order,subject_id\na,soon,first,x\n", "'first' is not a whole number")]
    [InlineData("site,subset,order,subject_id\na,train,0,nobody\n", "none of its 1 entries is in")]
    [InlineData("site,subset,order,subject_id\na,train\n", "line 2: 2 fields")]
    public void Should_refuse(string text, string expected)
    {
        var manifest = new Manifest("/m.csv", [TestCases.Of("a", "x"), TestCases.Of("b", "x")]);
        Assert.Contains(expected, Assert.Throws<InputException>(() => Split.FromList(manifest, SplitList.Parse(text, "list"))).Message);
    }
}
