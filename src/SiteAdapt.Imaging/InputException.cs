namespace SiteAdapt.Imaging;

/// <summary>
/// Something that the user gave cannot be used. The message is shown as it stands, without a stack trace:
/// it says which file, case, field and value, what was expected, and what to do next.
/// </summary>
public sealed class InputException : Exception
{
    public InputException(string message) : base(message) { }

    public InputException(string message, Exception inner) : base(message, inner) { }

    public InputException() { }
}
