using System.Diagnostics;
using System.Globalization;

namespace SiteAdapt.Studies;

/// <summary>Starts <c>siteadapt run replay RUN --out FOLDER ...</c>.</summary>
/// <param name="arguments">The verb and all its arguments but <c>--out</c>.</param>
public sealed class ReplayProcessStarter(ProgramPath program, IReadOnlyList<string> arguments) : IReplayStarter
{
    public IReplayProcess Start(string folder, int? checkpointEvery)
    {
        string[] interval = checkpointEvery is { } steps ? ["--checkpoint-every", steps.ToString(CultureInfo.InvariantCulture)] : [];
        var start = new ProcessStartInfo(program.File, [.. program.Arguments, .. arguments, .. interval, "--out", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ReplayProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program.File} did not start"));
    }

    sealed class ReplayProcess : IReplayProcess
    {
        readonly Process process;
        readonly Task<string> errors, output;

        public ReplayProcess(Process process)
        {
            this.process = process;
            (errors, output) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            Exit = End();
        }

        public Task<int> Exit { get; }

        public string LastWords => errors.IsCompletedSuccessfully ? errors.Result.Trim() : "";

        public void Kill()
        {
            process.Kill();
            process.WaitForExit();
        }

        async Task<int> End()
        {
            await process.WaitForExitAsync();
            await Task.WhenAll(errors, output);
            return process.ExitCode;
        }

        public void Dispose()
        {
            if (!process.HasExited) Kill();
            process.Dispose();
        }
    }
}
