namespace SiteAdapt.Studies;

/// <summary>What becomes of a unit.</summary>
public enum UnitState
{
    /// <summary>Inputs are not done yet.</summary>
    Waiting,

    /// <summary>Could start now; an attempt that was interrupted goes on where it stopped.</summary>
    Ready,

    /// <summary>A process works on it.</summary>
    Running,

    Done,

    /// <summary>The last attempt ended with a reason; <c>study run</c> tries again.</summary>
    Failed,

    /// <summary>An input failed.</summary>
    Blocked,
}
