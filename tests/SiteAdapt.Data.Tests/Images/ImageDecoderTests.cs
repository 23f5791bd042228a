namespace SiteAdapt.Data.Tests;

public sealed class ImageDecoderTests
{
    static GreyImage Decode(byte[] file) => ImageDecoder.Decode(file);

    static string FaultOf(byte[] file) => Assert.Throws<UnreadableImageException>(() => Decode(file)).Message;

    [Fact]
    public void Should_keep_every_value_of_a_16_bit_image()
    {
        GreyImage image = Decode(PngFile.Grey16(256, 256, (x, y) => (ushort)(256 * y + x)));
        Assert.Equal((256, 256, 65535), (image.Width, image.Height, image.Max));
        Assert.Equal(Enumerable.Range(0, 65536), image.Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Should_keep_every_value_of_an_8_bit_image_whatever_gamma_its_file_names()
    {
        byte[] rows = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Assert.All(new[] { PngFile.Of(256, 1, 8, PngFile.Grey, rows), PngFile.Of(256, 1, 8, PngFile.Grey, rows, ("gAMA", [0, 1, 0x86, 0xA0])) }, file =>
        {
            GreyImage image = Decode(file);
            Assert.Equal(255, image.Max);
            Assert.Equal(Enumerable.Range(0, 256), image.Pixels.Select(p => (int)p));
        });
    }

    [Fact]
    public void Should_spread_fewer_bits_over_8()
    {
        Assert.Equal([0, 17, 238, 255], Decode(PngFile.Of(4, 1, 4, PngFile.Grey, [0x01, 0xEF])).Pixels.Select(p => (int)p));
        Assert.Equal([255, 0, 255, 0, 0, 0, 0, 255], Decode(PngFile.Of(8, 1, 1, PngFile.Grey, [0b10100001])).Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Should_make_colour_grey_by_luma_and_leave_equal_channels_alone()
    {
        // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
        Assert.Equal([7, 124, 255], Decode(PngFile.Of(3, 1, 8, PngFile.Rgb, [7, 7, 7, 200, 100, 50, 255, 255, 255])).Pixels.Select(p => (int)p));
        Assert.Equal([124, 9], Decode(PngFile.Of(2, 1, 2, PngFile.Palette, [0b0110_0000], ("PLTE", [0, 0, 0, 200, 100, 50, 9, 9, 9]))).Pixels.Select(p => (int)p));
        // 0.299 * 60000 + 0.587 * 30000 + 0.114 * 10000 = 36690
        Assert.Equal([36690], Decode(PngFile.Of(1, 1, 16, PngFile.Rgb, [0xEA, 0x60, 0x75, 0x30, 0x27, 0x10])).Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Should_drop_transparency()
    {
        Assert.Equal([10, 200], Decode(PngFile.Of(2, 1, 8, PngFile.GreyAlpha, [10, 0, 200, 128])).Pixels.Select(p => (int)p));
        Assert.Equal([10, 200], Decode(PngFile.Of(2, 1, 8, PngFile.Rgba, [10, 10, 10, 0, 200, 200, 200, 128])).Pixels.Select(p => (int)p));
    }

    [Fact]
    public void Should_read_a_grey_and_a_colour_jpeg()
    {
        using var ramp = NetVips.Image.NewFromMemory(Enumerable.Range(0, 64 * 8).Select(i => (byte)(4 * (i % 64))).ToArray(), 64, 8, 1, NetVips.Enums.BandFormat.Uchar);
        GreyImage grey = Decode(ramp.JpegsaveBuffer(q: 95)), colour = Decode(ramp.Bandjoin(ramp, ramp).Copy(interpretation: NetVips.Enums.Interpretation.Srgb).JpegsaveBuffer(q: 95));
        foreach (GreyImage image in new[] { grey, colour })
        {
            Assert.Equal((64, 8, 255), (image.Width, image.Height, image.Max));
            for (int x = 0; x < 64; x++) Assert.InRange(image.Pixels[3 * 64 + x], 4 * x - 4, 4 * x + 4);
        }
    }

    [Fact]
    public void Should_say_what_is_no_image()
    {
        Assert.Equal("the file is empty", FaultOf([]));
        Assert.Equal("this is neither PNG nor JPEG", FaultOf("patient,finding\n1,Edema\n"u8.ToArray()));
        Assert.Contains("this is DICOM; convert it", FaultOf([.. new byte[128], .. "DICM"u8, .. new byte[100]]));
        Assert.Contains("cut short or damaged", FaultOf([0xFF, 0xD8, 0xFF, 0xE0]));
    }

    [Fact]
    public void Should_refuse_an_image_that_is_cut_short_anywhere()
    {
        byte[] png = PngFile.Grey8(40, 40, (x, y) => (byte)(x * y * 7919 >> 3));
        using var noise = NetVips.Image.Gaussnoise(64, 64, mean: 128).Cast(NetVips.Enums.BandFormat.Uchar);
        byte[] jpeg = noise.JpegsaveBuffer();
        foreach (byte[] file in new[] { png, jpeg })
            for (int length = 8; length < file.Length - 16; length += 41) Assert.Contains("cut short or damaged", FaultOf(file[..length]));
    }

    [Fact]
    public void Should_refuse_a_changed_byte_of_the_pixels()
    {
        byte[] png = PngFile.Grey8(40, 40, (x, y) => (byte)(x * y * 7919 >> 3));
        png[png.Length / 2] ^= 0x40;
        Assert.Contains("cut short or damaged", FaultOf(png));
    }

    [Fact]
    public void Should_refuse_a_header_that_claims_a_huge_image_before_it_takes_memory_for_it()
    {
        byte[] bomb = PngFile.Of(100_000, 100_000, 16, PngFile.Grey, new byte[1000]);
        long before = GC.GetTotalAllocatedBytes();
        Assert.Contains("100000 x 100000 pixels; expected at most 64 million", FaultOf(bomb));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
    }
}
