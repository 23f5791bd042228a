using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>How many of a site's subjects go into each subset: as shares of them, or as counts.</summary>
public sealed record SplitSizes
{
    SplitSizes(double train, double validation, double test, bool areCounts) =>
        (Train, Validation, Test, AreCounts) = (train, validation, test, areCounts);

    /// <summary>75 / 8 / 17 % of the subjects, close to the paper's 45 / 5 / 10 of 60.</summary>
    public static SplitSizes Default { get; } = Shares(0.75, 0.08, 0.17);

    public double Train { get; }

    public double Validation { get; }

    public double Test { get; }

    /// <summary>Subjects rather than fractions.</summary>
    public bool AreCounts { get; }

    /// <summary>Fractions that sum to 1.</summary>
    public static SplitSizes Shares(double train, double validation, double test)
    {
        bool valid = train > 0 && validation >= 0 && test > 0 && Math.Abs(train + validation + test - 1) < 1e-6;
        if (!valid)
            throw new InputException(FormattableString.Invariant($"split shares {train}/{validation}/{test}: expected fractions that sum to 1, ") +
                "with something for training and for test (validation may be 0)");
        return new SplitSizes(train, validation, test, areCounts: false);
    }

    /// <summary>Subjects per site; where a site has fewer, its test set is what training and validation leave; more stay unused.</summary>
    public static SplitSizes Counts(int train, int validation, int test)
    {
        if (train < 1 || validation < 0 || test < 1)
            throw new InputException($"split counts {train}/{validation}/{test}: expected at least 1 for training and for test, and 0 or more for validation");
        return new SplitSizes(train, validation, test, areCounts: true);
    }

    /// <summary>Subjects of training, validation, test and no subset, for a site that has <paramref name="subjects"/>.</summary>
    internal int[] For(string site, int subjects)
    {
        if (subjects < 2)
            throw new InputException($"site '{site}' has {subjects} subject: a split needs at least one for training and another for test. " +
                "Add subjects, leave the site out of the manifest, or give a 'split' column");
        if (AreCounts) return FromCounts(site, subjects);
        int test = Math.Max(1, (int)Math.Round(Test * subjects));
        int validation = Math.Min((int)Math.Round(Validation * subjects), subjects - test - 1);
        return [subjects - test - validation, validation, test, 0];
    }

    /// <summary>The same for subjects of whom none is for test, since the test set is given.</summary>
    internal int[] WithoutTest(int subjects)
    {
        int validation = Math.Clamp((int)Math.Round(Validation / (Train + Validation) * subjects), 0, Math.Max(0, subjects - 1));
        return [subjects - validation, validation, 0, 0];
    }

    int[] FromCounts(string site, int subjects)
    {
        (int train, int validation) = ((int)Train, (int)Validation);
        int test = Math.Min((int)Test, subjects - train - validation);
        if (test < 1)
            throw new InputException($"site '{site}' has {subjects} subjects, too few for {train} training and {validation} validation subjects " +
                "and at least one for test; ask for fewer");
        return [train, validation, test, subjects - train - validation - test];
    }

    public override string ToString() => AreCounts ? FormattableString.Invariant($"{Train}/{Validation}/{Test} subjects")
        : FormattableString.Invariant($"{100 * Train:0.#}/{100 * Validation:0.#}/{100 * Test:0.#} %");
}
