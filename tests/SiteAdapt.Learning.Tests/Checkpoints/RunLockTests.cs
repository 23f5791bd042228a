using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class RunLockTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void Should_refuse_a_second_owner_and_say_who_has_it()
    {
        using var held = RunLock.Take(folder.Path);
        Assert.Contains($"{Environment.ProcessId}", Assert.Throws<RunLockedException>(() => RunLock.Take(folder.Path)).Message, StringComparison.Ordinal);
    }

    /// <summary>As where the runtime's locks are switched off, or the file system has none.</summary>
    [Fact]
    public void Should_refuse_to_work_without_locks()
    {
        var fault = Assert.Throws<InputException>(() => RunLock.Take(folder.Path, path => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite)));
        Assert.Contains("cannot be locked here", fault.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
        using var held = RunLock.Take(folder.Path);
    }

    [Fact]
    public async Task Should_wait_until_the_owner_is_done()
    {
        var held = RunLock.Take(folder.Path);
        var second = Task.Run(() => RunLock.Wait(folder.Path, CancellationToken.None));
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(300)));
        held.Dispose();
        using var mine = await second;
        Assert.True(RunLock.IsHeld(folder.Path));
    }

    [Fact]
    public void Should_not_wait_when_asked_to_stop()
    {
        using var held = RunLock.Take(folder.Path);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => RunLock.Wait(folder.Path, stop.Token));
    }

    [Fact]
    public void Should_see_whether_somebody_works_and_leave_no_trace_of_looking()
    {
        Assert.False(RunLock.IsHeld(folder.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        using (RunLock.Take(folder.Path)) Assert.True(RunLock.IsHeld(folder.Path));
        Assert.False(RunLock.IsHeld(folder.Path));
        Assert.False(RunLock.IsHeld(folder.File("nowhere")));
    }

    public void Dispose() => folder.Dispose();
}
