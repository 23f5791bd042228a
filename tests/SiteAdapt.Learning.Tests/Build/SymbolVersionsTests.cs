using System.Buffers.Binary;
using System.Text;

namespace SiteAdapt.Learning.Tests;

public class SymbolVersionsTests
{
    const string Version = "GLIBCXX_3.4.32";
    const ushort Weak = 2;

    [Fact]
    public void Should_make_only_the_named_version_weak_and_do_nothing_the_second_time()
    {
        var elf = MinimalElf("GLIBCXX_3.4.30", Version);
        var before = elf.ToArray();
        Assert.Equal(1, SymbolVersions.MakeWeak(elf, Version));
        Assert.Equal([0, Weak], Flags(elf));
        Assert.Equal(1, before.Zip(elf).Count(pair => pair.First != pair.Second));

        var once = elf.ToArray();
        Assert.Equal(1, SymbolVersions.MakeWeak(elf, Version));
        Assert.Equal(once, elf);
    }

    [Fact]
    public void Should_leave_a_library_without_the_need_as_it_is()
    {
        var elf = MinimalElf("GLIBCXX_3.4.29", "GLIBCXX_3.4.30");
        var before = elf.ToArray();
        Assert.Equal(0, SymbolVersions.MakeWeak(elf, Version));
        Assert.Equal(before, elf);
        Assert.Throws<InvalidDataException>(() => SymbolVersions.MakeWeak(new byte[100], Version));
    }

    [Fact]
    public void Should_have_patched_the_library_that_this_test_runs_with()
    {
        var libraries = Directory.GetFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories);
        if (!OperatingSystem.IsLinux()) return;
        Assert.NotEmpty(libraries);
        Assert.All(libraries, path =>
        {
            // A second run changes nothing: the bit is there.
            var bytes = File.ReadAllBytes(path);
            var again = bytes.ToArray();
            Assert.Equal(1, SymbolVersions.MakeWeak(again, Version));
            Assert.True(bytes.AsSpan().SequenceEqual(again), $"{path} still needs {Version}");
        });
    }

    /// <summary>A 64-bit ELF of a header, one verneed entry with two needs, a string table, and three section headers.</summary>
    static byte[] MinimalElf(string firstVersion, string secondVersion)
    {
        var strings = Encoding.ASCII.GetBytes($"\0libstdc++.so.6\0{firstVersion}\0{secondVersion}\0");
        const int Needs = 64, StringTable = 128, Sections = 256, SectionSize = 64;
        var elf = new byte[Sections + 3 * SectionSize];
        new byte[] { 0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(elf, 0);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(0x28), Sections);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3a), SectionSize);
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3c), 3);

        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(Needs), 1);       // vn_version
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(Needs + 2), 2);   // vn_cnt
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(Needs + 4), 1);    // vn_file
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(Needs + 8), 16);   // vn_aux
        WriteNeed(elf, Needs + 16, 16, next: 16);
        WriteNeed(elf, Needs + 32, 16 + firstVersion.Length + 1, next: 0);
        strings.CopyTo(elf, StringTable);

        WriteSection(elf, Sections + SectionSize, 0x6ffffffe, Needs, link: 2);
        WriteSection(elf, Sections + 2 * SectionSize, 3, StringTable, link: 0);
        return elf;
    }

    static void WriteNeed(byte[] elf, int at, int name, int next)
    {
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 8), name);
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 12), next);
    }

    static void WriteSection(byte[] elf, int at, int type, long offset, int link)
    {
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 4), type);
        BinaryPrimitives.WriteInt64LittleEndian(elf.AsSpan(at + 24), offset);
        BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 40), link);
    }

    static ushort[] Flags(byte[] elf) =>
        [BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(64 + 16 + 4)), BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(64 + 32 + 4))];
}
