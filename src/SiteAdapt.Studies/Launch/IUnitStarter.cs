namespace SiteAdapt.Studies;

/// <summary>Starts processes that do units, one after the other.</summary>
public interface IUnitStarter
{
    IUnitProcess Start(IReadOnlyList<UnitFolder> units);
}

/// <summary>A process that was started.</summary>
public interface IUnitProcess
{
    /// <summary>The exit code, when it has ended.</summary>
    Task<int> Exit { get; }

    /// <summary>The end of what it wrote to stderr.</summary>
    string LastWords { get; }

    /// <summary>Asks it to save and leave.</summary>
    void AskToStop();
}
