namespace SiteAdapt.Adaptation;

/// <summary>The shape of the target's share over training.</summary>
public enum MixShape
{
    /// <summary>Every sample is the target's.</summary>
    TargetOnly,

    /// <summary>The paper: floor(epoch / epochs * batch), from no target sample to nearly all.</summary>
    Paper,

    /// <summary>The published code: one target sample more every ceil(epochs / 15) epochs, starting with one.</summary>
    Published,

    /// <summary>The same share in every batch.</summary>
    Constant,
}

/// <summary>Which patients the target stream draws from.</summary>
public enum TargetStream
{
    /// <summary>The annotated target patients.</summary>
    Target,

    /// <summary>
    /// The last two patients of (source list + target list), as the published code does whatever the budget is: with one
    /// target patient, half of the "target" samples come from the last source patient (section 4.1 of the protocol).
    /// </summary>
    Last2,
}

/// <summary>MMTL's batch mix: epoch -> samples of the target and of the source (section 4.1 of the protocol).</summary>
/// <param name="Share">Target share of a <see cref="MixShape.Constant"/> mix, 0 to 1.</param>
/// <param name="First">Fewest target samples in a batch: 1 lets a new head learn from the first step. Null: 0, or 1 where images are classified.</param>
public sealed record MixSchedule(MixShape Shape, double Share = 1, int? First = null, TargetStream Stream = TargetStream.Target)
{
    public static MixSchedule TargetOnly { get; } = new(MixShape.TargetOnly);

    [System.Text.Json.Serialization.JsonIgnore]
    public bool NeedsSource => Shape != MixShape.TargetOnly;

    /// <summary>Target samples in a batch of an epoch counted from 0; the rest are source samples.</summary>
    public int TargetCount(int epoch, int epochs, int batch)
    {
        int count = Shape switch
        {
            MixShape.TargetOnly => batch,
            MixShape.Paper => (int)((long)epoch * batch / epochs),
            MixShape.Published => epoch / ((epochs + 14) / 15) + 1,
            MixShape.Constant => (int)Math.Round(Share * batch, MidpointRounding.AwayFromZero),
            _ => throw new InvalidOperationException($"no such mix: {Shape}"),
        };
        return Math.Clamp(count, Math.Min(First ?? 0, batch), batch);
    }

    public override string ToString() => Shape == MixShape.Constant
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"constant:{Share}")
        : System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(Shape.ToString());
}
