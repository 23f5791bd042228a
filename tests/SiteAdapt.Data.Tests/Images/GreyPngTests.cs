namespace SiteAdapt.Data.Tests;

public class GreyPngTests
{
    [Fact]
    public void Should_keep_every_value_of_16_bits()
    {
        using TemporaryFolder folder = new();
        ushort[] pixels = [.. Enumerable.Range(0, 256 * 256).Select(i => (ushort)(i * 40503))];
        GreyPng.Write(folder.File("all.png"), pixels, 256, 256);
        GreyImage read = ImageDecoder.Decode(File.ReadAllBytes(folder.File("all.png")));
        Assert.Equal((256, 256, 65535), (read.Width, read.Height, read.Max));
        Assert.Equal(pixels, read.Pixels);
    }
}
