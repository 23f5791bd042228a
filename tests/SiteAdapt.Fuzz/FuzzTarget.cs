namespace SiteAdapt.Fuzz;

/// <summary>A parser, some good inputs of it, and what its inputs are made of.</summary>
/// <param name="FileName">The name that an input has on disk: some parsers go by it, and messages must tell it.</param>
/// <param name="Corpus">Good inputs, a few kilobytes at most; the parser takes each of them.</param>
/// <param name="Parse">Reads the file at a path, as far as the program would.</param>
sealed record FuzzTarget(string Name, string FileName, Lazy<IReadOnlyList<byte[]>> Corpus, Action<string> Parse)
{
    /// <summary>Text: words that mean something to the parser, or that none should fall over.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Done to a mutated input before it is written: mends a checksum or a length, so that what lies behind it is reached.</summary>
    public Func<byte[], byte[]> Seal { get; init; } = bytes => bytes;

    /// <summary>Whether an <see cref="Imaging.InputException"/> must name the file; some parsers see a text only.</summary>
    public bool NamesFile { get; init; } = true;

    /// <summary>Bytes that taking an input may allocate, beside twice its length.</summary>
    public long Allowance { get; init; } = 8 << 20;

    public static FuzzTarget Of(string name, string fileName, Func<IEnumerable<byte[]>> corpus, Action<string> parse) =>
        new(name, fileName, new(() => [.. corpus()]), parse);
}
