using FsCheck.Xunit;

namespace SiteAdapt.Imaging.Tests;

public class ComponentsTests
{
    static Mask Line(string voxels) => new(
        Grid.FromSpacing(new Size3(voxels.Length, 1, 1), Spacing.Isotropic(1)), [.. voxels.Select(c => c == '#' ? (byte)1 : (byte)0)]);

    [Theory]
    [InlineData("....", "....")]
    [InlineData("####", "####")]
    [InlineData("#..##.#", "...##..")]
    [InlineData("##.##.##", "##......")]
    [InlineData(".#.##", "...##")]
    public void Should_keep_the_largest_and_of_equal_ones_the_first(string before, string after) =>
        Assert.Equal(Line(after).Voxels, Components.KeepLargest(Line(before)).Voxels);

    [Property(MaxTest = 300)]
    public void Should_equal_a_flood_fill(int seed)
    {
        var random = new RandomCase(seed);
        Mask mask = random.Mask(random.Size(9));
        foreach (Connectivity connectivity in Enum.GetValues<Connectivity>())
        {
            List<List<int>> components = Flood(mask, (int)connectivity);
            Assert.Equal(components.Select(c => (long)c.Count), Components.Sizes(mask, connectivity));
            var expected = new byte[mask.Voxels.Length];
            foreach (int voxel in components.MaxBy(c => c.Count) ?? []) expected[voxel] = 1;
            Assert.Equal(expected, Components.KeepLargest(mask, connectivity).Voxels);
        }
    }

    [Fact]
    public void Should_follow_a_component_that_joins_late()
    {
        // A comb: the teeth are separate rows until the last one joins them all
        var size = new Size3(2001, 1000, 1);
        var comb = new byte[size.Count];
        for (int y = 0; y < size.Y; y++)
            for (int x = 0; x < size.X; x += y == size.Y - 1 ? 1 : 2) comb[x + size.X * y] = 1;
        Assert.Equal([1001 * 999 + 2001], Components.Sizes(new Mask(Grid.FromSpacing(size, Spacing.Isotropic(1)), comb)));
    }

    /// <summary>Components in array order of their first voxel.</summary>
    static List<List<int>> Flood(Mask mask, int neighbours)
    {
        Size3 size = mask.Grid.Size;
        int far = neighbours == 6 ? 1 : neighbours == 18 ? 2 : 3;
        byte[] left = (byte[])mask.Voxels.Clone();
        var components = new List<List<int>>();
        for (int start = 0; start < left.Length; start++)
        {
            if (left[start] == 0) continue;
            left[start] = 0;
            var component = new List<int> { start };
            for (int next = 0; next < component.Count; next++)
            {
                int v = component[next], x = v % size.X, y = v / size.X % size.Y, z = v / size.X / size.Y;
                for (int d = 0; d < 27; d++)
                {
                    int dx = d % 3 - 1, dy = d / 3 % 3 - 1, dz = d / 9 - 1, nx = x + dx, ny = y + dy, nz = z + dz;
                    if (Math.Abs(dx) + Math.Abs(dy) + Math.Abs(dz) > far) continue;
                    if (nx < 0 || ny < 0 || nz < 0 || nx >= size.X || ny >= size.Y || nz >= size.Z) continue;
                    int n = nx + size.X * (ny + size.Y * nz);
                    if (left[n] == 0) continue;
                    left[n] = 0;
                    component.Add(n);
                }
            }
            components.Add(component);
        }
        return components;
    }
}
