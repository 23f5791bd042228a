using System.Globalization;
using SiteAdapt.Imaging;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Data;

/// <summary>
/// A mapping of a YAML file, read key by key: a missing key keeps its default, a wrong value becomes a fault with its line,
/// and a key that nobody asked for is a fault that names the closest known one.
/// </summary>
public sealed class YamlSection(YamlMappingNode node, string prefix, Faults faults)
{
    readonly List<string> asked = [];

    /// <summary>The mapping that a file consists of.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="example">A line that such a file has.</param>
    /// <exception cref="InputException">It is not YAML, or not one mapping.</exception>
    public static YamlMappingNode Root(string yaml, string source, string example)
    {
        var stream = new YamlStream();
        try
        {
            YamlShape.Require(yaml, source);
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new InputException($"{source}: line {e.Start.Line}: this is not YAML: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The library's scanner, on texts such as a plain word that is cut off by a '?' or a tab
            throw new InputException($"{source}: this is not YAML, or a kind of it that is not read: {e.Message}", e);
        }
        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode mapping) return mapping;
        throw new InputException($"{source}: expected one YAML document of 'key: value' lines, for example '{example}'");
    }

    public IEnumerable<string> Keys => node.Children.Keys.Select(key => key.ToString());

    public YamlNode? Find(string key)
    {
        asked.Add(key);
        foreach ((YamlNode name, YamlNode value) in node.Children)
            if (name is YamlScalarNode scalar && scalar.Value == key) return value;
        return null;
    }

    public void Fault(YamlNode where, string key, string expected) =>
        faults.Add($"line {where.Start.Line}, '{prefix}{key}': {Shown(where)} is not {expected}");

    public string Text(string key, string fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (value is YamlScalarNode { Value.Length: > 0 } scalar) return scalar.Value!;
        Fault(value, key, "a text");
        return fallback;
    }

    public double Number(string key, double fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (TryNumber(value, out double number)) return number;
        Fault(value, key, "a number");
        return fallback;
    }

    public int Integer(string key, int fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (TryInteger(value, out int number)) return number;
        Fault(value, key, "a whole number");
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        if (Find(key) is not { } value) return fallback;
        if (value is YamlScalarNode scalar && bool.TryParse(scalar.Value, out bool flag)) return flag;
        Fault(value, key, "true or false");
        return fallback;
    }

    public T Choice<T>(string key, (string Name, T Value)[] names, T fallback)
    {
        if (Find(key) is not { } value) return fallback;
        foreach ((string name, T choice) in names)
            if (value is YamlScalarNode scalar && scalar.Value == name) return choice;
        IEnumerable<string> known = names.Select(n => n.Name);
        string hint = value is YamlScalarNode { Value: { } text } ? ClosestName.Hint(text, known) : "";
        Fault(value, key, $"one of {string.Join(", ", known)}{hint}");
        return fallback;
    }

    /// <summary>A mapping below a key; an empty one where the key is missing, so that every default holds.</summary>
    public YamlSection Section(string key)
    {
        YamlNode? value = Find(key);
        if (value is not null and not YamlMappingNode) Fault(value, key, "a mapping (key: value lines)");
        return new YamlSection(value as YamlMappingNode ?? [], $"{prefix}{key}.", faults);
    }

    /// <summary>A fault for every key that nobody asked for; <paramref name="others"/> are keys of tasks of another kind.</summary>
    public void RefuseUnknownKeys(TaskKind otherKind = default, IReadOnlyList<string>? others = null)
    {
        foreach (YamlNode name in node.Children.Keys)
            if (name is YamlScalarNode { Value: { } of } && others?.Contains(of) == true)
                faults.Add($"line {name.Start.Line}: '{prefix}{of}' is a setting of {TaskNames.NameOf(TaskNames.Kinds, otherKind)} tasks, and this task is none; " +
                    $"leave it out or set 'kind: {TaskNames.NameOf(TaskNames.Kinds, otherKind)}'");
            else if (name is not YamlScalarNode { Value: { } key } || !asked.Contains(key))
                faults.Add($"line {name.Start.Line}: there is no setting '{prefix}{name}'{ClosestName.Hint(name.ToString(), asked)}; " +
                    $"known here: {string.Join(", ", asked.Distinct())}");
    }

    public static bool TryNumber(YamlNode node, out double number)
    {
        number = 0;
        return node is YamlScalarNode scalar && double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    public static bool TryInteger(YamlNode node, out int number)
    {
        number = 0;
        return node is YamlScalarNode scalar && int.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    static string Shown(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode list => $"a list of {list.Children.Count}",
        _ => "a mapping",
    };
}
