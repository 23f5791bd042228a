using System.Globalization;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What an import of DICOM files shall make.</summary>
/// <param name="Output">Folder for the images; each site has one in it.</param>
/// <param name="Site">Where the files are from.</param>
/// <param name="Key">Turns patient ids into names.</param>
/// <param name="Series">A regular expression on a series' description or protocol; null: any.</param>
public sealed record DicomOptions(string Output, string Site, PatientKey Key, string? Series = null)
{
    internal string PathOf(string name) => Path.GetFullPath(Path.Combine(Output, SiteName, name));

    internal string SiteName => ImageFiles.CleanName(Site);
}

/// <summary>
/// Volumes (MR, CT) from DICOM files, through dcm2niix (Li et al. 2016; BSD licence): <c>OUT/SITE/sub-NAME[_ses-N].nii.gz</c>, one
/// scan of each study. Patients are named by a keyed hash; no name, id, date, time or description leaves the conversion's own
/// folder, which goes away. Faces are not removed.
/// </summary>
public static class DicomImport
{
    /// <exception cref="InputException">dcm2niix is not there, or there is no scan that fits.</exception>
    public static ImportResult Volumes(string folder, DicomOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: there is no such folder");
        var choice = new SeriesChoice(options.Series);
        string work = Directory.CreateTempSubdirectory("siteadapt-dicom-").FullName; // its owner's alone
        try
        {
            // 2: some files could not be converted; 8: some were left out. What came out is counted.
            ForeignProgram.Run("dcm2niix", "dcm2niix", ["-b", "y", "-ba", "n", "-z", "y", "-m", "n", "-d", "9", "-f", "%j_%s", "-o", work, Path.GetFullPath(folder)], folder, code => code is 0 or 2 or 8, stop);
            var (series, nameless) = DicomSeries.ReadAll(work);
            series = DicomSeries.WithAges(series, Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }), stop);
            List<string> notUnderstood = [];
            if (nameless > 0) notUnderstood.Add($"{nameless} series have no patient id and were left out");
            Case[] cases = [.. series.GroupBy(one => one.Patient).SelectMany(patient => Cases([.. patient], choice, options, notUnderstood, stop)).OrderBy(one => one.Id, StringComparer.Ordinal)];
            return cases.Length > 0 ? new ImportResult(cases, notUnderstood, []) : throw new InputException(
                $"{folder}: found no scan to import; expected DICOM series of one volume{(options.Series is { } rule ? $" that fit '{rule}'" : "")}; {(notUnderstood.Count > 0 ? string.Join("; ", notUnderstood.Take(10)) : "there is no DICOM file in it")}");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static IEnumerable<Case> Cases(IReadOnlyList<DicomSeries> patient, SeriesChoice choice, DicomOptions options, List<string> notUnderstood, CancellationToken stop)
    {
        var person = DicomPerson.Of(options.Key, patient[0].Patient, patient[0].Sex);
        // By time, which is not copied: sessions are counted from 1.
        var studies = patient.GroupBy(series => series.Study).OrderBy(study => study.Min(series => series.Time), StringComparer.Ordinal).ThenBy(study => study.Min(series => series.Number)).ToList();
        for (int i = 0; i < studies.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            string? session = studies.Count == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"ses-{i + 1}");
            string id = session is null ? person.Subject : $"{person.Subject}_{session}";
            var scan = choice.Of(studies[i], out var notTaken);
            notUnderstood.AddRange(notTaken.Select(reason => $"{id}: {reason}"));
            if (scan is null) continue;
            string image = options.PathOf(id + ".nii.gz");
            NamelessNifti.Copy(scan.Image, image);
            yield return person.Case(id, image, options) with { Session = session, Age = scan.Age, Scanner = scan.Scanner, FieldStrength = scan.FieldStrength };
        }
    }
}
