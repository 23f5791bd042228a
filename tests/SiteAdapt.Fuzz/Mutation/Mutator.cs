using SiteAdapt.Data;

namespace SiteAdapt.Fuzz;

/// <summary>Makes the n-th input of a target: a good one with some changes. The same seed, target and number give the same bytes.</summary>
static class Mutator
{
    const int MostChanges = 8;

    /// <summary>No input grows beyond this, so that work and memory of a parser can be judged.</summary>
    public const int Longest = 1 << 16;

    public static byte[] Make(FuzzTarget target, long seed, long number)
    {
        var random = new RandomStream(seed, $"{target.Name}/{number}");
        var corpus = target.Corpus.Value;
        byte[] input = corpus[random.NextInt(corpus.Count)];
        int changes = 1 + Math.Min(random.NextInt(MostChanges), random.NextInt(MostChanges)); // few more often than many
        for (int i = 0; i < changes; i++)
        {
            bool text = target.Words.Count > 0 && random.NextInt(3) > 0;
            input = text ? TextChanges.Apply(input, target.Words, corpus, random) : ByteChanges.Apply(input, corpus, random);
            if (input.Length > Longest) input = input[..Longest];
        }
        return target.Seal(input);
    }
}
