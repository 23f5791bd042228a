using System.Text;

namespace SiteAdapt.Data;

/// <summary>
/// The head of a DICOM file, read for series and age alone: dcm2niix passes on a birth date but no age. Little endian, explicit or implicit
/// (PS3.5, 7.1; PS3.10, 7.1). Values of all other elements are stepped over; whatever else is in the file, there is just no age.
/// </summary>
sealed class DicomHeader : IDisposable
{
    const uint Syntax = 0x0002_0010, Age = 0x0010_1010, Series = 0x0020_000E, Item = 0xFFFE_E000, EndOfItem = 0xFFFE_E00D, EndOfItems = 0xFFFE_E0DD;
    const uint Undefined = 0xFFFF_FFFF;
    const string Implicit = "1.2.840.10008.1.2", Deflated = "1.2.840.10008.1.2.1.99", BigEndian = "1.2.840.10008.1.2.2";

    /// <summary>Sequences in sequences; more are no header that anybody wrote.</summary>
    const int Deepest = 16;

    /// <summary>A UID has 64 characters at most (PS3.5, 9.1).</summary>
    const int LongestValue = 64;

    /// <summary>With two reserved bytes and a length of four (PS3.5, table 7.1-1).</summary>
    static readonly string[] LongForms = ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"];

    readonly BinaryReader file;
    bool isExplicit = true;

    DicomHeader(Stream stream) => file = new BinaryReader(stream);

    public void Dispose() => file.Dispose();

    /// <summary>Series of a file, and the age string (<c>045Y</c>) where there is one; null where it names no series, or is no DICOM file.</summary>
    public static (string Series, string? Age)? SeriesOf(string path)
    {
        try
        {
            if (Open(path) is not { } stream) return null;
            using var header = new DicomHeader(stream);
            return header.Find();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null; // shorter than it says, or not for us: dcm2niix tells what cannot be read
        }
    }

    /// <summary>Null of what has no content, which pipes and devices have not either: opening a pipe that nobody writes to waits for ever.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read; so is <see cref="UnauthorizedAccessException"/>.</exception>
    public static FileStream? Open(string path)
    {
        FileSystemInfo file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is FileInfo { Length: > 0 } real ? real.OpenRead() : null;
    }

    (string, string?)? Find()
    {
        Span<byte> start = stackalloc byte[132];
        if (file.BaseStream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start[128..].SequenceEqual("DICM"u8)) return null;
        string? age = null;
        string syntax = "";
        bool isMeta = true;
        while (true)
        {
            uint tag = Tag();
            if (isMeta && tag >> 16 != 2)
            {
                if (syntax is Deflated or BigEndian) return null;
                (isMeta, isExplicit) = (false, syntax != Implicit);
            }
            if (tag > Series) return null; // in rising order
            var (length, vr) = Length(isExplicit);
            if (tag is not (Syntax or Age or Series)) Skip(length, isExplicit && vr != "UN", 0);
            else if (length > LongestValue) return null;
            else if (Text((int)length) is var value && tag == Syntax) syntax = value;
            else if (tag == Age) age = value;
            else return value.Length > 0 ? (value, age) : null;
        }
    }

    uint Tag() => ((uint)file.ReadUInt16() << 16) | file.ReadUInt16();

    (uint Length, string Vr) Length(bool withVr)
    {
        if (!withVr) return (file.ReadUInt32(), "");
        string vr = Text(2);
        if (!LongForms.Contains(vr)) return (file.ReadUInt16(), vr);
        file.ReadUInt16();
        return (file.ReadUInt32(), vr);
    }

    string Text(int length)
    {
        byte[] bytes = file.ReadBytes(length);
        return bytes.Length == length ? Encoding.ASCII.GetString(bytes).TrimEnd('\0', ' ') : throw new EndOfStreamException();
    }

    /// <summary>Over a value; one of undefined length is a sequence, which ends where its delimiter says.</summary>
    void Skip(uint length, bool withVr, int depth)
    {
        if (length != Undefined)
        {
            if (length > file.BaseStream.Length - file.BaseStream.Position) throw new EndOfStreamException();
            file.BaseStream.Seek(length, SeekOrigin.Current);
            return;
        }
        if (depth > Deepest) throw new InvalidDataException("sequences in sequences");
        for (uint tag = Tag(); tag != EndOfItems; tag = Tag())
        {
            if (tag != Item) throw new InvalidDataException("a sequence of something else than items");
            uint size = file.ReadUInt32();
            if (size != Undefined) Skip(size, withVr, depth + 1);
            else SkipItem(withVr, depth);
        }
        file.ReadUInt32();
    }

    void SkipItem(bool withVr, int depth)
    {
        for (uint tag = Tag(); tag != EndOfItem; tag = Tag())
        {
            var (length, vr) = Length(withVr);
            Skip(length, withVr && vr != "UN", depth + 1);
        }
        file.ReadUInt32();
    }
}
