using SiteAdapt.Imaging;

namespace SiteAdapt.Fuzz;

/// <summary>
/// What a parser may do with an input: take it, or refuse it by an <see cref="InputException"/> that names the file. Refusing may take twice the file and
/// 64 MiB, taking it what the target allows. Memory is all that the thread allocated, freed or not, so it bounds the work too.
/// </summary>
static class Verdict
{
    const long Allowance = 64 << 20;

    /// <summary>What is wrong, or null.</summary>
    public static string? Of(FuzzTarget target, string path, byte[] input)
    {
        File.WriteAllBytes(path, input);
        long before = GC.GetAllocatedBytesForCurrentThread(), allowed = Allowance + 2L * input.Length;
        string end = "refused";
        try
        {
            target.Parse(path);
            (end, allowed) = ("taken", target.Allowance + 2L * input.Length);
        }
        catch (InputException refusal)
        {
            if (target.NamesFile && !refusal.Message.Contains(target.FileName, StringComparison.Ordinal)) return $"a message that does not name the file: {refusal.Message}";
        }
        catch (Exception exception)
        {
            return $"{exception.GetType().Name}: {exception.Message}\n{exception.StackTrace}";
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > allowed ? $"{allocated} bytes were allocated before {input.Length} bytes were {end}; {allowed} are allowed" : null;
    }
}
