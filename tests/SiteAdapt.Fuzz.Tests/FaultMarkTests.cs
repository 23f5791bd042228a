namespace SiteAdapt.Fuzz.Tests;

/// <summary>One fault is found once, however the process's compiler inlines; distinct faults are kept apart.</summary>
public sealed class FaultMarkTests
{
    const string Judge = "   at SiteAdapt.Fuzz.Verdict.Of(FuzzTarget target, String path, Byte[] input) in /src/Verdict.cs:line 21";
    const string Lambda = "   at SiteAdapt.Fuzz.Tests.VerdictTests.<>c.<Should_find>b__7_0(String path) in /src/VerdictTests.cs:line 47";
    const string Read = "   at SiteAdapt.Data.Manifest.Read(String path) in /src/Manifest.cs:line 30";
    const string Parse = "   at SiteAdapt.Data.Manifest.Parse(String line) in /src/Manifest.cs:line 50";
    const string Parts = "   at SiteAdapt.Data.Manifest.Parts(String line) in /src/Manifest.cs:line 60";

    static FaultMark Mark(string message, params string[] stack) => FaultMark.Of("manifest", string.Join('\n', [message, .. stack]));

    static void Same(FaultMark one, FaultMark other, bool same = true) => Assert.Equal((same, same), (one.IsSameAs(other), other.IsSameAs(one)));

    /// <summary>The two texts that CI saw for the planted fault: before and after the delegate was inlined.</summary>
    [Fact]
    public void Should_take_a_stack_without_its_inlined_methods_for_the_same() =>
        Same(Mark("FormatException: planted", Lambda, Judge), Mark("FormatException: planted", Judge));

    [Fact]
    public void Should_not_look_at_lines_numbers_quotations_and_the_depth_of_a_recursion()
    {
        Same(Mark("FormatException: 'a b' at 17, column 3.", Parse, Read, Judge), Mark("FormatException: 'x' at 4711, column 12.", Parse.Replace("50", "51", StringComparison.Ordinal), Read, Judge));
        Same(Mark("KeyNotFoundException: \"x y\" was not found", Read), Mark("KeyNotFoundException: \"z\" was not found", Read));
        Same(Mark("JsonException: no value. Path: $.site | LineNumber: 0", Parse, Read, Judge), Mark("JsonException: no value. Path: $.a.b | LineNumber: 7", Parse, Parse, Parse, Read, Judge));
        Same(Mark("95000000 bytes were allocated before 12 bytes were refused"), Mark("80000000 bytes were allocated before 9 bytes were refused"));
    }

    [Fact]
    public void Should_keep_distinct_faults_apart()
    {
        var fault = Mark("FormatException: planted", Parse, Read, Judge);
        Same(fault, Mark("OverflowException: planted", Parse, Read, Judge), same: false);
        Same(fault, Mark("FormatException: another", Parse, Read, Judge), same: false);
        Same(fault, Mark("FormatException: planted", Parts, Read, Judge), same: false);
        Same(fault, FaultMark.Of("study", string.Join('\n', ["FormatException: planted", Parse, Read, Judge])), same: false);
        Same(Mark("9 bytes were allocated before 12 bytes were refused"), Mark("9 bytes were allocated before 12 bytes were taken"), same: false);
    }

    /// <summary>Found once, with either text first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_report_a_fault_once_whose_stack_text_changes_in_mid_run(bool inlinedFirst)
    {
        using var scratch = new TemporaryFolder();
        int calls = 0;
        var target = FuzzTarget.Of("planted", "planted.bin", () => ["abcdefgh"u8.ToArray()], _ => throw new StackOf(calls++ < 10 == inlinedFirst ? [Judge] : [Lambda, Judge]));
        var fuzzer = new Fuzzer([target], seed: 3, scratch.Path);
        fuzzer.Run(inputs: 20);
        Assert.Single(fuzzer.Findings);
        Assert.Equal(19, fuzzer.Repeated);
    }

    sealed class StackOf(string[] stack) : Exception("planted")
    {
        public override string StackTrace => string.Join('\n', stack);
    }
}
