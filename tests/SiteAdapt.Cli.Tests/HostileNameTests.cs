namespace SiteAdapt.Cli.Tests;

/// <summary>Names that would be an order to the terminal, or a path to somewhere else.</summary>
public sealed class HostileNameTests : IDisposable
{
    const string Clear = "\u001b[2J";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    [Theory]
    [InlineData("../x", "a", "b")]
    [InlineData("..", "a", "b")]
    [InlineData("c", "a/../../b", "b")]
    [InlineData("c", "a", ".hidden")]
    [InlineData("c", "a", "/etc")]
    [InlineData("c", "a", "C:b")]
    [InlineData("c\\d", "a", "b")]
    public void Should_refuse_names_that_could_leave_a_folder(string id, string subject, string site)
    {
        folder.Write("1.nii", "x");
        folder.Write("manifest.csv", $"case,subject,site,image\n{id},{subject},{site},1.nii\n");
        Run("pretrain", "--data", "manifest.csv", "--source", "b", "--out", "run").BeRefused("manifest.csv", "line 2", "a name that can stand in a file name");
    }

    [Fact]
    public void Should_not_pass_orders_to_the_terminal_in_a_message()
    {
        folder.Write("manifest.csv", $"case,subject,site,image\n{Clear}c,s,a,1.nii\n");
        var outcome = Run("pretrain", "--data", "manifest.csv", "--source", "b", "--out", "run").BeRefused("line 2", "\\x1b[2Jc");
        Assert.DoesNotContain('\u001b', outcome.Errors);
    }

    [Theory]
    [InlineData("plain, with ümlauts\n\tand lines", "plain, with ümlauts\n\tand lines")]
    [InlineData("a\u001b[2Jb\rc\u0007\u009b", "a\\x1b[2Jb\\x0dc\\x07\\x9b")]
    public void Should_write_control_characters_as_numbers(string text, string expected) => Assert.Equal(expected, PlainText.Of(text));

    [Fact]
    public void Should_name_a_path_with_a_zero_character_in_a_study_file()
    {
        folder.Write("study.yaml", "name: s\nresults: \"a\\0b\"\nsimulation: {sites: 2}\nmethods: [none]\n");
        Run("study", "plan", "study.yaml").BeRefused("study.yaml", "'a\\0b' is not a path");
    }

    [Theory]
    [InlineData("{sites: 2000000000}", "sites is 2000000000")]
    [InlineData("{subjects: 2000000000}", "subjects per site is 2000000000")]
    public void Should_not_plan_more_patients_than_there_can_be(string simulation, string words)
    {
        folder.Write("study.yaml", $"name: s\nsimulation: {simulation}\nmethods: [none]\n");
        Run("study", "plan", "study.yaml").BeRefused("study.yaml", words);
    }
}
