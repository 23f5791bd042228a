using System.Text.Json;
using SiteAdapt.Learning;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>Results go to stdout, as a table for people or as JSON for machines; everything else goes to stderr.</summary>
sealed class Output(bool json)
{
    /// <summary>Columns of a table where stdout is a file or a pipe, which have no width of their own.</summary>
    const int WidthElsewhere = 200;
    readonly IAnsiConsole console = Open();

    /// <summary>Prints one result: <paramref name="value"/> as JSON, or what <paramref name="show"/> draws.</summary>
    public void Result<T>(T value, Action<IAnsiConsole> show)
    {
        if (json) Console.WriteLine(JsonSerializer.Serialize(value, Json.Pretty));
        else show(console);
    }

    static IAnsiConsole Open()
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected) console.Profile.Width = WidthElsewhere;
        return console;
    }

    /// <summary>A line about what is going on.</summary>
    public static void Note(string message) => Console.Error.WriteLine(message);

    /// <summary>A warning that does not stop the work.</summary>
    public static void Warn(string message) => Console.Error.WriteLine($"warning: {message}");
}
