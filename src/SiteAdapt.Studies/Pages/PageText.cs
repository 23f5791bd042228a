using System.Globalization;
using System.Text;
using System.Xml;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>How numbers and names are written on every page.</summary>
public static class PageText
{
    /// <summary>A fraction in points of a hundred with one decimal, as the paper's tables: 0.8412 is "84.1".</summary>
    public static string Points(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A difference of fractions in points, with its sign: "+3.2", "−25.9", "0.0".</summary>
    public static string SignedPoints(double fraction)
    {
        string text = Points(Math.Abs(fraction));
        if (text == "0.0") return text;
        return (fraction > 0 ? "+" : "−") + text;
    }

    /// <summary>So many significant digits, never with an exponent: 2560, 12.3, 0.000012; "-" for what is no finite number. Whole digits are all shown.</summary>
    public static string Significant(double value, int digits)
    {
        if (!double.IsFinite(value)) return "-";
        int exponent = value == 0 ? 0 : (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return value.ToString("0." + new string('#', Math.Max(0, digits - 1 - exponent)), CultureInfo.InvariantCulture);
    }

    /// <summary>"SGD" or "Adam".</summary>
    public static string Name(OptimizerKind optimizer) => optimizer == OptimizerKind.Sgd ? "SGD" : optimizer.ToString();

    static string Words(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "holds",
        ClaimVerdict.DoesNotHold => "does not hold",
        _ => "undecided",
    };

    /// <summary>The verdict in words; one that several seeds might overturn says so: "holds on this seed".</summary>
    public static string Verdict(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return Words(claim.Verdict) + (claim.OnOneSeed && claim.Verdict != ClaimVerdict.Undecided ? " on this seed" : "");
    }

    /// <summary>The numbers of a claim in one line: "mmtl 84.1, fine-tune-all 80.2, difference +3.9 (+1.2 to +6.0)".</summary>
    public static string Numbers(Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return string.Join(", ", claim.Numbers.Select(number =>
            $"{number.Name} {(number.IsDifference ? SignedPoints(number.Value) : Points(number.Value))}" +
            (number.Interval is { } interval ? $" ({SignedPoints(interval.Low)} to {SignedPoints(interval.High)})" : "")));
    }

    /// <summary>Characters that neither HTML nor XML may hold, such as control characters in a file name, become U+FFFD.</summary>
    internal static string Printable(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (pair) clean.Append(text[i++]).Append(text[i]);
            else clean.Append(XmlConvert.IsXmlChar(text[i]) && text[i] != '\r' ? text[i] : '\uFFFD');
        }
        return clean.ToString();
    }
}
