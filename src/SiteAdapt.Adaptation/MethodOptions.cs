using System.Globalization;
using System.Text.Json;
using SiteAdapt.Imaging;

namespace SiteAdapt.Adaptation;

/// <summary>Single fields of a method changed by "name=value": the published code's variants and the controls of sections 4.1 and 4.2.</summary>
public static class MethodOptions
{
    sealed record Option(string Values, Func<AdaptationMethod, string, AdaptationMethod> Set);

    static readonly Dictionary<string, Option> Options = new()
    {
        ["mix"] = new("target-only, paper, published, constant:SHARE", (m, v) => m with { Mix = ParseMix(v, m.Mix) }),
        ["mix-first"] = new("fewest target samples in a batch", (m, v) => m with { Mix = m.Mix with { First = Count(v) } }),
        ["target-stream"] = new("target, last2", (m, v) => m with { Mix = m.Mix with { Stream = Word<TargetStream>(v) } }),
        ["history"] = new("none, all, first-moment, second-moment", (m, v) => m with { Start = m.Start with { History = Word<History>(v) } }),
        ["history-change"] = new("keep, shuffle, flip", (m, v) => m with { Start = m.Start with { Change = Word<HistoryChange>(v) } }),
        ["momentum"] = new("0 or more and below 1", (m, v) => m with { Start = m.Start with { Momentum = BelowOne(v) } }),
        ["nesterov"] = new("true, false", (m, v) => m with { Start = m.Start with { Nesterov = Flag(v) } }),
        ["beta1"] = new("0 or more and below 1", (m, v) => m with { Start = m.Start with { Beta1 = BelowOne(v) } }),
        ["beta2"] = new("0 or more and below 1", (m, v) => m with { Start = m.Start with { Beta2 = BelowOne(v) } }),
        ["start-step"] = new("a whole number", (m, v) => m with { Start = m.Start with { Step = Count(v) } }),
        ["trainable"] = new("all, none, first, last, norm, or name prefixes", (m, v) => m with { Trainable = new TrainableSet(v) }),
        ["l2sp-alpha"] = new("a number >= 0", (m, v) => m with { Penalty = (m.Penalty ?? new L2SpPenalty(0.1)) with { Alpha = Number(v) } }),
        ["l2sp-decoupled"] = new("true, false", (m, v) => m with { Penalty = L2SpOf(m) with { Decoupled = Flag(v) } }),
        ["l2sp-beta"] = new("a number >= 0, for a new head", (m, v) => m with { Penalty = L2SpOf(m) with { Beta = Number(v) } }),
        ["spottune-k"] = new("a number >= 0, or tuned (by the budget)", (m, v) => m with { Gates = Gates(m) with { K = v == "tuned" ? null : Number(v) } }),
        ["spottune-gates"] = new("hard, soft", (m, v) => m with { Gates = Gates(m) with { Soft = v is "hard" or "soft" ? v == "soft" : throw new FormatException() } }),
        ["spottune-shortcut0"] = new("true, false", (m, v) => m with { Gates = Gates(m) with { GateShortcut0 = Flag(v) } }),
        ["spottune-policy-optimizer"] = new("adam, sgd", (m, v) => m with { Gates = Gates(m) with { PolicyOptimizer = Word<Learning.OptimizerKind>(v) } }),
        ["spottune-frozen-norm"] = new("train, eval", (m, v) => m with { Gates = Gates(m) with { FrozenNorm = Word<FrozenNorm>(v) } }),
        ["norm"] = new("train, source-statistics", (m, v) => m with { Norm = Word<NormPolicy>(v) }),
        ["finish"] = new("keep, target-statistics", (m, v) => m with { Finish = ParseFinish(v, m.Finish) }),
        ["finish-passes"] = new("a whole number >= 1", (m, v) => m with { Finish = (m.Finish ?? new()) with { Passes = Positive(v) } }),
        ["adversary-weight"] = new("a number >= 0", Adversary((a, v) => a with { Weight = Number(v) })),
        ["adversary-auxiliary-weight"] = new("a number >= 0", Adversary((a, v) => a with { AuxiliaryWeight = Number(v) })),
        ["auxiliary-weight"] = new("a number >= 0", Adversary((a, v) => a with { AuxiliarySegmentationWeight = Number(v) })),
        ["discriminator-width"] = new("a whole number >= 1", Adversary((a, v) => a with { DiscriminatorWidth = Positive(v) })),
        ["discriminator-learning-rate"] = new("a number >= 0", Adversary((a, v) => a with { DiscriminatorLearningRate = Number(v) })),
        ["adversary-weight-decay"] = new("a number >= 0", Adversary((a, v) => a with { WeightDecay = Number(v) })),
        ["adversary-poly"] = new("true, false", Adversary((a, v) => a with { Poly = Flag(v) })),
    };

