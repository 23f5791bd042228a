namespace SiteAdapt.Imaging.Tests;

public sealed class SealedGzipStreamTests
{
    [Fact]
    public void Should_pass_whole_files_of_any_length_around_the_decoders_buffer()
    {
        // Content that does not shrink, so that the compressed length runs over the buffer's 8192 bytes one by one.
        for (int length = 8100; length < 8220; length++) AssertPasses(Noise(length), NiftiFile.Gzip(Noise(length)));
        for (int length = 0; length < 100; length++) AssertPasses(Noise(length), NiftiFile.Gzip(Noise(length)));
        AssertPasses(new byte[200_000], NiftiFile.Gzip(new byte[200_000]));
    }

    [Fact]
    public void Should_pass_several_members()
    {
        byte[] first = Noise(3000), second = Noise(8192);
        AssertPasses([.. first, .. second], [.. NiftiFile.Gzip(first), .. NiftiFile.Gzip(second), .. NiftiFile.Gzip([])]);
    }

    [Fact]
    public void Should_refuse_a_cut_at_any_place()
    {
        foreach (byte[] content in (byte[][])[[.. Noise(300), .. new byte[20000]], Noise(300), new byte[300]])
        {
            byte[] whole = NiftiFile.Gzip(content);
            for (int length = 2; length < whole.Length; length++) Assert.Throws<InvalidDataException>(() => Inflate(whole[..length]));
        }
    }

    [Fact]
    public void Should_refuse_what_is_not_gzip_behind_the_end() =>
        Assert.Throws<InvalidDataException>(() => Inflate([.. NiftiFile.Gzip(Noise(300)), 1, 2, 3]));

    static void AssertPasses(byte[] content, byte[] compressed) => Assert.True(Inflate(compressed).AsSpan().SequenceEqual(content), $"{content.Length}");

    static byte[] Inflate(byte[] compressed)
    {
        using var gzip = new SealedGzipStream(new MemoryStream(compressed));
        using var content = new MemoryStream();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    static byte[] Noise(int length)
    {
        ulong state = (ulong)length;
        var bytes = new byte[length];
        for (int k = 0; k < length; k++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            bytes[k] = (byte)(state >> 40);
        }
        return bytes;
    }
}
