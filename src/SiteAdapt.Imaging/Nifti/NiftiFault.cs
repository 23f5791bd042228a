using System.Globalization;

namespace SiteAdapt.Imaging;

/// <summary>Messages about a file that cannot be used: which file, which field, what it says, what was expected, what to do.</summary>
static class NiftiFault
{
    public static InputException Field(string path, string field, object value, string expected, string next) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}: {field} is {value}; expected {expected}. {next}"));

    public static InputException File(string path, string what, string next, Exception? inner = null) =>
        inner is null ? new($"{path}: {what}. {next}") : new($"{path}: {what}. {next}", inner);

    public const string Rewrite = "Write the image again with the tool that made it, or convert it with one that checks headers.";

    public const string CopyAgain = "Copy or download the file again; it may have been cut off or damaged on the way.";
}
