using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>The rule on contrast across a mask's border, on real heads: patient03's masks clip the frontal pole; cuts are planted into the others.</summary>
public sealed class RealBorderTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    const string Clipped = "patient03";
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [RealDataFact]
    public void Should_find_the_clipped_frontal_pole_and_nothing_in_the_other_masks_but_miss_planted_cuts()
    {
        string home = Path.Combine(RealDataFactAttribute.Folder!, "heads", "openms");
        Case[] cases = [.. Directory.GetFiles(home, "*_mask.nii.gz").Order(StringComparer.Ordinal).Select(label => (Label: label, Id: Path.GetFileName(label)[..^"_mask.nii.gz".Length])).Select(file => new Case
        {
            Id = file.Id, Subject = file.Id.Split('_')[0], Site = file.Id.Split('_')[2], Image = Path.Combine(home, file.Id + ".nii.gz"), Label = file.Label,
        })];
        ManifestCheck check = ManifestCheck.Run(new Manifest(folder.File("m.csv"), cases));
        Assert.Equal(0, check.Errors);
        Assert.DoesNotContain(check.Faults, fault => fault.Rule is "volume" or "orientation" or "label-values" or "same-image");
        var found = check.Faults.Where(fault => fault.Rule == "border").ToArray();
        foreach (CheckedCase item in check.Cases) output.WriteLine($"{item.Case.Id}: {string.Join(", ", item.Border!.Sides.Select(side => $"{side.Side} {side.Share:0.00}"))}");
        foreach (CheckFault fault in found) output.WriteLine(fault.Message);
        Assert.Equal(cases.Where(item => item.Subject == Clipped).Select(item => item.Id), found.Where(fault => fault.Message.Contains("anterior", StringComparison.Ordinal)).SelectMany(fault => fault.Cases).Order(StringComparer.Ordinal));
        Assert.All(found, fault => Assert.StartsWith(Clipped, fault.Cases[0], StringComparison.Ordinal));
        // What the rule does not see, as docs/how-to/check-data.md says: a flat cut ends in cortex, which is darker than most of the brain
        foreach ((double depth, int seen) in new[] { (5.0, 0), (10, 1) })
        {
            var (cuts, hits) = (0, 0);
            foreach (CheckedCase item in check.Cases.Where(item => item.Case.Subject != Clipped))
                foreach ((string side, BorderContrast border) in Cuts(item.Case, depth))
                {
                    cuts++;
                    CheckedCase[] site = [.. check.Cases.Where(other => other.Case.Site == item.Case.Site).Select(other => other == item ? item with { Border = border } : other)];
                    if (SiteRules.Of(site).Any(fault => fault.Rule == "border" && fault.Cases.Contains(item.Case.Id) && fault.Message.Contains($" {side} ", StringComparison.Ordinal))) hits++;
                }
            output.WriteLine($"cuts of {depth} mm: {hits} of {cuts} found");
            Assert.Equal((65, seen), (cuts, hits));
        }
    }

    /// <summary>The case's mask with one side at a time cut off flat, so many mm from its outermost point.</summary>
    static IEnumerable<(string Side, BorderContrast Border)> Cuts(Case item, double depth)
    {
        Volume image = Nifti.Read(item.Image).Volume;
        AxisMap map = Orientation.MapToCanonical(image.Grid);
        var canonical = new Volume(map.CanonicalGrid, map.ToCanonical(image.Voxels));
        float[] label = map.ToCanonical(Nifti.Read(item.Label!).Volume.Voxels);
        (string Side, int Axis, bool Last)[] sides = [("right", 0, true), ("left", 0, false), ("anterior", 1, true), ("posterior", 1, false), ("superior", 2, true)];
        foreach ((string side, int axis, bool last) in sides)
        {
            int[] along = [.. Enumerable.Range(0, label.Length).Select(v => Index(v, axis, canonical.Grid.Size))];
            int[] inside = [.. Enumerable.Range(0, label.Length).Where(v => label[v] > 0).Select(v => along[v])];
            int planes = (int)Math.Round(depth / canonical.Grid.Spacing[axis]), low = inside.Min() + planes, high = inside.Max() - planes;
            byte[] mask = [.. label.Select((value, v) => value > 0 && (last ? along[v] <= high : along[v] >= low) ? (byte)1 : (byte)0)];
            yield return (side, BorderContrast.Of(canonical, mask));
        }
    }

    static int Index(int v, int axis, Size3 n) => axis switch { 0 => v % n.X, 1 => v / n.X % n.Y, _ => v / n.X / n.Y };
}
