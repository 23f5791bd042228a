using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>A case that a model's weights have seen.</summary>
/// <param name="Pixels"><see cref="PixelHash"/> of its image; null where it is not known.</param>
public sealed record SeenCase(string Site, string Case, string Subject, string? Pixels);

/// <summary>
/// Every case that a run's weights have seen, those of its source models included, with what their images show: <c>seen.jsonl</c> of the run
/// folder beside what its record says; its checkpoints keep the SHA-256. A run from outside has no such file; its cases are known by subject only.
/// </summary>
public sealed class SeenCases
{
    const string FileName = "seen.jsonl";

    readonly ILookup<string, SeenCase> bySubject, byPixels;
    readonly PersonIndex<SeenCase> byPerson;

    SeenCases(IReadOnlyList<SeenCase> all)
    {
        (All, bySubject) = (all, all.ToLookup(item => item.Subject, StringComparer.Ordinal));
        byPerson = new PersonIndex<SeenCase>(all.DistinctBy(item => (item.Subject, item.Site)), item => new SubjectId(item.Subject, item.Site));
        byPixels = all.Where(item => item.Pixels is not null).ToLookup(item => item.Pixels!, StringComparer.Ordinal);
    }

    public IReadOnlyList<SeenCase> All { get; }

    /// <summary>Why images behind the weights cannot be compared by content, to be told where they should be; null where all can.</summary>
    public string? Limit { get; private init; }

    /// <summary>Whether the file is missing with which the run was finished.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>SHA-256 of the file.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    byte[] Content => Encoding.UTF8.GetBytes(string.Concat(All.Select(item => JsonSerializer.Serialize(item, Json.Line) + "\n")));

    /// <param name="checkpoint">The run's: it has the record and the file's SHA-256 under checksums.</param>
    /// <exception cref="InputException">The file is there, and is not what was written.</exception>
    public static SeenCases Open(string run, Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        string file = Path.Combine(run, FileName);
        try
        {
            byte[]? content = File.Exists(file) ? File.ReadAllBytes(file) : null;
            if (content is not null && checkpoint.State.Seen is { } expected && Convert.ToHexStringLower(SHA256.HashData(content)) is var actual && actual != expected)
                throw new InputException($"{file}: SHA-256 is {actual}, but the run's checkpoint says {expected}; the file was changed or damaged. Put it back, or delete it: then the cases behind the weights are known by subject only.");
            string[] lines = content is null ? [] : Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var seen = Of(checkpoint.State.Run, lines.Select(line => JsonSerializer.Deserialize<SeenCase>(line, Json.Line) ?? throw new JsonException("a line is null")));
            return new SeenCases(seen.All) { Limit = LimitOf(run, seen.All, content is not null, checkpoint.State.Seen is not null), IsMissing = content is null && checkpoint.State.Seen is not null };
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

    /// <summary>Writes the file, unless it is there as it should be.</summary>
    public void Write(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string file = folder.In(FileName);
        byte[] content = Content;
        if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(content)) AtomicFile.Write(file, stream => stream.Write(content));
    }

    /// <summary>Refuses to score a model on subjects or images that its weights have seen.</summary>
    /// <param name="run">The model's run folder, for the message.</param>
    /// <exception cref="InputException">Naming each such case and the one that was trained on.</exception>
    public void RequireUnseen(IReadOnlyList<Case> cases, TrainingData data, string run)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(data);
        if (Limit is not null) data.Note?.Invoke(Limit);
        data.Pixels.Read(cases, data.Preparing);
        var faults = new Faults($"{run}: the model was trained on subjects or images that it would be scored on; the scores would be too good. Use the manifest and the split that it was trained with");
        foreach (var item in cases)
        {
            var (subject, image) = (bySubject[item.Subject].FirstOrDefault(), data.Pixels.Of(item) is { } pixels ? byPixels[pixels].FirstOrDefault() : null);
            var person = byPerson.Find(new SubjectId(item.Subject, item.Site));
            if (subject is not null) faults.Add($"case '{item.Id}' of site '{item.Site}': it was trained on subject '{item.Subject}' with case '{subject.Case}' of site '{subject.Site}'");
            else if (person is not null) faults.Add($"case '{item.Id}' of site '{item.Site}': its subject '{item.Subject}' looks like '{person.Subject}', whom it was trained on with case '{person.Case}' of site '{person.Site}' (give them one subject in the manifest, or, if they are two people, rename one)");
            else if (image is not null) faults.Add($"case '{item.Id}' (subject '{item.Subject}') of site '{item.Site}': it was trained on this image as case '{image.Case}' (subject '{image.Subject}') of site '{image.Site}'");
        }
        faults.ThrowIfAny();
    }

    static string? LimitOf(string run, IReadOnlyList<SeenCase> all, bool isThere, bool wasThere)
    {
        int unknown = all.Count(item => item.Pixels is null);
        string why = isThere ? $"{FileName} does not have what they show" : wasThere ? $"{FileName} is missing, which the run was finished with" : $"the run has no {FileName}";
        return unknown == 0 ? null : $"{run}: images cannot be compared by content for {unknown} of the {all.Count} cases behind the weights: {why}. They are known by subject only; an image of theirs under another name is not noticed.";
    }

    static (string, string, string) Key(SeenCase item) => (item.Site, item.Case, item.Subject);
}
