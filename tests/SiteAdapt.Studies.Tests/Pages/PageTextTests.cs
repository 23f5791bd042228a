namespace SiteAdapt.Studies.Tests;

public sealed class PageTextTests
{
    [Theory]
    [InlineData(0.8412, "84.1")]
    [InlineData(1, "100.0")]
    [InlineData(0, "0.0")]
    public void Should_write_fractions_in_points(double fraction, string expected) => Assert.Equal(expected, PageText.Points(fraction));

    [Theory]
    [InlineData(0.032, "+3.2")]
    [InlineData(-0.2594, "−25.9")]
    [InlineData(-0.0001, "0.0")]
    public void Should_write_differences_with_their_sign(double fraction, string expected) => Assert.Equal(expected, PageText.SignedPoints(fraction));

    [Theory]
    [InlineData(2560.4, "2560")]
    [InlineData(999.6, "1000")]
    [InlineData(12.345, "12.3")]
    [InlineData(-0.00001234, "-0.0000123")]
    [InlineData(1.5, "1.5")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "-")]
    public void Should_write_numbers_without_exponents(double value, string expected) => Assert.Equal(expected, PageText.Significant(value, 3));

    [Fact]
    public void Should_write_a_claims_numbers_with_their_interval() => Assert.Equal("mmtl 84.1, difference +3.9 (−0.2 to +6.0)",
        PageText.Numbers(new Claim("", ClaimVerdict.Undecided, "", [new("mmtl", 0.841), new("difference", 0.039, IsDifference: true, new Interval(-0.002, 0.06, 0.95, 2000, 0))])));

    [Fact]
    public void Should_replace_only_what_cannot_be_printed() =>
        Assert.Equal("a\uFFFDb\uFFFDc 😀\n\t<é>", PageText.Printable("a\0b\uDC00c 😀\n\t<é>"));
}
