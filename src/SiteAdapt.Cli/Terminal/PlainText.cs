using System.Text;

namespace SiteAdapt.Cli;

/// <summary>Text for a terminal, where names from files stand: a control character would be an order to the terminal.</summary>
static class PlainText
{
    /// <summary>Control characters but line feed and tab as \xNN.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsOrder)) return text;
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
            if (IsOrder(c)) plain.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else plain.Append(c);
        return plain.ToString();
    }

    static bool IsOrder(char c) => char.IsControl(c) && c is not ('\n' or '\t');
}
