using System.Globalization;
using SiteAdapt.Data;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>Lists of single values in a study file; one value alone is a list of one.</summary>
static class YamlLists
{
    public delegate bool Parse<T>(YamlNode node, out T value);

    /// <summary>The values below a key, each once; null where the key is missing. What cannot be read is a fault.</summary>
    public static IReadOnlyList<T>? Items<T>(YamlSection section, string key, string expected, Parse<T> parse)
    {
        if (section.Find(key) is not { } node) return null;
        var items = new List<T>();
        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
        {
            if (!parse(item, out var value)) section.Fault(item, key, expected);
            else if (items.Contains(value)) section.Fault(item, key, "there only once: it stands in the list twice");
            else items.Add(value);
        }
        if (node is YamlSequenceNode { Children.Count: 0 }) section.Fault(node, key, expected);
        return items;
    }

    public static bool Whole(YamlNode node, out long number)
    {
        number = 0;
        return node is YamlScalarNode { Value: { } text } && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    public static bool Name(YamlNode node, out string name)
    {
        name = (node as YamlScalarNode)?.Value ?? "";
        return name.Length > 0;
    }

    public static Parse<T> Choice<T>(params (string Name, T Value)[] choices) => (YamlNode node, out T value) =>
    {
        int index = Array.FindIndex(choices, choice => node is YamlScalarNode scalar && scalar.Value == choice.Name);
        value = choices[Math.Max(index, 0)].Value;
        return index >= 0;
    };
}
