using System.Text.Json;
using SiteAdapt.Learning;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary>Results go to stdout, as a table for people or as JSON for machines; everything else goes to stderr.</summary>
sealed class Output(bool json)
{
    /// <summary>A table is never squeezed into the terminal's width, which would break numbers and paths: where it is wider, its lines wrap.</summary>
    const int Widest = 10_000;
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
        console.Profile.Width = Widest;
        return console;
    }

    /// <summary>A line about what is going on.</summary>
    public static void Note(string message) => Console.Error.WriteLine(PlainText.Of(message));

    /// <summary>A warning that does not stop the work.</summary>
    public static void Warn(string message) => Console.Error.WriteLine(PlainText.Of($"warning: {message}"));
}
