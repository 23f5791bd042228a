using System.Reflection;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>How this program is started again: the same build that runs now.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">What stands before the verb.</param>
public sealed record ProgramPath(string File, IReadOnlyList<string> Arguments)
{
    const string Name = "siteadapt";

    /// <summary>The program that is running: <c>siteadapt</c> itself, or <c>dotnet siteadapt.dll</c>.</summary>
    public static ProgramPath Current()
    {
        string process = Environment.ProcessPath ?? throw new InputException("this system does not say which program is running, so that no unit can be started; use 'unit run' by hand.");
        if (Path.GetFileNameWithoutExtension(process).Equals(Name, StringComparison.OrdinalIgnoreCase)) return new ProgramPath(process, []);
        string? assembly = Assembly.GetEntryAssembly()?.Location;
        return string.IsNullOrEmpty(assembly)
            ? new ProgramPath(process, []) // published as a single file under another name
            : new ProgramPath(process, [assembly]);
    }
}
