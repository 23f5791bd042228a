using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class SplitTests
{
    static (int, int, int) Sizes(Split split, string site) =>
        (Subjects(split.TrainingCases(site)), Subjects(split.ValidationCases(site)), Subjects(split.TestCases(site)));

    static int Subjects(IEnumerable<Case> cases) => cases.Select(c => c.Subject).Distinct().Count();

    [Theory]
    [InlineData(2, 1, 0, 1)]
    [InlineData(3, 2, 0, 1)]
    [InlineData(6, 5, 0, 1)]
    [InlineData(12, 9, 1, 2)]
    [InlineData(59, 44, 5, 10)]
    [InlineData(60, 45, 5, 10)]
    public void Should_give_the_default_shares(int subjects, int train, int validation, int test) =>
        Assert.Equal((train, validation, test), Sizes(Split.Create(TestCases.Disjoint(subjects, 3), seed: 7), "site0"));

    [Fact]
    public void Should_give_counts_on_request_and_the_rest_to_test_where_there_are_fewer()
    {
        Split split = Split.Create(TestCases.Disjoint(60, 59, 70), 1, SplitSizes.Counts(45, 5, 10));
        Assert.Equal((45, 5, 10), Sizes(split, "site0"));
        Assert.Equal((45, 5, 9), Sizes(split, "site1"));
        Assert.Equal((45, 5, 10), Sizes(split, "site2"));
        Assert.Equal(10, split.Unused.Count);
    }

    [Fact]
    public void Should_refuse_what_cannot_be_split()
    {
        Assert.Contains("site 'site1' has 1 subject", Assert.Throws<InputException>(() => Split.Create(TestCases.Disjoint(3, 1), 1)).Message);
        Assert.Contains("too few for 45 training", Assert.Throws<InputException>(() => Split.Create(TestCases.Disjoint(50), 1, SplitSizes.Counts(45, 5, 10))).Message);
        Assert.Throws<InputException>(() => SplitSizes.Shares(0.5, 0.5, 0.5));
        Assert.Throws<InputException>(() => SplitSizes.Counts(1, 1, 0));
    }

    [Fact]
    public void Should_name_the_site_that_shared_subjects_leave_without_a_set()
    {
        // Three sites, three persons, each at two: whoever is in training and in test, one site sees only one set
        Case[] cases = [.. new[] { ("a", "1"), ("a", "2"), ("b", "2"), ("b", "3"), ("c", "1"), ("c", "3") }.Select(p => TestCases.Of(p.Item1, p.Item2))];
        Assert.Contains("would have no", Assert.Throws<InputException>(() => Split.Create(new Manifest("/m.csv", cases), 3)).Message);
    }

    [Fact]
    public void Should_split_a_chain_of_sites_with_two_subjects_each()
    {
        Case[] cases = [.. Enumerable.Range(0, 7).SelectMany(s => new[] { TestCases.Of($"site{s}", $"{s}"), TestCases.Of($"site{s}", $"{s + 1}") })];
        Split split = Split.Create(new Manifest("/m.csv", cases), 5);
        Assert.All(split.Sites, site => Assert.Equal((1, 0, 1), Sizes(split, site)));
    }

    [Fact]
    public void Should_give_every_site_its_shares_where_all_sites_have_the_same_subjects()
    {
        Case[] cases = [.. Enumerable.Range(0, 6).SelectMany(site => Enumerable.Range(0, 16).Select(i => TestCases.Of($"site{site}", $"head{i}")))];
        Split split = Split.Create(new Manifest("/m.csv", cases), 11);
        Assert.All(split.Sites, site => Assert.Equal((12, 1, 3), Sizes(split, site)));
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_rows_nor_on_other_sites()
    {
        Manifest two = TestCases.Disjoint(20, 20), three = TestCases.Disjoint(20, 20, 30);
        var turned = new Manifest("/m.csv", [.. two.Cases.Reverse()]);
        Assert.Equal(Ids(Split.Create(two, 4)), Ids(Split.Create(turned, 4)));
        Assert.Equal(Ids(Split.Create(two, 4)), Ids(Split.Create(three, 4)));
        Assert.NotEqual(Ids(Split.Create(two, 4)), Ids(Split.Create(two, 5)));

        static string Ids(Split split) => string.Join(" ", split.TrainingCases("site1").Concat(split.TestCases("site1")).Select(c => c.Id));
    }

    [Fact]
    public void Should_keep_all_cases_of_a_subject_together()
    {
        Case[] cases = [.. Enumerable.Range(0, 8).SelectMany(i => new[] { TestCases.Of("a", $"p{i}", $"p{i}-1"), TestCases.Of("a", $"p{i}", $"p{i}-2") })];
        IReadOnlyList<Case> train = Split.Create(new Manifest("/m.csv", cases), 2).TrainingCases("a");
        Assert.Equal(12, train.Count);
        for (int i = 0; i < train.Count; i += 2) Assert.Equal(train[i].Subject, train[i + 1].Subject);
    }

    [Fact]
    public void Should_follow_the_manifests_column_and_its_order()
    {
        Case[] cases = [TestCases.Of("a", "z", split: Subset.Train), TestCases.Of("a", "m", split: Subset.Test), TestCases.Of("a", "b", split: Subset.Train),
            TestCases.Of("b", "z")];
        Split split = Split.Create(new Manifest("/m.csv", cases), 1);
        Assert.Equal(["z", "b"], split.TrainingCases("a").Select(c => c.Subject));
        Assert.Equal(["z"], split.TrainingCases("b").Select(c => c.Subject));
    }

    [Fact]
    public void Should_refuse_a_column_that_splits_a_subject_or_is_half_filled()
    {
        Case[] cases = [TestCases.Of("a", "z", split: Subset.Train), TestCases.Of("b", "z", split: Subset.Test), TestCases.Of("a", "q")];
        string message = Assert.Throws<InputException>(() => Split.Create(new Manifest("/m.csv", cases), 1)).Message;
        Assert.Contains("subject 'z' is in more than one subset: train with case 'a-z' of site 'a', test with case 'b-z' of site 'b'", message);
        Assert.Contains("case 'a-q' (subject 'q') has none", message);
    }

    /// <summary>Any sites with any sharing of 3 to 12 of 30 subjects: the properties that a split must have.</summary>
    [Property(MaxTest = 60)]
    public void Should_never_put_a_subject_into_two_subsets(PositiveInt sites, int seed)
    {
        var random = new RandomStream(seed, "cases");
        var cases = new List<Case>();
        for (int site = 0; site < sites.Get % 5 + 1; site++)
        {
            int[] subjects = [.. Enumerable.Range(0, 30)];
            random.Shuffle<int>(subjects);
            cases.AddRange(subjects.Take(6 + random.NextInt(7)).Select(s => TestCases.Of($"site{site}", $"p{s}")));
        }
        Split split = Split.Create(new Manifest("/m.csv", cases), seed), again = Split.Create(new Manifest("/m.csv", cases), seed);
        Assert.Equal(cases.Count, split.Sites.Sum(s => Enum.GetValues<Subset>().Sum(subset => split.CasesOf(s, subset).Count)));
        foreach (string site in split.Sites)
        {
            Assert.NotEmpty(split.TrainingCases(site));
            Assert.NotEmpty(split.TestCases(site));
            Assert.True(split.TrainingCases(site).Count > split.TestCases(site).Count, $"{site}: {Sizes(split, site)}");
            Assert.Equal(split.TrainingCases(site).Select(c => c.Id), again.TrainingCases(site).Select(c => c.Id));
        }
        var sets = split.Sites.SelectMany(site => Enum.GetValues<Subset>().Select(subset => new UsedCases(subset, site, split.CasesOf(site, subset))));
        Assert.Empty(LeakageCheck.Find([.. sets]));
    }
}
