namespace SiteAdapt.Studies;

/// <summary>
/// Patients (of classification, folds or sites) that all methods have a finite value of. A patient without a value for one method
/// would make the others' means those of other patients.
/// </summary>
/// <param name="Keys">In all methods.</param>
/// <param name="All">In any.</param>
/// <param name="Lacking">How many each method lacks, where it lacks any.</param>
sealed record CommonValues(IReadOnlySet<string> Keys, IReadOnlySet<string> All, IReadOnlyDictionary<string, int> Lacking)
{
    public static CommonValues Of(IReadOnlyList<(string Method, Dictionary<string, double> Values)> methods)
    {
        var all = methods.SelectMany(method => method.Values.Keys).ToHashSet(StringComparer.Ordinal);
        bool Has(Dictionary<string, double> values, string key) => values.TryGetValue(key, out double value) && double.IsFinite(value);
        return new CommonValues(all.Where(key => methods.All(method => Has(method.Values, key))).ToHashSet(StringComparer.Ordinal), all,
            methods.Select(method => (method.Method, Count: all.Count(key => !Has(method.Values, key)))).Where(method => method.Count > 0).ToDictionary(method => method.Method, method => method.Count));
    }

    public IReadOnlyDictionary<string, double> Cut(Dictionary<string, double> values) => values.Where(value => Keys.Contains(value.Key)).ToDictionary();

    /// <summary>"1 of 4 held-out parts of the target is in no number (b2): no finite score of octl (1)"; null: none.</summary>
    public string? LeftOut(string where)
    {
        List<string> gone = [.. All.Except(Keys).Order(StringComparer.Ordinal)];
        return gone.Count == 0 ? null : FormattableString.Invariant($"{gone.Count} of {All.Count} held-out parts of {where} left out of every number ({string.Join(", ", gone)}), because not every method has a finite score there: ")
            + string.Join(", ", Lacking.Select(method => FormattableString.Invariant($"{method.Key} lacks {method.Value}")));
    }
}
