using System.Diagnostics;
using System.Text;

namespace SiteAdapt.Data.Tests;

/// <summary>Headers written byte by byte as PS3.5 and PS3.10 have them.</summary>
public sealed class DicomHeaderTests : IDisposable
{
    const string Explicit = "1.2.840.10008.1.2.1", Implicit = "1.2.840.10008.1.2";
    const uint Undefined = 0xFFFFFFFF;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static byte[] Tag(ushort group, ushort element) => [.. BitConverter.GetBytes(group), .. BitConverter.GetBytes(element)];

    static byte[] Short(ushort group, ushort element, string vr, string value) =>
        [.. Tag(group, element), .. Encoding.ASCII.GetBytes(vr), .. BitConverter.GetBytes((ushort)value.Length), .. Encoding.ASCII.GetBytes(value)];

    static byte[] NoVr(ushort group, ushort element, string value) => [.. Tag(group, element), .. BitConverter.GetBytes(value.Length), .. Encoding.ASCII.GetBytes(value)];

    static byte[] Sequence(ushort group, ushort element, string? vr, uint length, params byte[] items) =>
        [.. Tag(group, element), .. vr is null ? [] : Encoding.ASCII.GetBytes(vr + "\0\0"), .. BitConverter.GetBytes(length), .. items];

    static byte[] Item(uint length, params byte[] content) => [.. Tag(0xFFFE, 0xE000), .. BitConverter.GetBytes(length), .. content];

    static byte[] End(ushort element) => [.. Tag(0xFFFE, element), 0, 0, 0, 0];

    (string, string?)? Read(string syntax, params byte[] elements)
    {
        string path = folder.File("scan.dcm");
        File.WriteAllBytes(path, [.. new byte[128], .. "DICM"u8, .. Short(2, 0x10, "UI", syntax.Length % 2 == 1 ? syntax + "\0" : syntax), .. elements]);
        return DicomHeader.SeriesOf(path);
    }

    [Fact]
    public void Should_read_the_age_past_sequences_that_hold_others()
    {
        byte[] other = Short(0x10, 0x1010, "AS", "099Y"), nested = Sequence(8, 0x1140, "SQ", Undefined, [.. Item(Undefined, [.. other, .. End(0xE00D)]), .. End(0xE0DD)]);
        byte[] head = [.. Short(8, 0x60, "CS", "MR"), .. Sequence(8, 0x1115, "SQ", Undefined, [.. Item(Undefined, [.. nested, .. End(0xE00D)]), .. Item((uint)other.Length, other), .. End(0xE0DD)])];
        byte[] implicitly = Sequence(9, 0x1001, "UN", Undefined, [.. Item(Undefined, [.. NoVr(0x10, 0x1010, "098Y"), .. End(0xE00D)]), .. End(0xE0DD)]);
        Assert.Equal(("1.2.3", "045Y"), Read(Explicit, [.. head, .. implicitly, .. Short(0x10, 0x1010, "AS", "045Y"), .. Short(0x20, 0xE, "UI", "1.2.3\0")]));
    }

    [Fact]
    public void Should_read_implicit_headers() =>
        Assert.Equal(("1.2.3", "006M"), Read(Implicit, [.. NoVr(8, 0x60, "MR"), .. Sequence(8, 0x1115, null, 0), .. NoVr(0x10, 0x1010, "006M"), .. NoVr(0x20, 0xE, "1.2.3\0")]));

    [Fact]
    public void Should_have_no_age_where_there_is_none_or_no_header()
    {
        byte[] series = Short(0x20, 0xE, "UI", "1.2.3\0"), age = Short(0x10, 0x1010, "AS", "045Y");
        Assert.Equal(("1.2.3", null), Read(Explicit, series));
        Assert.Null(Read(Explicit, [.. age, .. Short(0x20, 0xE, "UI", "")]));
        Assert.Null(Read(Explicit, [.. age, .. Short(0x28, 0x10, "US", "ab")]));
        Assert.Null(Read(Explicit, [.. age, .. series[..^3]])); // cut off
        Assert.Null(Read("1.2.840.10008.1.2.2", [.. age, .. series]));
        Assert.Null(Read(Explicit, [.. Sequence(8, 0x1115, "SQ", Undefined, [.. Enumerable.Repeat(Item(Undefined, Sequence(8, 0x1115, "SQ", Undefined)), 500).SelectMany(item => item)]), .. age, .. series]));
        folder.Write("notes.txt", "no DICOM");
        Assert.Null(DicomHeader.SeriesOf(folder.File("notes.txt")));
        Assert.Null(DicomHeader.SeriesOf(folder.File("nowhere")));
    }

    [Fact]
    public async Task Should_not_open_what_is_empty_or_no_file()
    {
        folder.Write("empty", "");
        Assert.Null(DicomHeader.Open(folder.File("empty")));
        if (OperatingSystem.IsWindows()) return;
        using (var made = Process.Start("mkfifo", folder.File("pipe"))) await made.WaitForExitAsync();
        File.CreateSymbolicLink(folder.File("link"), folder.File("pipe"));
        File.CreateSymbolicLink(folder.File("astray"), folder.File("nowhere"));
        foreach (string name in new[] { "pipe", "link", "astray" })
            Assert.Null(await Task.Run(() => DicomHeader.SeriesOf(folder.File(name))).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.NotNull(Read(Explicit, Short(0x20, 0xE, "UI", "1.2.3\0")));
        File.CreateSymbolicLink(folder.File("stored"), folder.File("scan.dcm"));
        Assert.Equal(("1.2.3", null), DicomHeader.SeriesOf(folder.File("stored")));
    }
}
