namespace SiteAdapt.Fuzz.Tests;

/// <summary>Every parser meets damaged files: a few hundred in every build, 60 seconds of them in continuous integration.</summary>
public sealed class FuzzTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    const int Few = 300, Seed = 1;
    readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    public static TheoryData<string> Names() => [.. Targets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_take_its_corpus(string name)
    {
        var target = Targets.Find(name);
        foreach (byte[] input in target.Corpus.Value.Select(target.Seal))
        {
            string path = scratch.Write(target.FileName, input);
            if (Refusal(target, path) is { } message) Assert.Contains(Expected(name), message, StringComparison.Ordinal);
        }
    }

    /// <summary>What is missing around a corpus of single files; all else is taken.</summary>
    static string Expected(string name) => name switch
    {
        "manifest-files" => "there is no file",
        "chexpert" or "chest-xray14" => "images are not there",
        "nifti-labels" => "whole number",
        "foreign-optimizer" => "foreign.safetensors",
        _ => "nothing may be refused",
    };

    static string? Refusal(FuzzTarget target, string path)
    {
        try
        {
            target.Parse(path);
            return null;
        }
        catch (Imaging.InputException fault)
        {
            return fault.Message;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_only_refuse_damaged_files_by_typed_errors(string name)
    {
        var fuzzer = new Fuzzer([Targets.Find(name)], Seed, scratch.Path);
        fuzzer.Run(Few);
        Assert.Equal(Few, fuzzer.Done);
        RequireNone(fuzzer);
    }

    [SlowFact]
    public void Should_only_refuse_damaged_files_by_typed_errors_for_a_minute()
    {
        var fuzzer = new Fuzzer(Targets.All, Seed + 1, scratch.Path);
        fuzzer.Run(inputs: null, TimeSpan.FromSeconds(60));
        output.WriteLine($"{fuzzer.Done} inputs");
        RequireNone(fuzzer);
    }

    static void RequireNone(Fuzzer fuzzer) => Assert.True(fuzzer.Findings.Count == 0, string.Join('\n', fuzzer.Findings.Select(finding => $"{finding.Target.Name}, seed and number {finding.Number}: {finding.Fault}")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Should_make_the_same_inputs_of_the_same_seed(string name)
    {
        var target = Targets.Find(name);
        byte[][] Inputs(long seed) => [.. Enumerable.Range(0, 40).Select(number => Mutator.Make(target, seed, number))];
        Assert.Equal(Inputs(7), Inputs(7));
        Assert.NotEqual(Inputs(7), Inputs(8));
        Assert.True(Inputs(7).Select(Convert.ToHexString).Distinct().Count() > 20);
    }
}
