namespace SiteAdapt.Data;

/// <summary>What the cases of a subject are used for.</summary>
public enum Subset
{
    Train,
    Validation,
    Test,
}

/// <summary>The names of the subsets in files and messages.</summary>
public static class SubsetNames
{
    public static string Name(this Subset subset) => subset switch
    {
        Subset.Train => "train",
        Subset.Validation => "validation",
        _ => "test",
    };

    /// <summary>Reads a name (train, training; val, valid, validation; test, testing), in any letter case.</summary>
    public static bool TryParse(string text, out Subset subset)
    {
        ArgumentNullException.ThrowIfNull(text);
        (bool known, subset) = text.Trim().ToUpperInvariant() switch
        {
            "TRAIN" or "TRAINING" => (true, Subset.Train),
            "VAL" or "VALID" or "VALIDATION" => (true, Subset.Validation),
            "TEST" or "TESTING" => (true, Subset.Test),
            _ => (false, default),
        };
        return known;
    }
}
