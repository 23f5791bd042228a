using System.Buffers.Binary;
using NetVips;
using SiteAdapt.Data;
using SiteAdapt.Testing;

namespace SiteAdapt.Fuzz;

/// <summary>Radiographs as PNG and JPEG, heads of DICOM files.</summary>
static class ImageTargets
{
    /// <summary>Pixels of 16 million bytes are decoded whatever the header says, and then are grey values of two bytes.</summary>
    const long Pixels = 64 << 20;

    static readonly TaskSettings Task = TaskPresets.ChestXray with { Window = 32 };

    static IEnumerable<byte[]> Pngs() =>
    [
        PngFile.Grey16(9, 7, (x, y) => (ushort)(1000 * x + 77 * y)),
        PngFile.Grey8(12, 5, (x, y) => (byte)(20 * x + y)),
        PngFile.Of(4, 4, 8, PngFile.Rgba, [.. Enumerable.Range(0, 64).Select(i => (byte)i)]),
        PngFile.Of(8, 4, 1, PngFile.Palette, [0xAA, 0x55, 0xF0, 0x0F], ("PLTE", [0, 0, 0, 200, 100, 50])),
        Picture(24, 20).PngsaveBuffer(interlace: true),
    ];

    static IEnumerable<byte[]> Jpegs() =>
        [Picture(24, 20).JpegsaveBuffer(q: 60), Picture(40, 33).JpegsaveBuffer(q: 90, interlace: true), Picture(17, 9).Bandjoin(Picture(17, 9), Picture(17, 9)).JpegsaveBuffer(q: 75)];

    /// <summary>An empty sequence of undefined length, an age, a series.</summary>
    static IEnumerable<byte[]> Dicoms() =>
    [
        [.. new byte[128], .. "DICM\x02\0\x10\0UI\x14\01.2.840.10008.1.2.1\0\x08\0\x40\x11SQ\0\0"u8, 255, 255, 255, 255, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0, .. "\x10\0\x10\u0010AS\x04\0045Y\x20\0\x0E\0UI\x06\01.2.3\0"u8],
    ];

    static Image Picture(int width, int height) => Image.NewFromMemory([.. Enumerable.Range(0, width * height).Select(i => (byte)(i * 7))], width, height, 1, Enums.BandFormat.Uchar);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        FuzzTarget.Of("png", "image.png", Pngs, path => ImageFile.Read(path, Task)) with { Allowance = Pixels },
        FuzzTarget.Of("png-mended", "mended.png", Pngs, path => ImageFile.Read(path, Task)) with { Allowance = Pixels, Seal = MendSums },
        FuzzTarget.Of("dicom-age", "scan.dcm", Dicoms, path => DicomHeader.SeriesOf(path)),
        FuzzTarget.Of("jpeg", "image.jpg", Jpegs, path => ImageFile.Read(path, Task)) with { Allowance = Pixels },
    ];

    /// <summary>Every chunk gets the checksum of what is in it now, as far as the lengths still lead from chunk to chunk.</summary>
    static byte[] MendSums(byte[] png)
    {
        const int Frame = 12; // length, type, checksum
        byte[] mended = [.. png];
        for (int at = 8; at + Frame <= mended.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(mended.AsSpan(at));
            if (length > mended.Length - at - Frame) break;
            var content = mended.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan(at + 8 + (int)length), PngFile.Crc(content));
            at += Frame + (int)length;
        }
        return mended;
    }
}
