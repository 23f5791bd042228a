namespace SiteAdapt.Data;

/// <summary>The columns of a manifest.</summary>
static class ManifestColumns
{
    public const string Case = "case", Subject = "subject", Site = "site", Image = "image", Label = "label", Session = "session",
        Scanner = "scanner", FieldStrength = "field_strength", Age = "age", Sex = "sex", Split = "split";

    /// <summary>A finding's column is this and the finding's name.</summary>
    public const string FindingPrefix = "label:";

    public static readonly string[] Required = [Case, Subject, Site, Image];

    public static readonly string[] Known = [Case, Subject, Site, Image, Label, Session, Scanner, FieldStrength, Age, Sex, Split];

    /// <summary>Not used, but written by an import: kept without a word.</summary>
    public static readonly string[] Remarked = ["view", "study"];

    /// <summary>Whether a case, subject or site may have this character in its name; names become parts of file names.</summary>
    public static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || " ._-+()#@=".Contains(c);
}
