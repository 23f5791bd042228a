using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class LeakageCheckTests
{
    static UsedCases Set(Subset subset, string site, params string[] subjects) => new(subset, site, [.. subjects.Select(s => TestCases.Of(site, s, $"{site}-{s}-{subset}"))]);

    [Fact]
    public void Should_name_subject_sets_and_sites()
    {
        UsedCases[] sets = [Set(Subset.Train, "a", "1", "2"), Set(Subset.Validation, "a", "3"), Set(Subset.Test, "b", "2", "4"), Set(Subset.Train, "b", "3")];
        string message = Assert.Throws<InputException>(() => LeakageCheck.Require(sets)).Message;
        Assert.Contains("subject '2' is in train at site 'a' and in test at site 'b'", message);
        Assert.Contains("subject '3' is in validation at site 'a' and in train at site 'b'", message);
        Assert.Contains("2 faults", message);
    }

    [Fact]
    public void Should_allow_a_subject_in_the_training_sets_of_two_sites() =>
        LeakageCheck.Require([Set(Subset.Train, "a", "1"), Set(Subset.Train, "b", "1"), Set(Subset.Test, "b", "2")]);

    [Fact]
    public void Should_find_one_image_file_under_two_subjects()
    {
        Case c = TestCases.Of("a", "1");
        UsedCases[] sets = [new(Subset.Train, "a", [c]), new(Subset.Test, "a", [c with { Id = "other", Subject = "2" }])];
        Assert.Contains("'a-1' (subject '1') = 'other' (subject '2')", Assert.Throws<InputException>(() => LeakageCheck.Require(sets)).Message);
    }

    [Fact]
    public void Should_find_a_copy_of_an_image_by_its_content_when_asked()
    {
        using var folder = new TemporaryFolder();
        Case first = TestCases.Of("a", "1") with { Image = folder.Write("1.nii", "voxels") };
        Case copy = TestCases.Of("b", "2") with { Image = folder.Write("2.nii", "voxels") };
        UsedCases[] sets = [new(Subset.Train, "a", [first]), new(Subset.Test, "b", [copy])];
        Assert.Empty(LeakageCheck.Find(sets));
        Assert.Single(LeakageCheck.Find(sets, new ContentHashes(folder.File("hashes")).OfImage));
    }

    /// <summary>Clean splits pass, and each of many seeded faults (one subject moved into another set) is caught and named.</summary>
    [Fact]
    public void Should_catch_every_seeded_fault_and_pass_every_clean_set()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new RandomStream(seed, "leak");
            Split split = Split.Create(TestCases.Disjoint(12, 12, 12), seed);
            List<UsedCases> sets = [.. split.Sites.SelectMany(site => Enum.GetValues<Subset>().Select(s => new UsedCases(s, site, split.CasesOf(site, s))))];
            LeakageCheck.Require(sets);
            UsedCases[] filled = [.. sets.Where(s => s.Cases.Count > 0)];
            UsedCases from = filled[random.NextInt(filled.Length)];
            UsedCases[] others = [.. filled.Where(s => s.Subset != from.Subset)];
            UsedCases to = others[random.NextInt(others.Length)];
            Case leaked = from.Cases[random.NextInt(from.Cases.Count)];
            sets[sets.IndexOf(to)] = to with { Cases = [.. to.Cases, leaked with { Id = "again", Image = "/nowhere/again.nii" }] };
            Leak leak = Assert.Single(LeakageCheck.Find(sets));
            Assert.Equal($"subject '{leaked.Subject}'", leak.Shared);
        }
    }
}
