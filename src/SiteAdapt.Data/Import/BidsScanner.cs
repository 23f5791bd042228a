using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>Scanner and field strength from the JSON file beside an image; null where it does not say.</summary>
sealed record BidsScanner(string? Name, double? FieldStrength)
{
    public static BidsScanner Of(string image)
    {
        string path = image[..image.LastIndexOf(".nii", StringComparison.OrdinalIgnoreCase)] + ".json";
        if (!File.Exists(path)) return new BidsScanner(null, null);
        try
        {
            using var document = JsonDocument.Parse(TextFile.Read(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("it is no object");
            string? Text(string key) => document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            string name = string.Join(' ', new[] { Text("Manufacturer"), Text("ManufacturersModelName") }.OfType<string>());
            double? tesla = document.RootElement.TryGetProperty("MagneticFieldStrength", out var field) && field.ValueKind == JsonValueKind.Number ? field.GetDouble() : null;
            return new BidsScanner(name.Length > 0 ? name : null, tesla);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: is not the JSON of a BIDS image ({fault.Message}). Mend it, or remove it.", fault);
        }
    }
}
