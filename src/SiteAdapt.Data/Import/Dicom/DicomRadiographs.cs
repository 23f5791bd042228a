using System.Globalization;
using System.Text.RegularExpressions;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Radiographs (CR, DX) from DICOM files, through DCMTK's dcmdump and dcmj2pnm: <c>OUT/SITE/sub-NAME_N.png</c>, 8 bits, in the first
/// window that the file names (else from least to greatest value), bright where bone is. Patients are named by a keyed hash;
/// nothing else of a file but sex, age, view and scanner is kept. What is burnt into the pixels stays there.
/// </summary>
public static partial class DicomRadiographs
{
    const string Package = "dcmtk";

    static readonly string[] Modalities = ["CR", "DX"];

    /// <summary>"(0010,0020) LO [123]   #  4, 1 PatientID", of the file itself and not of a sequence in it.</summary>
    [GeneratedRegex(@"^\((?<tag>[0-9a-f]{4},[0-9a-f]{4})\) .. \[(?<value>.*)\] +#", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Element();

    /// <exception cref="InputException">DCMTK is not there, or there is no radiograph.</exception>
    public static ImportResult Import(string folder, DicomOptions options, IProgress<(int Done, int Total)>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Directory.Exists(folder)) throw new InputException($"{folder}: there is no such folder");
        List<string> notUnderstood = [];
        var cases = new List<Case>();
        var images = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] files = [.. Directory.EnumerateFiles(Path.GetFullPath(folder), "*", SearchOption.AllDirectories).Where(IsDicom).Order(StringComparer.Ordinal)];
        foreach (var (index, file) in files.Index())
        {
            stop.ThrowIfCancellationRequested();
            var tags = Tags(file, stop);
            // A file's own name may be a patient's: the number of the file among all is told.
            string place = string.Create(CultureInfo.InvariantCulture, $"DICOM file {index + 1} of {files.Length}");
            if (!Modalities.Contains(tags.GetValueOrDefault("0008,0060"))) notUnderstood.Add($"{place}: is no radiograph but {tags.GetValueOrDefault("0008,0060", "of no known modality")}");
            else if (tags.GetValueOrDefault("0010,0020") is not { Length: > 0 } patient) notUnderstood.Add($"{place}: has no patient id");
            else cases.Add(Convert(file, place, tags, DicomPerson.Of(options.Key, patient, tags.GetValueOrDefault("0010,0040")), options, images, stop));
            progress?.Report((index + 1, files.Length));
        }
        return cases.Count > 0 ? new ImportResult([.. cases.OrderBy(one => one.Id, StringComparer.Ordinal)], notUnderstood, [])
            : throw new InputException($"{folder}: found no radiograph to import among {files.Length} DICOM files; expected modality CR or DX; {string.Join("; ", notUnderstood.Take(5))}");
    }

    static Case Convert(string file, string place, Dictionary<string, string> tags, DicomPerson person, DicomOptions options, Dictionary<string, int> images, CancellationToken stop)
    {
        images[person.Subject] = images.GetValueOrDefault(person.Subject) + 1;
        string id = string.Create(CultureInfo.InvariantCulture, $"{person.Subject}_{images[person.Subject]}"), image = options.PathOf(id + ".png");
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        string[] window = tags.ContainsKey("0028,1050") ? ["+Wi", "1"] : ["+Wm"];
        string work = Directory.CreateTempSubdirectory("siteadapt-dicom-").FullName;
        try
        {
            string png = Path.Combine(work, "image.png");
            ForeignProgram.Run("dcmj2pnm", Package, ["+on", "-mf", .. window, file, png], place, stop: stop);
            AtomicFile.Write(image, stream =>
            {
                using var source = File.OpenRead(png);
                source.CopyTo(stream);
            });
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
        string scanner = $"{tags.GetValueOrDefault("0008,0070")} {tags.GetValueOrDefault("0008,1090")}".Trim();
        var extra = Data.Case.NoExtra;
        return person.Case(id, image, options) with
        {
            Age = DicomPerson.Years(tags.GetValueOrDefault("0010,1010")), Scanner = scanner.Length > 0 ? scanner : null,
            Extra = tags.GetValueOrDefault("0018,5101") is { Length: > 0 } view ? extra.Add("view", view) : extra,
        };
    }

    static Dictionary<string, string> Tags(string file, CancellationToken stop) =>
        Element().Matches(ForeignProgram.Run("dcmdump", Package, ["-q", file], "a DICOM file", stop: stop)).GroupBy(match => match.Groups["tag"].Value)
            .ToDictionary(group => group.Key, group => group.First().Groups["value"].Value.Trim(), StringComparer.Ordinal);

    /// <summary>128 bytes of anything, then "DICM" (DICOM PS3.10, 7.1).</summary>
    static bool IsDicom(string path)
    {
        Span<byte> start = stackalloc byte[132];
        using var file = DicomHeader.Open(path);
        return file?.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start[128..].SequenceEqual("DICM"u8);
    }
}
