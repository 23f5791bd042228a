using System.CommandLine;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary>Options of <c>data import --dicom</c>.</summary>
sealed class DicomImportOptions
{
    readonly Option<bool> dicom = new("--dicom") { Description = "DIR holds DICOM files: convert them, name patients by a keyed hash (needs dcm2niix; with --radiographs DCMTK)" };
    readonly Option<bool> radiographs = new("--radiographs") { Description = "dicom: take CR and DX images, as PNG" };
    readonly Option<DirectoryInfo?> images = new("--images") { Description = "dicom: folder for the converted images and the manifest" };
    readonly Option<string?> site = new("--site") { Description = "dicom: name of the site that the files are from" };
    readonly Option<FileInfo?> key = new("--key") { Description = "dicom: the hospital's secret, 64 hexadecimal digits; made where it is not there. Keep it: with it the same patient gets the same name" };
    readonly Option<string?> series = new("--series") { Description = "dicom: which series is the scan: a regular expression on its description or protocol (default: the one with the most voxels)" };

    public IEnumerable<Option> All => [dicom, radiographs, images, site, key, series];

    public bool IsAsked(ParseResult parsed)
    {
        if (parsed.GetValue(dicom)) return true;
        foreach (var option in All.Skip(1))
            if (parsed.GetResult(option) is { Implicit: false }) throw new InputException($"{option.Name}: goes with --dicom only. Leave it out.");
        return false;
    }

    public string? ImagesOf(ParseResult parsed) => parsed.GetValue(images)?.FullName;

    public ImportResult Import(ParseResult parsed, string folder, CancellationToken stop)
    {
        string output = ImagesOf(parsed) ?? throw new InputException("--images: say where the converted images shall go, outside of the DICOM files' folder.");
        if ((output + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InputException($"--images: '{output}' lies in the folder of the DICOM files. Give another place, so that files with names and files without do not mix.");
        var options = new DicomOptions(output,
            parsed.GetValue(site) ?? throw new InputException("--site: say which site the files are from; one import is of one site."),
            PatientKey.Open((parsed.GetValue(key) ?? throw new InputException("--key: name the file with the hospital's secret, or one that is not there: then it is made.")).FullName),
            parsed.GetValue(series));
        if (!parsed.GetValue(radiographs)) return DicomImport.Volumes(folder, options, stop);
        if (options.Series is not null) throw new InputException("--series: radiographs have none to choose from. Leave it out.");
        using var line = new ProgressLine("import");
        return DicomRadiographs.Import(folder, options, new Shown(line), stop);
    }

    sealed class Shown(ProgressLine line) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value) => line.Report(value.Done, value.Total, "");
    }
}
