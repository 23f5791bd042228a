using System.Text;
using SiteAdapt.Data;

namespace SiteAdapt.Fuzz;

/// <summary>Changes that keep a text a text: words and lines that are replaced, put in, doubled, deleted, or nested deep.</summary>
static class TextChanges
{
    const int DeepestNest = 5000;

    public static byte[] Apply(byte[] input, IReadOnlyList<string> words, IReadOnlyList<byte[]> corpus, RandomStream random)
    {
        string text = Encoding.UTF8.GetString(input);
        string word = words[random.NextInt(words.Count)];
        (int start, int end) = Token(text, random);
        return Encoding.UTF8.GetBytes(random.NextInt(8) switch
        {
            0 or 1 => text[..start] + word + text[end..],
            2 => text[..start] + word + text[start..],
            3 => text[..start] + text[end..],
            4 => Lines(text, random),
            5 => text[..start] + OtherToken(corpus, random) + text[end..],
            6 => text[..end] + Repeat(random.NextInt(20) == 0 ? word : text[start..end], random) + text[end..],
            _ => text + "\n" + word,
        });
    }

    /// <summary>A run of letters and digits, or of anything else that is no blank.</summary>
    static (int Start, int End) Token(string text, RandomStream random)
    {
        if (text.Length == 0) return (0, 0);
        int start = random.NextInt(text.Length), end = start + 1;
        bool Same(int at) => char.IsLetterOrDigit(text[at]) == char.IsLetterOrDigit(text[start]) && !char.IsWhiteSpace(text[at]);
        while (start > 0 && char.IsLetterOrDigit(text[start]) && char.IsLetterOrDigit(text[start - 1])) start--;
        while (end < text.Length && Same(end)) end++;
        return (start, end);
    }

    static string OtherToken(IReadOnlyList<byte[]> corpus, RandomStream random)
    {
        string other = Encoding.UTF8.GetString(corpus[random.NextInt(corpus.Count)]);
        (int start, int end) = Token(other, random);
        return other[start..end];
    }

    static string Lines(string text, RandomStream random)
    {
        var lines = text.Split('\n').ToList();
        int from = random.NextInt(lines.Count), to = random.NextInt(lines.Count);
        string line = lines[from];
        if (random.NextInt(3) > 0) lines.RemoveAt(from);
        if (random.NextInt(3) > 0) lines.Insert(Math.Min(to, lines.Count), line);
        return string.Join('\n', lines);
    }

    static string Repeat(string word, RandomStream random) =>
        string.Concat(Enumerable.Repeat(word, Math.Min(random.NextInt(10) == 0 ? DeepestNest : 3, 1 + Mutator.Longest / Math.Max(1, word.Length))));
}
