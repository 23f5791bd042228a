using FsCheck;
using FsCheck.Xunit;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class SliceRulesTests : IDisposable
{
    static readonly TaskSettings Prostate = TaskPresets.Prostate;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static bool[] Masked(int slices, int first, int count) => [.. Enumerable.Range(0, slices).Select(i => i >= first && i < first + count)];

    static IReadOnlyList<int> Pool(bool[] masked, int seed) => SliceRules.Published(masked, new RandomStream(seed, "test"));

    [Fact]
    public void Should_keep_the_masked_slices_but_the_last_and_a_tenth_of_the_others()
    {
        int others = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            IReadOnlyList<int> pool = Pool(Masked(24, 6, 10), seed);
            Assert.Equal(Enumerable.Range(6, 9), pool.Where(slice => slice is >= 6 and <= 14));
            Assert.All(pool, slice => Assert.InRange(slice, 1, 21));
            others += pool.Count(slice => slice is < 6 or > 14);
        }
        // 1 to 5 and 15 to 21: twelve slices, 500 times, at 0.1; five standard deviations
        Assert.InRange(others, 600 - 116, 600 + 116);
    }

    [Fact]
    public void Should_treat_a_hole_in_the_mask_as_masked()
    {
        bool[] masked = Masked(20, 5, 8);
        masked[8] = false;
        Assert.Contains(8, Pool(masked, 1));
    }

    [Property]
    public void Should_be_ascending_without_the_edges_and_not_depend_on_the_other_masks(byte slices, byte first, byte count, int seed)
    {
        bool[] masked = Masked(slices, first, count);
        int[] pool = [.. Pool(masked, seed)], without = [.. Pool(new bool[slices], seed)];
        Assert.Equal(pool.Distinct().Order(), pool);
        Assert.All(pool, slice => Assert.InRange(slice, 1, slices - 3));
        Assert.Equal(without.Where(slice => !(slice >= first && slice < Math.Min(slices, first + count) - 1)),
            pool.Where(slice => !(slice >= first && slice < Math.Min(slices, first + count) - 1)));
    }

    [Fact]
    public void Should_give_the_same_pool_for_the_same_seed_and_another_for_another()
    {
        using PreparedCase prepared = Prepare(60);
        string[] pools = [.. Enumerable.Range(0, 8).Select(seed => string.Join(",", SliceRules.Trained(prepared, Prostate, seed)))];
        Assert.Equal(pools[3], string.Join(",", SliceRules.Trained(prepared, Prostate, 3)));
        Assert.True(pools.Distinct().Count() > 4);
        Assert.Equal(Enumerable.Range(0, 60), SliceRules.Trained(prepared, Prostate with { SlicePool = SlicePool.All }, 0));
    }

    [Fact]
    public void Should_take_all_inner_slices_of_a_case_without_label()
    {
        Case bare = TestCases.Write(folder, Grid.FromSpacing(new Size3(12, 10, 9), Spacing.Isotropic(1))) with { Label = null };
        using PreparedCase prepared = new PreparedCache(folder.File("cache")).Open(bare, Prostate);
        Assert.Equal([1, 2, 3, 4, 5, 6], SliceRules.Trained(prepared, Prostate, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Should_name_the_case_of_which_no_slice_is_left(int slices)
    {
        using PreparedCase prepared = Prepare(slices);
        string message = Assert.Throws<InputException>(() => SliceRules.Trained(prepared, Prostate, 0)).Message;
        Assert.Contains($"case 'thin' of site 'site': none of its {slices} slices", message);
        Assert.Contains("'slice_pool: all'", message);
    }

    [Theory]
    [InlineData(1, EdgeSlices.Predict, 1, 0, 1)]
    [InlineData(24, EdgeSlices.Predict, 3, 0, 24)]
    [InlineData(24, EdgeSlices.Empty, 1, 0, 24)]
    [InlineData(24, EdgeSlices.Empty, 3, 1, 22)]
    [InlineData(24, EdgeSlices.Empty, 5, 2, 20)]
    [InlineData(3, EdgeSlices.Empty, 3, 1, 1)]
    [InlineData(2, EdgeSlices.Empty, 3, 1, 0)]
    public void Should_predict_slices_with_all_neighbours_or_all(int slices, EdgeSlices edges, int input, int first, int count)
    {
        TaskSettings task = Prostate with { EdgeSlices = edges, InputSlices = input };
        Assert.Equal((first, count), SliceRules.Predicted(slices, task));
        if (count > 0) SliceRules.RequirePredicted(slices, task, "x.nii");
        else Assert.Contains("x.nii: has 2 slices, but", Assert.Throws<InputException>(() => SliceRules.RequirePredicted(slices, task, "x.nii")).Message);
    }

    PreparedCase Prepare(int slices) => new PreparedCache(folder.File("cache"))
        .Open(TestCases.Write(folder, Grid.FromSpacing(new Size3(12, 10, slices), Spacing.Isotropic(1)), "thin"), Prostate);
}
