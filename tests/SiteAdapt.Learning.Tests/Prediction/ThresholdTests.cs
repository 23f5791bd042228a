using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public class ThresholdTests
{
    static Volume Row(params float[] values) => new(Grid.FromSpacing(new Size3(values.Length, 1, 1), Spacing.Isotropic(1)), values);

    [Fact]
    public void Should_take_what_is_more_than_one_half() =>
        Assert.Equal([0, 0, 1, 1, 0], Threshold.Apply(Row(0, 0.5f, 0.50001f, 1, float.NaN), ComponentFilter.None).Voxels);

    [Fact]
    public void Should_keep_the_largest_component_where_asked_and_empty_empty()
    {
        var row = Row(1, 0, 1, 1, 0, 1);
        Assert.Equal([1, 0, 1, 1, 0, 1], Threshold.Apply(row, ComponentFilter.None).Voxels);
        Assert.Equal([0, 0, 1, 1, 0, 0], Threshold.Apply(row, ComponentFilter.Largest).Voxels);
        Assert.Equal(0, Threshold.Apply(Row(0, 0, 0.1f), ComponentFilter.Largest).Count);
    }
}
