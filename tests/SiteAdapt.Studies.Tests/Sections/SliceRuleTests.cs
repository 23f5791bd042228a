namespace SiteAdapt.Studies.Tests;

public sealed class SliceRuleTests
{
    // Four slices of four pixels.
    static readonly byte[] Reference = [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0];

    [Fact]
    public void Should_take_the_slice_with_most_differing_pixels_over_all_methods()
    {
        byte[] one = [.. Reference], other = [.. Reference];
        (one[4], one[8]) = (0, 0);
        other[9] = 0;
        Assert.Equal(2, SliceRule.LargestDisagreement(Reference, [one, other], 4));
        Assert.Equal(1, SliceRule.LargestDisagreement(Reference, [one], 4)); // equal: the lower one
    }

    [Fact]
    public void Should_leave_slices_out_that_hold_little_of_the_reference()
    {
        byte[] mask = [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1]; // all wrong in the first and the last slice
        Assert.Equal(2, SliceRule.LargestDisagreement(Reference, [mask], 4));
    }

    [Fact]
    public void Should_take_the_fullest_slice_where_all_agree_or_any_where_there_is_no_reference()
    {
        Assert.Equal(1, SliceRule.LargestDisagreement(Reference, [Reference], 4));
        Assert.Equal(3, SliceRule.LargestDisagreement(new byte[16], [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]], 4));
    }
}
