using System.CommandLine;

namespace SiteAdapt.Cli.Tests;

public sealed class ComputationThreadTests
{
    /// <summary>On another thread the tensors' memory is mapped anew at every step.</summary>
    [Fact]
    public void Should_compute_on_the_thread_that_calls()
    {
        int thread = 0;
        var verb = new Verb("compute", "something");
        verb.SetComputation((_, _) => { thread = Environment.CurrentManagedThreadId; });
        var running = new RootCommand { verb }.Parse("compute").InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        Assert.True(running.IsCompleted);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }
}
