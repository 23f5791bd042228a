using System.Text.Json;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// <c>results.json</c>: everything that a report says, as data (docs/reference/results.md). The tables' cells are the one results
/// schema of the project; runs are what they are made of.
/// </summary>
/// <param name="Study">The study's name.</param>
/// <param name="DataFingerprint">Stands for every training and test case as the manifest has them.</param>
/// <param name="Versions">Of the program that wrote it.</param>
/// <param name="Units">Units of the study by state.</param>
/// <param name="Failed">Titles of the units that failed, with the reason.</param>
public sealed record ResultsDocument(
    string Study, string Metric, double? ToleranceMm, string DataFingerprint, IReadOnlyDictionary<string, string> Versions, IReadOnlyList<long> Seeds, IReadOnlyDictionary<string, int> Units,
    IReadOnlyDictionary<string, string> Failed, IReadOnlyList<ResultTable> Tables, IReadOnlyList<Claim> Relations, IReadOnlyList<ForgottenPatient> SourcePatients, IReadOnlyList<StudyRow> Runs)
{
    public static ResultsDocument Of(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new ResultsDocument(content.Plan.Study.Name, content.Headline.Key, content.Headline.ToleranceMm, ReportOrigin.Fingerprint(content.Plan), TorchRuntime.Versions, content.Plan.Study.Seeds,
            Enum.GetValues<UnitState>().ToDictionary(state => state.ToString().ToLowerInvariant(), state => content.Status[state]),
            content.Status.Failed.ToDictionary(unit => unit.Unit.Reference.Name, unit => $"{unit.Unit.Title}: {unit.Failure.Reason}"),
            content.Tables, content.Relations, PatientChanges.Of(content), content.Runs);
    }

    /// <exception cref="InputException">It cannot be read.</exception>
    public static ResultsDocument Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultsDocument>(File.ReadAllBytes(path), Json.Pretty) ?? throw new JsonException("it is null");
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: not the results of a study ({fault.Message}). Expected the results.json that 'study report' wrote.", fault);
        }
    }

    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json.Pretty) + "\n");
}
