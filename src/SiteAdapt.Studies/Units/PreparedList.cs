using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary><c>prepared.json</c>: what was in the files of each case when they were prepared, as SHA-256.</summary>
sealed record PreparedList(IReadOnlyList<PreparedContent> Cases)
{
    /// <exception cref="InputException">It is gone or cannot be read.</exception>
    public static PreparedList Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PreparedList>(File.ReadAllBytes(path), Json.Pretty) ?? throw new JsonException("it is null");
        }
        catch (Exception fault) when (fault is JsonException or IOException)
        {
            throw new InputException($"{path}: cannot be read ({fault.Message}). Delete its folder and give 'study run' again.", fault);
        }
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json.Pretty) + "\n");

    /// <summary>A study must not mix results of two versions of a scan.</summary>
    public void RequireSame(IReadOnlyList<Case> cases, ContentHashes contents, string folder)
    {
        foreach (var (item, then) in cases.Zip(Cases))
            if (PreparedContent.Of(item, contents) != then)
                throw new InputException($"{item.Image}: image or label of case '{item.Id}' was changed since the study prepared it. Put the old file back; or, to compute all that depends on it anew, delete {folder} and the units that used it.");
    }
}

sealed record PreparedContent(string Case, string Image, string? Label)
{
    public static PreparedContent Of(Case item, ContentHashes contents) => new(item.Id, contents.Of(item.Image), item.Label is null ? null : contents.Of(item.Label));
}
