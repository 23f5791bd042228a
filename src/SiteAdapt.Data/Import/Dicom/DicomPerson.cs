using System.Globalization;

namespace SiteAdapt.Data;

/// <summary>What may be known of a patient: nothing that names somebody.</summary>
sealed record DicomPerson(string Subject, string? Sex)
{
    const double Oldest = 89;

    public static DicomPerson Of(PatientKey key, string id, string? sex) => new($"sub-{key.NameOf(id)}", sex is "M" or "F" or "O" ? sex : null);

    public Case Case(string id, string image, DicomOptions options) => new() { Id = id, Subject = Subject, Site = options.SiteName, Image = image, Sex = Sex };

    /// <summary>Years of DICOM's age string (<c>045Y</c>, <c>018M</c>, <c>006W</c>, <c>003D</c>); whoever is older than 89 is 89.</summary>
    public static double? Years(string? text)
    {
        if (text is not { Length: 4 } || !int.TryParse(text.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return null;
        double? years = text[3] switch { 'Y' => number, 'M' => number / 12.0, 'W' => number / 52.0, 'D' => number / 365.0, _ => null };
        return years is { } known ? Math.Min(Math.Round(known, 2), Oldest) : null;
    }

    /// <summary>Whole years between a birth date and the time of a scan, as dcm2niix writes them (ISO 8601).</summary>
    public static double? Years(string birth, string scanned)
    {
        if (!DateOnly.TryParseExact(birth, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || scanned.Length < 10
            || !DateOnly.TryParseExact(scanned.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var then) || then < born) return null;
        int years = then.Year - born.Year - (then < born.AddYears(then.Year - born.Year) ? 1 : 0);
        return Math.Min(years, Oldest);
    }
}
