namespace SiteAdapt.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void Should_find_what_is_needed_here_and_leave_nothing_behind()
    {
        var findings = SiteAdaptProcess.Run(folder.Path, "doctor", "--json").Succeed().Json.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("what").GetString()!, finding => finding.GetProperty("state").GetString());
        Assert.Equal("ok", findings["libtorch"]);
        Assert.Equal("ok", findings["locks"]);
        Assert.DoesNotContain("fault", findings.Values);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Should_say_what_a_missing_program_is_for_and_how_to_get_it()
    {
        Assert.All(Programs.Of(folder.Path), finding => Assert.Equal((FindingState.Absent, true), (finding.State, finding.Advice is not null)));
        string program = folder.Write("dcm2niix", "");
        var found = Assert.Single(Programs.Of(folder.Path), finding => finding.State == FindingState.Ok);
        Assert.Equal(("dcm2niix", program), (found.What, found.Found));
    }

    [Fact]
    public void Should_warn_of_a_build_that_does_not_use_the_GPU()
    {
        Assert.Equal(FindingState.Warning, TensorCheck.Gpu(0, driver: true).State);
        Assert.Contains("-p:LibTorch=cuda", TensorCheck.Gpu(0, driver: true).Advice, StringComparison.Ordinal);
        Assert.Equal((FindingState.Ok, "2 CUDA devices"), (TensorCheck.Gpu(2, driver: true).State, TensorCheck.Gpu(2, driver: true).Found));
    }

    [Fact]
    public void Should_warn_of_little_memory() => Assert.Equal(FindingState.Warning, MachineCheck.Memory(4e9).State);

    public void Dispose() => folder.Dispose();
}
