using System.Text.Json.Serialization;

namespace SiteAdapt.Studies;

/// <summary>
/// What one method reached on one pair of sites with one budget and one seed: a row of every table of the project, in
/// <c>results.json</c> and <c>results.csv</c>. Scores are fractions from 0 to 1 and never missing, means over the test
/// patients of a site.
/// </summary>
/// <remarks>
/// <c>none</c> has no patients and the same source score before and after; <c>all-target-data</c> has all patients, and as
/// "before" the source model's score.
/// </remarks>
public sealed record ResultRow
{
    [JsonPropertyName("method")]
    public required string Method { get; init; }

    [JsonPropertyName("source")]
    public required string Source { get; init; }

    [JsonPropertyName("target")]
    public required string Target { get; init; }

    /// <summary>Annotated target patients that the method saw.</summary>
    [JsonPropertyName("patients")]
    public required int Patients { get; init; }

    /// <summary>Annotated target slices that the method saw.</summary>
    [JsonPropertyName("slices")]
    public required int Slices { get; init; }

    [JsonPropertyName("seed")]
    public required int Seed { get; init; }

    /// <summary>Surface Dice at <see cref="ToleranceMm"/> on the target's test patients.</summary>
    [JsonPropertyName("target_surface_dice")]
    public required double TargetSurfaceDice { get; init; }

    [JsonPropertyName("target_dice")]
    public required double TargetDice { get; init; }

    /// <summary>Surface Dice of the source model on the source's test patients.</summary>
    [JsonPropertyName("source_surface_dice_before")]
    public required double SourceSurfaceDiceBefore { get; init; }

    /// <summary>The same of the adapted model: what is lost of it is forgetting.</summary>
    [JsonPropertyName("source_surface_dice_after")]
    public required double SourceSurfaceDiceAfter { get; init; }

    /// <summary>Tolerance of the surface Dice in millimetres.</summary>
    [JsonPropertyName("tolerance_mm")]
    public required double ToleranceMm { get; init; }

    /// <summary>What trained it: <c>adam</c> or <c>sgd</c>; empty where a file does not say.</summary>
    [JsonPropertyName("optimizer")]
    public string Optimizer { get; init; } = "";

    /// <summary>Change of the source's surface Dice by adapting; below zero is forgetting.</summary>
    [JsonIgnore]
    public double SourceChange => SourceSurfaceDiceAfter - SourceSurfaceDiceBefore;

    /// <summary>True for the two rows that every budget is held against: no adaptation, and all target data.</summary>
    [JsonIgnore]
    public bool IsBound => Method is MethodNames.None or MethodNames.AllTargetData;
}
