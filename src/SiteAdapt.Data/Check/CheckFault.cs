namespace SiteAdapt.Data;

/// <summary>Whether data can be used as they are.</summary>
public enum CheckLevel
{
    /// <summary>Training or scoring would fail, or be wrong.</summary>
    Error,

    /// <summary>Usable, but somebody should look at it.</summary>
    Warning,
}

/// <summary>Something that a data check has found.</summary>
/// <param name="Rule">Its name in tables and JSON, such as "grid".</param>
/// <param name="Cases">Ids of the cases that it is about; the message names them too.</param>
public sealed record CheckFault(CheckLevel Level, string Rule, string Site, IReadOnlyList<string> Cases, string Message)
{
    /// <summary>The side of the mask that it is about, such as "superior"; null where it is about no side.</summary>
    public string? Side { get; init; }

    internal static CheckFault Error(string rule, Case item, string message) => Of(CheckLevel.Error, rule, item, message);

    internal static CheckFault Warning(string rule, Case item, string message) => Of(CheckLevel.Warning, rule, item, message);

    static CheckFault Of(CheckLevel level, string rule, Case item, string message) =>
        new(level, rule, item.Site, [item.Id], $"case '{item.Id}' of site '{item.Site}': {message}");
}
