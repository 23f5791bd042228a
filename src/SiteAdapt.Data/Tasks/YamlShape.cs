using SiteAdapt.Imaging;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace SiteAdapt.Data;

/// <summary>
/// What no settings file needs and a hostile one lives by, refused before a tree is made of it: nesting that would end the process (the tree
/// is built by recursion), aliases, and keys that are more than a text, both of which can stand for more than memory holds.
/// </summary>
static class YamlShape
{
    const int Deepest = 32, Longest = 1 << 22;

    /// <summary>What comes next in a list or a mapping that is open.</summary>
    enum Next
    {
        Item,
        Key,
        Value,
    }

    /// <exception cref="InputException">Naming the line.</exception>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static void Require(string yaml, string source)
    {
        if (yaml.Length > Longest) throw new InputException($"{source}: {yaml.Length} characters are too many for a file of settings; expected at most {Longest}");
        var parser = new Parser(new StringReader(yaml));
        var open = new Stack<Next>();
        while (parser.MoveNext())
        {
            var found = parser.Current!;
            if (Fault(found, open) is { } fault) throw new InputException($"{source}: line {found.Start.Line}: {fault}");
            if (found is MappingEnd or SequenceEnd) open.Pop();
            // In a mapping, keys and values take turns.
            if ((found is Scalar or MappingEnd or SequenceEnd) && open.TryPop(out var next))
                open.Push(next switch { Next.Key => Next.Value, Next.Value => Next.Key, _ => next });
            if (found is MappingStart) open.Push(Next.Key);
            if (found is SequenceStart) open.Push(Next.Item);
        }
    }

    static string? Fault(ParsingEvent found, Stack<Next> open) => found switch
    {
        AnchorAlias alias => $"'*{alias.Value}' stands for something else in the file; write it out",
        NodeEvent { Anchor.IsEmpty: false } node => $"'&{node.Anchor.Value}' is a name for '*{node.Anchor.Value}', which is not read; leave it out",
        MappingStart or SequenceStart when open.Count == Deepest => $"this is nested more than {Deepest} levels deep",
        MappingStart or SequenceStart when open.TryPeek(out var next) && next == Next.Key => "a key is a list or a mapping; expected a text",
        _ => null,
    };
}
