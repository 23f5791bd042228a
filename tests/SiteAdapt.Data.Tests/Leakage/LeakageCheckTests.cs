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
        Assert.Contains("subject '2' is in train at site 'a' (case 'a-2-Train') and in test at site 'b' (case 'b-2-Test')", message);
        Assert.Contains("subject '3' is in validation at site 'a' (case 'a-3-Validation') and in train at site 'b' (case 'b-3-Train')", message);
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
}
