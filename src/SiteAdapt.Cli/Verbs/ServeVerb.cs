using System.CommandLine;
using System.Runtime.CompilerServices;
using SiteAdapt.Serve;
using Spectre.Console;

namespace SiteAdapt.Cli;

/// <summary><c>serve</c>: a local web page that shows studies, runs and scans.</summary>
static class ServeVerb
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder with runs, studies and data; nothing outside it is shown", DefaultValueFactory = _ => "." };
        var port = new Option<int?>("--port") { Description = "Port (default: 8087, or any free one where that is taken; 0: any free one)" };
        var host = new Option<string?>("--host") { Description = "Listen on this name or address and not on this machine alone; the printed address then carries a token" };
        var token = new Option<bool>("--token") { Description = "Ask for a token on this machine too, where other people are logged in" };
        var json = CommonOptions.Json();
        var command = new Verb("serve", "Show studies, runs and scans with their masks in a browser, from a local web server that only reads",
            "siteadapt serve",
            "siteadapt serve results --port 9000",
            "siteadapt serve results --host gpu1.hospital.example")
        {
            folder, port, host, token, json,
        };
        command.SetAction((parsed, stop) => Run(parsed.GetValue(folder)!, parsed.GetValue(port), parsed.GetValue(host), parsed.GetValue(token), new Output(parsed.GetValue(json)), stop));
        return command;
    }

    /// <summary>Apart, so that no other verb loads the web server.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static async Task Run(string folder, int? port, string? host, bool token, Output output, CancellationToken stop)
    {
        await using var server = await SiteServer.Start(new ServeOptions(folder) { Port = port, Host = host, WithToken = token });
        output.Result(new { Address = server.Address.AbsoluteUri }, console => console.WriteLine(server.Address.AbsoluteUri));
        Output.Note("Open it in a browser. Ctrl-C ends it.");
        await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
