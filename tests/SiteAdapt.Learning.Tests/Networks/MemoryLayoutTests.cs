using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

public class MemoryLayoutTests
{
    /// <summary>Also of a part of a tensor, which begins in the middle of the storage.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Should_keep_the_values_of_a_part_of_a_tensor(int channels)
    {
        using var scope = NewDisposeScope();
        var whole = arange(4 * channels * 6, dtype: ScalarType.Float32).view(4, channels, 2, 3);
        for (int first = 0; first < 4; first++)
        {
            var part = whole.narrow(0, first, 4 - first);
            var turned = MemoryLayout.ToChannelsLast(part);
            Assert.True(MemoryLayout.IsChannelsLast(turned));
            Assert.Equal(Enumerable.Range(first * channels * 6, (4 - first) * channels * 6).Select(value => (double)value), turned.Doubles());
        }
    }
}
