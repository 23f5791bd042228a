using BenchmarkDotNet.Running;
using SiteAdapt.Bench;

// "work NAME ..." is one side of bench/compare; anything else goes to BenchmarkDotNet, for example --filter '*Surface*' or --list flat.
if (args is ["work", var name, .. var rest])
    return Workers.Run(name, rest); // on the first thread, as the verbs of siteadapt
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
