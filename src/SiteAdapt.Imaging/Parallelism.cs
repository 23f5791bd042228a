namespace SiteAdapt.Imaging;

/// <summary>How many threads a loop may use. No result of this project depends on it.</summary>
static class Parallelism
{
    /// <param name="threads">At most so many; 0 for one per processor.</param>
    public static ParallelOptions Options(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
    }
}
