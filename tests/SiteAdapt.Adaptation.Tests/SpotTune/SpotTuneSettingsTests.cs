using SiteAdapt.Data;

namespace SiteAdapt.Adaptation.Tests;

public class SpotTuneSettingsTests
{
    /// <summary>The search of section 5.3: whole scans, and every n-th slice of a scan of 270.</summary>
    [Theory]
    [InlineData(1, null, 0.005)]
    [InlineData(2, null, 0.005)]
    [InlineData(3, null, 0)]
    [InlineData(40, null, 0)]
    [InlineData(1, 270 / 3, 0.007)]
    [InlineData(1, 270 / 6, 0.005)]
    [InlineData(1, 270 / 12, 0.005)]
    [InlineData(1, 270 / 24, 0.012)]
    [InlineData(1, 270 / 36, 0.007)]
    [InlineData(1, 270 / 48, 0.010)]
    [InlineData(1, 1, 0.010)]
    [InlineData(4, 100, 0.007)]
    public void Should_take_the_k_that_was_best_for_the_nearest_budget(int patients, int? slices, double expected) =>
        Assert.Equal(expected, new SpotTuneSettings(K: null).Resolve(new Budget(patients, slices)).K);

    [Fact]
    public void Should_refuse_to_choose_k_by_a_number_of_images() =>
        Assert.Contains("Give a number", Assert.Throws<Imaging.InputException>(() => new SpotTuneSettings(K: null).Resolve(Budget.OfImages(128))).Message, StringComparison.Ordinal);

    [Fact]
    public void Should_keep_a_k_that_is_given() =>
        Assert.Equal(new SpotTuneSettings(), new SpotTuneSettings().Resolve(new Budget(3)));
}
