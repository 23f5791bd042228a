using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary><c>dataset_description.json</c> of a BIDS data set or derivative (BIDS 1.9, "Dataset description").</summary>
public static class BidsDescription
{
    public const string FileName = "dataset_description.json";

    /// <summary>What <c>GeneratedBy</c> calls this program.</summary>
    public const string Program = "siteadapt";

    /// <summary>Whether a folder's description says that this program made it; false where there is none.</summary>
    /// <exception cref="InputException">The file is there and is no JSON object.</exception>
    public static bool IsOurs(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return false;
        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");
            return document.RootElement.TryGetProperty("GeneratedBy", out var by) && by.ValueKind == JsonValueKind.Array
                && by.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("Name", out var name)
                    && name.ValueKind == JsonValueKind.String && Program.Equals(name.GetString(), StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: is not the description of a BIDS data set ({fault.Message}). Mend it, or remove it.", fault);
        }
    }
}
