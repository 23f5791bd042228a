using System.Runtime.CompilerServices;
using SiteAdapt.Learning;

// Every test starts processes: side by side they would only take each other's cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SiteAdapt.Cli.Tests;

static class TestSetup
{
    [ModuleInitializer]
    internal static void UseOneThread() => TorchRuntime.Configure(threads: 1, "cpu");
}
