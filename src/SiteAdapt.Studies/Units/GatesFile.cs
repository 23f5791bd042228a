using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>gates.json</c> beside the scores of a SpotTUNet model: how often each gate took the frozen copy on the cases that were scored.
/// A view for reports; no later unit reads it.
/// </summary>
/// <param name="Slices">Slices or images that the shares are over.</param>
/// <param name="Frozen">By block.</param>
public sealed record GatesFile(long Slices, IReadOnlyDictionary<string, double> Frozen)
{
    const string FileName = "gates.json";

    /// <summary>Null where the unit was done before there was such a file.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static GatesFile? Read(UnitFolder unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        try
        {
            return JsonSerializer.Deserialize<GatesFile>(File.ReadAllBytes(unit.In(FileName)), Json.Pretty);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            throw new InputException($"{unit.In(FileName)}: cannot be read ({fault.Message}). Delete its folder and give 'study run' again.", fault);
        }
    }

    internal static void Write(UnitFolder unit, GateUsage usage) =>
        AtomicFile.WriteText(unit.In(FileName), JsonSerializer.Serialize(new GatesFile(usage.Slices, usage.FrozenShares), Json.Pretty) + "\n");
}
