namespace SiteAdapt.Imaging.Tests;

/// <summary>Small random cases for property tests, made from the one seed that a failure prints.</summary>
sealed class RandomCase(int seed)
{
    readonly Random random = new(seed);

    public Size3 Size(int most) => new(random.Next(1, most + 1), random.Next(1, most + 1), random.Next(1, most + 1));

    /// <summary>Few different values, so that distances tie often.</summary>
    public Spacing Spacing()
    {
        double[] values = [0.5, 0.95, 1, 1, 1.33, 3];
        return new Spacing(values[random.Next(6)], values[random.Next(6)], values[random.Next(6)]);
    }

    /// <summary>From empty to full.</summary>
    public Mask Mask(Size3 size)
    {
        double share = random.Next(6) switch { 0 => 0, 1 => 1, 2 => 0.05, 3 => 0.9, _ => random.NextDouble() };
        return new Mask(Grid.FromSpacing(size, Imaging.Spacing.Isotropic(1)),
            [.. Enumerable.Range(0, (int)size.Count).Select(_ => random.NextDouble() < share ? (byte)1 : (byte)0)]);
    }

    public double[] Values(Size3 size) => [.. Enumerable.Range(0, (int)size.Count).Select(_ => random.NextDouble() * 200 - 100)];

    public int Below(int count) => random.Next(count);
}
