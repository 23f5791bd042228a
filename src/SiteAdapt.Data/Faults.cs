using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>All that is wrong with an input, gathered so that it is said at once.</summary>
public sealed class Faults(string subject)
{
    const int Shown = 50;

    readonly List<string> messages = [];

    public bool Any => messages.Count > 0;

    public int Count => messages.Count;

    public void Add(string message) => messages.Add(message);

    /// <summary>Throws an <see cref="InputException"/> that lists every fault, if there is one.</summary>
    public void ThrowIfAny()
    {
        if (messages.Count == 0) return;
        string count = messages.Count == 1 ? "1 fault" : $"{messages.Count} faults";
        string rest = messages.Count > Shown ? $"\n  ... and {messages.Count - Shown} more of them" : "";
        throw new InputException($"{subject}: {count}\n  {string.Join("\n  ", messages.Take(Shown))}{rest}");
    }
}
