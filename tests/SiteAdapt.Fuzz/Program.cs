using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SiteAdapt.Fuzz;

var names = new Option<string[]>("--target") { Description = $"Only these parsers: {string.Join(", ", Targets.All.Select(target => target.Name))}", AllowMultipleArgumentsPerToken = true };
var inputs = new Option<long?>("--inputs") { Description = "How many inputs, over all parsers together" };
var seconds = new Option<double?>("--seconds") { Description = "How long, where --inputs is not given (60)" };
var seed = new Option<long>("--seed") { Description = "The same seed gives the same inputs", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "Inputs at a time", DefaultValueFactory = _ => 1 };
var output = new Option<string>("--out") { Description = "Folder for inputs that a parser did not cope with", DefaultValueFactory = _ => "fuzz-findings" };
var root = new RootCommand("Gives the program's parsers damaged files. Only typed errors are allowed, no hang, and no memory that a header only claims.") { names, inputs, seconds, seed, threads, output };

var file = new Argument<string>("FILE") { Description = "A saved input" };
var name = new Option<string>("--target") { Description = "The parser that it is for", Required = true };
var replay = new Command("replay", "Gives one saved input to its parser again.") { file, name };
root.Subcommands.Add(replay);

replay.SetAction(parsed => WithScratch(scratch =>
{
    var target = Targets.Find(parsed.GetValue(name)!);
    string? fault = Verdict.Of(target, Path.Combine(scratch, target.FileName), File.ReadAllBytes(parsed.GetValue(file)!));
    Console.WriteLine(fault ?? "taken, or refused as it should be");
    return fault is null ? 0 : 1;
}));

root.SetAction(parsed => WithScratch(scratch =>
{
    FuzzTarget[] targets = parsed.GetValue(names) is { Length: > 0 } chosen ? [.. chosen.Select(Targets.Find)] : [.. Targets.All];
    var fuzzer = new Fuzzer(targets, parsed.GetValue(seed), scratch);
    long? each = parsed.GetValue(inputs) is { } total ? (total + targets.Length - 1) / targets.Length : null;
    var clock = Stopwatch.StartNew();
    fuzzer.Run(each, each is null ? TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 60) : null, parsed.GetValue(threads));
    foreach (var finding in fuzzer.Findings)
    {
        string path = Path.Combine(Directory.CreateDirectory(parsed.GetValue(output)!).FullName, $"{finding.Target.Name}-{parsed.GetValue(seed)}-{finding.Number}.bin");
        File.WriteAllBytes(path, finding.Input);
        Console.WriteLine($"{finding.Target.Name}: {finding.Fault}\n  dotnet run -c Release --project tests/SiteAdapt.Fuzz -- replay {path} --target {finding.Target.Name}");
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{fuzzer.Done} inputs of {targets.Length} parsers, {fuzzer.Done / clock.Elapsed.TotalSeconds:0} a second, {fuzzer.Findings.Count} faults, {fuzzer.Repeated} repeats of them"));
    return fuzzer.Findings.Count == 0 ? 0 : 1;
}));

return root.Parse(args).Invoke();

// In memory where the system has such a folder: ten million files are written.
static int WithScratch(Func<string, int> work)
{
    string memory = "/dev/shm", folder = Path.Combine(Directory.Exists(memory) ? memory : Path.GetTempPath(), $"siteadapt-fuzz-{Environment.ProcessId}");
    Directory.CreateDirectory(folder);
    try
    {
        return work(folder);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}
