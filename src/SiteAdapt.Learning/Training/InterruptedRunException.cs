namespace SiteAdapt.Learning;

/// <summary>The run was asked to stop and has saved its state; the same command continues it. Exit code 75.</summary>
public sealed class InterruptedRunException : Exception
{
    public InterruptedRunException(string message) : base(message) { }

    public InterruptedRunException(string message, Exception inner) : base(message, inner) { }

    public InterruptedRunException() { }
}
