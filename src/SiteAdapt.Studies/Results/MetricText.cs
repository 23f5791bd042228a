using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>How a metric is named and written, and which way is better.</summary>
/// <param name="Key">Its name in files.</param>
/// <param name="ToleranceMm">Of the surface Dice; null where it is not known.</param>
public sealed record MetricText(string Key, double? ToleranceMm = null)
{
    public const string Auc = "auc", Dice = "dice", SurfaceDice = "surface_dice";

    /// <summary>Fractions of 1 are written in points of a hundred, all others are millimetres.</summary>
    public bool IsFraction => Key is SurfaceDice or Dice or Auc;

    public bool HigherIsBetter => IsFraction;

    public string Name => Key switch
    {
        SurfaceDice => ToleranceMm is { } tolerance ? string.Create(CultureInfo.InvariantCulture, $"surface Dice at {tolerance:0.##} mm") : "surface Dice",
        Dice => "Dice",
        Auc => "mean AUC",
        "hd95" => "95 % Hausdorff distance",
        "hd100" => "Hausdorff distance",
        "assd" => "average symmetric surface distance",
        "asd_ref_to_pred" => "average surface distance, reference to prediction",
        "asd_pred_to_ref" => "average surface distance, prediction to reference",
        _ => Key,
    };

    /// <summary>The name with its unit, for axes and captions.</summary>
    public string WithUnit => $"{char.ToUpperInvariant(Name[0])}{Name[1..]} ({(IsFraction ? "%" : "mm")})";

    /// <summary>"84.1" (points) or "3.27" (millimetres).</summary>
    public string Value(double value) => IsFraction ? PageText.Points(value) : value.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>With its sign.</summary>
    public string Difference(double value)
    {
        if (IsFraction) return PageText.SignedPoints(value);
        string text = Value(Math.Abs(value));
        return text == "0.00" ? text : (value > 0 ? "+" : "−") + text;
    }

    public string Value(Interval? interval) => interval is null ? "" : $"{Value(interval.Low)} to {Value(interval.High)}";

    public string Difference(Interval? interval) => interval is null ? "" : $"{Difference(interval.Low)} to {Difference(interval.High)}";

    /// <summary>Mean, and the standard deviation where there is one: "84.1 ± 1.3".</summary>
    public string Value(Spread spread)
    {
        ArgumentNullException.ThrowIfNull(spread);
        return Value(spread.Mean) + (spread.Deviation is { } deviation ? $" ± {Value(deviation)}" : "");
    }

    /// <summary>The metric that a study is mainly judged by.</summary>
    public static MetricText HeadlineOf(StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return Of(study.Task.IsClassification ? Auc : study.Task.Metric.Headline == Data.HeadlineScore.Dice ? Dice : SurfaceDice, study);
    }

    public static MetricText Of(string key, StudyDefinition study)
    {
        ArgumentNullException.ThrowIfNull(study);
        return new MetricText(key, key == SurfaceDice ? study.Task.Metric.ToleranceMm : null);
    }
}
