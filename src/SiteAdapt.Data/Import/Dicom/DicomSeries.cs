using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>A series that dcm2niix made a volume of, with what its JSON file says.</summary>
/// <param name="Image">The NIfTI file.</param>
/// <param name="Grid">Null of what is no single three-dimensional volume.</param>
/// <param name="Patient">The patient's own id: never to be written anywhere.</param>
sealed record DicomSeries(
    string Image, Grid? Grid, string Patient, string Study, string Uid, string Time, int Number, string Description, string Protocol, IReadOnlyList<string> ImageType, double? Age, string? Sex,
    string? Scanner, double? FieldStrength)
{
    /// <summary>The volumes of a folder that dcm2niix wrote to; those without a patient's id are left out and counted.</summary>
    public static (IReadOnlyList<DicomSeries> Series, int Nameless) ReadAll(string folder)
    {
        List<DicomSeries> read = [.. ImageFiles.Find(folder).Select(file => Read(file.Path, Path.Combine(folder, file.Stem + ".json"))).OfType<DicomSeries>()];
        return ([.. read.Where(series => series.Patient.Length > 0)], read.Count(series => series.Patient.Length == 0));
    }

    /// <summary>Those without an age get the one that their own DICOM files give, which dcm2niix does not pass on.</summary>
    /// <param name="files">The DICOM files, and whatever lies among them. Of a series only the first is asked; once there was one of each, no more is taken.</param>
    public static IReadOnlyList<DicomSeries> WithAges(IReadOnlyList<DicomSeries> all, IEnumerable<string> files, CancellationToken stop)
    {
        var open = all.Where(series => series.Age is null && series.Uid.Length > 0).Select(series => series.Uid).ToHashSet(StringComparer.Ordinal);
        var ages = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string file in open.Count == 0 ? [] : files)
        {
            stop.ThrowIfCancellationRequested();
            if (DicomHeader.SeriesOf(file) is not { } found || !open.Remove(found.Series)) continue;
            if (DicomPerson.Years(found.Age) is { } years) ages.Add(found.Series, years);
            if (open.Count == 0) break;
        }
        return [.. all.Select(series => series.Age is null && ages.TryGetValue(series.Uid, out double age) ? series with { Age = age } : series)];
    }

    static DicomSeries? Read(string image, string json)
    {
        if (!File.Exists(json)) return null;
        using var document = JsonDocument.Parse(File.ReadAllText(json)); // descriptions come in the scanner's own character set: what is no UTF-8 is replaced
        var root = document.RootElement;
        string Text(string key) => root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
        double? Number(string key) => root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        string[] type = root.TryGetProperty(nameof(ImageType), out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
        string scanner = $"{Text("Manufacturer")} {Text("ManufacturersModelName")}".Trim();
        return new DicomSeries(image, GridOf(image), Text("PatientID"), Text("StudyInstanceUID"), Text("SeriesInstanceUID"), Text("AcquisitionDateTime"), (int)(Number("SeriesNumber") ?? 0),
            Text("SeriesDescription"), Text("ProtocolName"), type, DicomPerson.Years(Text("PatientAge")) ?? DicomPerson.Years(Text("PatientBirthDate"), Text("AcquisitionDateTime")), Text("PatientSex"), scanner.Length > 0 ? scanner : null, Number("MagneticFieldStrength"));
    }

    static Grid? GridOf(string image)
    {
        try
        {
            return Nifti.ReadHeader(image).Grid;
        }
        catch (InputException)
        {
            return null; // a time series, or a colour picture
        }
    }
}
