using System.Text.RegularExpressions;

namespace SiteAdapt.Fuzz;

/// <summary>
/// What tells a fault from others: the target, the words of the message without what comes from the input (numbers, quotations), and the methods on
/// the stack. The compiler in the process leaves out any method that it inlined, and another set of them once a method is compiled anew; so no single
/// method is a mark, and lines of optimised code are none either.
/// </summary>
sealed partial record FaultMark(string Target, string Words, IReadOnlyList<string> Methods)
{
    public static FaultMark Of(string target, string fault)
    {
        string[] lines = fault.Split('\n');
        string[] message = [.. lines.TakeWhile(line => !IsMethod(line))];
        return new(target, string.Join(' ', Word().Matches(Quotation().Replace(string.Join(' ', message), " ")).Select(match => match.Value)),
            [.. lines.Skip(message.Length).Where(IsMethod).Select(line => line.Trim()[3..].Split(" in ")[0])]);
    }

    /// <summary>Whether one stack is the other without some of its methods, beside equal targets and words. Recursion of another depth is that too.</summary>
    public bool IsSameAs(FaultMark other) =>
        (Target, Words) == (other.Target, other.Words) && (IsWithin(Methods, other.Methods) || IsWithin(other.Methods, Methods));

    static bool IsWithin(IReadOnlyList<string> few, IReadOnlyList<string> many)
    {
        int found = 0;
        foreach (string method in many)
            if (found < few.Count && few[found] == method) found++;
        return found == few.Count;
    }

    static bool IsMethod(string line) => line.TrimStart().StartsWith("at ", StringComparison.Ordinal);

    [GeneratedRegex("""'[^']*'|"[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quotation();

    /// <summary>Letters between spaces, a point or a comma after them.</summary>
    [GeneratedRegex(@"(?<!\S)[A-Za-z]+(?=[.,:;]?(\s|$))")]
    private static partial Regex Word();
}
