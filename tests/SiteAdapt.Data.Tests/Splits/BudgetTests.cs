using FsCheck;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class BudgetTests
{
    static readonly Case[] Training = [.. Enumerable.Range(0, 8).Select(i => TestCases.Of("a", $"p{i}"))];

    static IReadOnlyList<int> First(int slices) => [.. Enumerable.Range(0, slices)];

    [Fact]
    public void Should_nest_budgets()
    {
        string[] one = Ids(1), two = Ids(2), four = Ids(4);
        Assert.Equal(["a-p0"], one);
        Assert.Equal(one, two[..1]);
        Assert.Equal(two, four[..2]);

        static string[] Ids(int patients) => [.. new Budget(patients).ChooseCases(Training).Select(c => c.Id)];
    }

    [Fact]
    public void Should_take_exactly_90_of_one_patients_269_slices_evenly()
    {
        PooledCase pooled = Assert.Single(new Budget(1, 90).Choose(Training, _ => First(269)).Cases);
        Assert.Equal(90, pooled.Slices.Distinct().Count());
        Assert.All(pooled.Slices.Zip(pooled.Slices.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 2, 3));
        Assert.Equal((1, 267), (pooled.Slices[0], pooled.Slices[^1]));
    }

    [Fact]
    public void Should_spread_slices_over_patients()
    {
        TrainingPool pool = new Budget(4, 90).Choose(Training, _ => First(269));
        Assert.Equal(90, pool.SliceCount);
        Assert.All(pool.Cases, c => Assert.InRange(c.Slices.Count, 22, 23));
    }

    [Fact]
    public void Should_take_everything_without_a_number_of_slices()
    {
        TrainingPool pool = new Budget(2).Choose(Training, c => First(c.Subject == "p0" ? 3 : 5));
        Assert.Equal([[0, 1, 2], [0, 1, 2, 3, 4]], pool.Cases.Select(c => c.Slices));
        Assert.Equal(8, Budget.All.ChooseCases(Training).Count);
    }

    [Fact]
    public void Should_space_slices_evenly_over_those_that_may_be_used()
    {
        // Ten usable slices of two cases; the middle ones of five equal parts are the 2nd, 4th, 6th, 8th and 10th of them.
        TrainingPool pool = new Budget(2, 5).Choose(Training, c => c.Subject == "p0" ? [3, 5, 6, 7, 8, 11] : [1, 2, 9, 20]);
        Assert.Equal([[5, 7, 11], [2, 20]], pool.Cases.Select(c => c.Slices));
        Assert.Contains("have 10; expected 1 to 10",
            Assert.Throws<InputException>(() => new Budget(2, 11).Choose(Training, _ => [2, 4, 6, 8, 10])).Message);
        TrainingPool rest = new Budget(2).Choose(Training, c => c.Subject == "p0" ? [] : [7]);
        Assert.Equal("a-p1", Assert.Single(rest.Cases).Case.Id);
    }

    [Fact]
    public void Should_count_patients_and_not_their_scans()
    {
        Case[] twice = [.. Training.SelectMany(c => new[] { c, c with { Id = c.Id + "-2" } })];
        Assert.Equal(["a-p0", "a-p0-2", "a-p1", "a-p1-2"], new Budget(2).ChooseCases(twice).Select(c => c.Id));
    }

    [Theory]
    [InlineData(9, null, "a budget of 9 patients: the training set of 'a' has only 8")]
    [InlineData(0, null, "expected 1 or more")]
    [InlineData(1, 270, "have 269; expected 1 to 269")]
    [InlineData(1, 0, "expected 1 to 269")]
    public void Should_refuse(int patients, int? slices, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => new Budget(patients, slices).Choose(Training, _ => First(269))).Message);

    [Fact]
    public void Should_nest_budgets_of_images_and_take_patients_whole_as_far_as_they_go()
    {
        // Patient 0 has one image, patient 1 two, patient 2 three
        Case[] images = [.. Enumerable.Range(0, 5).SelectMany(p => Enumerable.Range(0, p + 1).Select(i => TestCases.Of("a", $"p{p}", $"p{p}-{i}")))];
        string[] Ids(Budget budget) => [.. budget.ChooseCases(images).Select(c => c.Id)];
        Assert.Equal(["p0-0", "p1-0", "p1-1", "p2-0"], Ids(Budget.OfImages(4)));
        for (int n = 1; n < 15; n++) Assert.Equal(Ids(Budget.OfImages(n)), Ids(Budget.OfImages(n + 1))[..n]);
        Assert.Equal(["p0-0", "p1-0"], Ids(new Budget(2, Images: 2)));
        Assert.Equal(4, Budget.OfImages(4).Choose(images, _ => [0]).SliceCount);
    }

    [Theory]
    [InlineData(int.MaxValue, 9, "a budget of 9 images: the 8 patients of the training set of 'a' have only 8; ask for fewer")]
    [InlineData(2, 3, "a budget of 3 images: the 2 patients of the training set of 'a' have only 2")]
    [InlineData(2, 0, "a budget of 0 images: expected 1 or more")]
    public void Should_refuse_images(int patients, int images, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => new Budget(patients, Images: images).ChooseCases(Training)).Message);

    [Property]
    public void Should_give_distinct_evenly_spaced_indices(PositiveInt count, NonNegativeInt more)
    {
        (int n, int total) = (count.Get, count.Get + more.Get);
        int[] indices = [.. Budget.EvenlySpaced(n, total)];
        Assert.Equal(n, indices.Distinct().Count());
        Assert.All(indices, i => Assert.InRange(i, 0, total - 1));
        int[] steps = [.. indices.Zip(indices.Skip(1), (a, b) => b - a)];
        Assert.All(steps, step => Assert.InRange(step, total / n, (total + n - 1) / n));
    }
}
