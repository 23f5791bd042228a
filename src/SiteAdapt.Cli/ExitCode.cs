using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>What the process tells its caller. 69, 73 and 75 follow sysexits.h (EX_UNAVAILABLE, EX_CANTCREAT, EX_TEMPFAIL).</summary>
static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something that the user gave cannot be used; the message says what.</summary>
    public const int WrongInput = 1;

    /// <summary>A check or a gate says no, as its own result and not for want of input.</summary>
    public const int NoGo = WrongInput;

    /// <summary>A unit needs the result of another one, which is not there (EX_UNAVAILABLE).</summary>
    public const int MissingInput = UnitExit.MissingInput;

    /// <summary>A fault of the program; the message says where the details are.</summary>
    public const int ProgramFault = 70;

    /// <summary>Somebody else is working in the run folder.</summary>
    public const int Locked = 73;

    /// <summary>Interrupted and saved; the same command continues.</summary>
    public const int Resumable = UnitExit.Resumable;
}
