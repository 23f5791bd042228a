using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A case that a model's weights have seen.</summary>
/// <param name="Pixels"><see cref="PixelHash"/> of its image; null where it is not known.</param>
public sealed record SeenCase(string Site, string Case, string Subject, string? Pixels);

/// <summary>
/// Every case that a run's weights have seen, those of its source models included, with what their images show: <c>seen.jsonl</c> of the run
/// folder beside what its record says. A run from outside has no such file; its cases are known by subject only.
/// </summary>
public sealed class SeenCases
{
    const string FileName = "seen.jsonl";

    readonly ILookup<string, SeenCase> bySubject, byPixels;
    readonly ILookup<string, (SubjectId Id, SeenCase Seen)> byPerson;

    SeenCases(IReadOnlyList<SeenCase> all)
    {
        (All, bySubject) = (all, all.ToLookup(item => item.Subject, StringComparer.Ordinal));
        byPerson = bySubject.Select(subject => (Id: new SubjectId(subject.Key), Seen: subject.First())).ToLookup(item => item.Id.Person, StringComparer.Ordinal);
        byPixels = all.Where(item => item.Pixels is not null).ToLookup(item => item.Pixels!, StringComparer.Ordinal);
    }

    public IReadOnlyList<SeenCase> All { get; }

    /// <exception cref="InputException">The file is there and damaged.</exception>
    public static SeenCases Open(string run, RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        string file = Path.Combine(run, FileName);
        try
        {
            return Of(record, !File.Exists(file) ? [] : File.ReadLines(file).Select(line => JsonSerializer.Deserialize<SeenCase>(line, Json.Line) ?? throw new JsonException("a line is null")));
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{file}: cannot be read ({fault.Message}). Put it back, or delete it: then the cases behind the weights are known by subject only.", fault);
        }
    }

    /// <summary>The record's cases, with the pixels of those that are among the known ones.</summary>
    public static SeenCases Of(RunRecord record, IEnumerable<SeenCase> known)
    {
        ArgumentNullException.ThrowIfNull(record);
        var pixels = known.Where(item => item.Pixels is not null).DistinctBy(Key).ToDictionary(Key, item => item.Pixels);
        return new SeenCases([.. record.SeenCases().Select(item => new SeenCase(item.Site, item.Case, item.Subject, null)).Distinct().Select(item => item with { Pixels = pixels.GetValueOrDefault(Key(item)) })]);
    }

    /// <summary>Null: not seen, or not known.</summary>
    public string? PixelsOf(Case item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return bySubject[item.Subject].FirstOrDefault(seen => seen.Case == item.Id && seen.Site == item.Site)?.Pixels;
    }

    /// <summary>Writes the file, unless it is there.</summary>
    public void Write(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string file = folder.In(FileName);
        if (!File.Exists(file)) AtomicFile.WriteText(file, string.Concat(All.Select(item => JsonSerializer.Serialize(item, Json.Line) + "\n")));
    }

    /// <summary>Refuses to score a model on subjects or images that its weights have seen.</summary>
    /// <param name="run">The model's run folder, for the message.</param>
    /// <exception cref="InputException">Naming each such case and the one that was trained on.</exception>
    public void RequireUnseen(IReadOnlyList<Case> cases, TrainingData data, string run)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(data);
        data.Pixels.Read(cases, data.Preparing);
        var faults = new Faults($"{run}: the model was trained on subjects or images that it would be scored on; the scores would be too good. Use the manifest and the split that it was trained with");
        foreach (var item in cases)
        {
            var (subject, image) = (bySubject[item.Subject].FirstOrDefault(), data.Pixels.Of(item) is { } pixels ? byPixels[pixels].FirstOrDefault() : null);
            var id = new SubjectId(item.Subject);
            var person = byPerson[id.Person].FirstOrDefault(other => other.Id.IsSamePersonAs(id)).Seen;
            if (subject is not null) faults.Add($"case '{item.Id}' of site '{item.Site}': it was trained on subject '{item.Subject}' with case '{subject.Case}' of site '{subject.Site}'");
            else if (person is not null) faults.Add($"case '{item.Id}' of site '{item.Site}': its subject '{item.Subject}' looks like '{person.Subject}', whom it was trained on with case '{person.Case}' of site '{person.Site}' (give them one subject in the manifest, or, if they are two people, rename one)");
            else if (image is not null) faults.Add($"case '{item.Id}' (subject '{item.Subject}') of site '{item.Site}': it was trained on this image as case '{image.Case}' (subject '{image.Subject}') of site '{image.Site}'");
        }
        faults.ThrowIfAny();
    }

    static (string, string, string) Key(SeenCase item) => (item.Site, item.Case, item.Subject);
}
