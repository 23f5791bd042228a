namespace SiteAdapt.Cli.Tests;

public sealed class DicomTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("data import export", "--layout", "or give --dicom")]
    [InlineData("data import export --dicom --layout folders --images out", "--dicom, --layout", "give one of them")]
    [InlineData("data import export --layout folders --series T1", "--series", "goes with --dicom only")]
    [InlineData("data import export --dicom --site a --key k", "--images", "where the converted images shall go")]
    [InlineData("data import export --dicom --site a --key k --images export/out", "--images", "Give another place")]
    [InlineData("data import export --dicom --images out --key k", "--site", "one import is of one site")]
    [InlineData("data import export --dicom --images out --site a", "--key", "hospital's secret")]
    [InlineData("data import export --dicom --images out --site a --key k --series (", "--series", "no regular expression")]
    [InlineData("data import export --dicom --radiographs --images out --site a --key k --series T1", "--series", "Leave it out")]
    [InlineData("data import nowhere --dicom --images out --site a --key k", "nowhere", "no such folder")]
    public void Should_say_what_is_missing_before_any_file_is_converted(string line, params string[] expected)
    {
        Directory.CreateDirectory(folder.File("export"));
        SiteAdaptProcess.Run(folder.Path, line.Split(' ')).BeRefused(expected);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    public void Dispose() => folder.Dispose();
}
