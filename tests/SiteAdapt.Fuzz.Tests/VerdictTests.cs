using SiteAdapt.Imaging;

namespace SiteAdapt.Fuzz.Tests;

/// <summary>The judge sees what it is there for.</summary>
public sealed class VerdictTests : IDisposable
{
    readonly TemporaryFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    static FuzzTarget Target(Action<string> parse) => FuzzTarget.Of("planted", "planted.bin", () => ["abcdefgh"u8.ToArray()], parse);

    string? Judge(Action<string> parse) => Verdict.Of(Target(parse), scratch.File("planted.bin"), [1, 2, 3]);

    [Fact]
    public void Should_accept_a_result_and_a_refusal()
    {
        Assert.Null(Judge(_ => { }));
        Assert.Null(Judge(path => throw new InputException($"{path}: no")));
    }

    [Fact]
    public void Should_see_other_exceptions_messages_without_the_file_and_memory()
    {
        Assert.Contains("FormatException: x", Judge(_ => throw new FormatException("x")), StringComparison.Ordinal);
        Assert.Contains("does not name the file", Judge(_ => throw new InputException("no")), StringComparison.Ordinal);
        Assert.Contains("bytes were allocated before 3 bytes", Judge(path =>
        {
            GC.KeepAlive(new byte[65 << 20]);
            throw new InputException($"{path}: no");
        }), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_see_memory_that_an_accepted_input_took()
    {
        Assert.Contains("bytes were allocated before 3 bytes were taken", Judge(_ => GC.KeepAlive(new byte[9 << 20])), StringComparison.Ordinal);
        Assert.Null(Verdict.Of(Target(_ => GC.KeepAlive(new byte[9 << 20])) with { Allowance = 10 << 20 }, scratch.File("planted.bin"), [1, 2, 3]));
    }

    [Fact]
    public void Should_find_a_planted_fault_once_and_make_its_input_again()
    {
        var target = Target(path =>
        {
            if (File.ReadAllBytes(path) is [_, _, _, 0xFF, ..]) throw new FormatException("planted");
        });
        var fuzzer = new Fuzzer([target], seed: 3, scratch.Path);
        fuzzer.Run(inputs: 20_000, threads: 2);
        Assert.Equal(20_000, fuzzer.Done);
        var finding = Assert.Single(fuzzer.Findings);
        Assert.True(fuzzer.Repeated > 0);
        Assert.Equal(0xFF, finding.Input[3]);
        Assert.Equal(finding.Input, Mutator.Make(target, 3, finding.Number));
    }
}