    /// <summary>Names and allowed values, for help texts.</summary>
    public static IEnumerable<(string Name, string Values)> All => Options.Select(pair => (pair.Key, pair.Value.Values));

    public static AdaptationMethod Apply(AdaptationMethod method, IEnumerable<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (string setting in settings)
        {
            int equals = setting.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? setting : setting[..equals];
            if (equals < 0 || !Options.TryGetValue(name, out var option))
                throw new InputException($"--set: '{setting}' is not NAME=VALUE with one of the names {string.Join(", ", Options.Keys)}.");
            string value = setting[(equals + 1)..].Trim();
            try
            {
                method = option.Set(method, value);
            }
            catch (FormatException)
            {
                throw new InputException($"--set: {name} is '{value}'; expected {option.Values}.");
            }
        }
        return method;
    }

    static SpotTuneSettings Gates(AdaptationMethod method) =>
        method.Gates ?? throw new InputException($"--set: the options spottune-* change SpotTUNet, and '{method.Name}' is not it. Use --method spottunet, or leave them out.");

    /// <summary>A detail of a penalty does not switch the penalty on.</summary>
    static L2SpPenalty L2SpOf(AdaptationMethod method) => method.Penalty ?? throw new InputException(
        $"--set: l2sp-beta and l2sp-decoupled change the L2-SP penalty, which '{method.Name}' does not have. Use --method l2sp, or set l2sp-alpha before.");

    static MixSchedule ParseMix(string value, MixSchedule before) => value.Split(':') switch
    {
        ["constant", var share] => before with { Shape = MixShape.Constant, Share = Fraction(share) },
        ["constant"] => throw new FormatException(),
        [var shape] => before with { Shape = Word<MixShape>(shape), Share = 1 },
        _ => throw new FormatException(),
    };

    static NormFinish? ParseFinish(string value, NormFinish? before) => value switch
    {
        "keep" => null,
        "target-statistics" => before ?? new NormFinish(),
        _ => throw new FormatException(),
    };

    static Func<AdaptationMethod, string, AdaptationMethod> Adversary(Func<AdversarySettings, string, AdversarySettings> set) =>
        (method, value) => method with { Adversary = set(method.Adversary ?? new AdversarySettings(), value) };

    // Not Enum.TryParse, which takes numbers and lists joined by commas too.
    static T Word<T>(string value) where T : struct, Enum
    {
        foreach (T word in Enum.GetValues<T>())
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()) == value) return word;
        throw new FormatException();
    }

    static bool Flag(string value) => bool.TryParse(value, out bool flag) ? flag : throw new FormatException();

    static double Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 && double.IsFinite(number) ? number : throw new FormatException();

    static double Fraction(string value) => Number(value) is <= 1 and var fraction ? fraction : throw new FormatException();

    static double BelowOne(string value) => Number(value) is < 1 and var number ? number : throw new FormatException();

    static int Count(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw new FormatException();

    static int Positive(string value) => Count(value) is > 0 and var count ? count : throw new FormatException();
}
