using System.Globalization;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>Writes DICOM files in explicit little endian (PS3.5, PS3.10): just what readers of MR series and radiographs ask for.</summary>
sealed class DicomFile
{
    readonly SortedDictionary<uint, byte[]> elements = [];

    public DicomFile Text(ushort group, ushort element, string vr, string value)
    {
        if (value.Length % 2 == 1) value += vr == "UI" ? '\0' : ' ';
        return Add(group, element, vr, Encoding.ASCII.GetBytes(value));
    }

    public DicomFile Number(ushort group, ushort element, ushort value) => Add(group, element, "US", BitConverter.GetBytes(value));

    public DicomFile Pixels(ushort rows, ushort columns, ushort[] values) => Number(0x28, 0x02, 1).Text(0x28, 0x04, "CS", "MONOCHROME2").Number(0x28, 0x10, rows).Number(0x28, 0x11, columns)
        .Number(0x28, 0x100, 16).Number(0x28, 0x101, 12).Number(0x28, 0x102, 11).Number(0x28, 0x103, 0).Add(0x7FE0, 0x10, "OW", [.. values.SelectMany(BitConverter.GetBytes)]);

    public void Write(string path, string sopClass, string instance)
    {
        Text(0x08, 0x16, "UI", sopClass).Text(0x08, 0x18, "UI", instance);
        var meta = new DicomFile().Add(0x02, 0x01, "OB", [0, 1]).Text(0x02, 0x02, "UI", sopClass).Text(0x02, 0x03, "UI", instance).Text(0x02, 0x10, "UI", "1.2.840.10008.1.2.1").Text(0x02, 0x12, "UI", "1.2.3.4");
        byte[] rest = [.. meta.elements.Values.SelectMany(bytes => bytes)];
        byte[] length = [.. new DicomFile().Add(0x02, 0x00, "UL", BitConverter.GetBytes((uint)rest.Length)).elements.Values.Single()];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, [.. new byte[128], .. "DICM"u8, .. length, .. rest, .. elements.Values.SelectMany(bytes => bytes)]);
    }

    DicomFile Add(ushort group, ushort element, string vr, byte[] value)
    {
        bool isLong = vr is "OB" or "OW";
        byte[] length = isLong ? [0, 0, .. BitConverter.GetBytes((uint)value.Length)] : BitConverter.GetBytes((ushort)value.Length);
        elements[((uint)group << 16) | element] = [.. BitConverter.GetBytes(group), .. BitConverter.GetBytes(element), .. Encoding.ASCII.GetBytes(vr), .. length, .. value];
        return this;
    }

    static DicomFile Patient(string id, string birth, string age = "") => (age.Length == 0 ? new DicomFile() : new DicomFile().Text(0x10, 0x1010, "AS", age)).Text(0x10, 0x10, "PN", "Doe^Jane").Text(0x10, 0x20, "LO", id).Text(0x10, 0x30, "DA", birth).Text(0x10, 0x40, "CS", "F")
        .Text(0x08, 0x80, "LO", "General Hospital Springfield").Text(0x08, 0x70, "LO", "SIEMENS").Text(0x08, 0x1090, "LO", "Avanto");

    /// <summary>A T1-weighted MR series in axial slices, one file each.</summary>
    public static void WriteSeries(string folder, string patient, string study, int series, string description, Volume volume, string date, string imageType = @"ORIGINAL\PRIMARY\M", string birth = "19700102", string age = "")
    {
        var (size, spacing) = (volume.Grid.Size, volume.Grid.Spacing);
        for (int z = 0; z < size.Z; z++)
        {
            var slice = new ushort[size.X * size.Y];
            for (int y = 0; y < size.Y; y++)
                for (int x = 0; x < size.X; x++) slice[(y * size.X) + x] = (ushort)Math.Clamp(volume.Voxels[((z * size.Y) + y) * size.X + x], 0, 4095);
            string uid = string.Create(CultureInfo.InvariantCulture, $"{study}.{series}");
            Patient(patient, birth, age).Text(0x08, 0x08, "CS", imageType).Text(0x08, 0x60, "CS", "MR").Text(0x08, 0x20, "DA", date).Text(0x08, 0x22, "DA", date).Text(0x08, 0x32, "TM", "101112").Text(0x08, 0x103E, "LO", description)
                .Text(0x18, 0x20, "CS", "GR").Text(0x18, 0x23, "CS", "3D").Text(0x18, 0x50, "DS", Decimal(spacing.Z)).Text(0x18, 0x80, "DS", "1900").Text(0x18, 0x81, "DS", "2.5").Text(0x18, 0x87, "DS", "1.5").Text(0x18, 0x1030, "LO", "head protocol")
                .Text(0x20, 0x0D, "UI", study).Text(0x20, 0x0E, "UI", uid).Text(0x20, 0x11, "IS", $"{series}").Text(0x20, 0x13, "IS", $"{z + 1}")
                .Text(0x20, 0x32, "DS", $@"0\0\{Decimal(z * spacing.Z)}").Text(0x20, 0x37, "DS", @"1\0\0\0\1\0").Text(0x20, 0x52, "UI", study + ".9").Text(0x28, 0x30, "DS", $@"{Decimal(spacing.Y)}\{Decimal(spacing.X)}")
                .Pixels((ushort)size.Y, (ushort)size.X, slice).Write(Path.Combine(folder, $"{patient}-{study}-{series}", $"Doe_Jane_{z:000}.dcm"), "1.2.840.10008.5.1.4.1.1.4", $"{uid}.{z + 1}");
        }
    }

    public static void WriteRadiograph(string path, string patient, string instance, ushort[] pixels, ushort rows, ushort columns, string modality = "DX", bool window = false)
    {
        var file = Patient(patient, "19190102", "101Y").Text(0x08, 0x60, "CS", modality).Text(0x18, 0x5101, "CS", "PA").Text(0x20, 0x0D, "UI", "1.2.9").Text(0x20, 0x0E, "UI", "1.2.9.1").Pixels(rows, columns, pixels);
        if (window) file.Text(0x28, 0x1050, "DS", "2048").Text(0x28, 0x1051, "DS", "4096");
        file.Write(path, "1.2.840.10008.5.1.4.1.1.1.1", instance);
    }

    static string Decimal(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
