using System.Runtime.CompilerServices;
using SiteAdapt.Learning;

// Torch's thread count belongs to the process, and several test projects may run at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SiteAdapt.Studies.Tests;

static class TestSetup
{
    [ModuleInitializer]
    internal static void UseOneThread() => TorchRuntime.Configure(threads: 1, "cpu");
}
