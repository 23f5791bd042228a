using SiteAdapt.Imaging;

namespace SiteAdapt.Fuzz;

/// <summary>
/// What a parser may do with an input: take it, or refuse it by an <see cref="InputException"/> that names the file, with no more memory than twice
/// the file and 64 MiB. Memory is all that the thread allocated, freed or not, so it bounds the work too.
/// </summary>
static class Verdict
{
    const long Allowance = 64 << 20;

    /// <summary>What is wrong, or null.</summary>
    public static string? Of(FuzzTarget target, string path, byte[] input)
    {
        File.WriteAllBytes(path, input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? fault = null;
        try
        {
            target.Parse(path);
            return null;
        }
        catch (InputException refusal)
        {
            if (target.NamesFile && !refusal.Message.Contains(target.FileName, StringComparison.Ordinal)) fault = $"a message that does not name the file: {refusal.Message}";
        }
        catch (Exception exception)
        {
            fault = $"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}";
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return fault ?? (allocated > Allowance + 2L * input.Length ? $"{allocated} bytes were allocated before {input.Length} bytes were refused" : null);
    }
}
