// Memory is measured.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
