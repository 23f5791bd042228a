namespace SiteAdapt.Studies;

/// <summary>Starts replays of a run in processes of their own.</summary>
public interface IReplayStarter
{
    /// <summary>Begins, or goes on with, the replay in a folder.</summary>
    /// <param name="checkpointEvery">Steps between its checkpoints; null: as the run has it.</param>
    IReplayProcess Start(string folder, int? checkpointEvery);
}

/// <summary>A replay at work.</summary>
public interface IReplayProcess : IDisposable
{
    /// <summary>Its exit code, once it has ended.</summary>
    Task<int> Exit { get; }

    /// <summary>What it said last on stderr.</summary>
    string LastWords { get; }

    /// <summary>Ends it in the middle of whatever it does (SIGKILL), and returns when it is gone.</summary>
    void Kill();
}
