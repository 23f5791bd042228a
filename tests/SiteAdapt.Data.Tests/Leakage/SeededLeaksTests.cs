using System.IO.Compression;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

/// <summary>
/// Made-up hospitals with real files (subjects at several sites, several sessions, some cases of one slice), split by the program: clean ones
/// pass, and each planted fault is refused with the names of its cases.
/// </summary>
public sealed class SeededLeaksTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    const int Seeds = 40;
    static readonly (Subset, Subset)[] Pairs = [(Subset.Train, Subset.Test), (Subset.Test, Subset.Train), (Subset.Train, Subset.Validation), (Subset.Validation, Subset.Test)];
    readonly TemporaryFolder folder = new();
    readonly Dictionary<string, byte[]> heads = [];
    int cases, files;

    public enum Kind
    {
        SameSubject,
        SecondSession,
        SlicesOfOneSubject,
        SamePixels,
        TestCaseAmongThoseThatChoose,
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_pass_every_clean_split()
    {
        for (int seed = 0; seed < Seeds; seed++) Require(Clean(seed));
        output.WriteLine($"{Seeds} clean splits of {cases} cases, no false alarm");
    }

    [Theory]
    [InlineData(Kind.SameSubject)]
    [InlineData(Kind.SecondSession)]
    [InlineData(Kind.SlicesOfOneSubject)]
    [InlineData(Kind.SamePixels)]
    [InlineData(Kind.TestCaseAmongThoseThatChoose)]
    public void Should_catch_every_planted_fault(Kind kind)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            List<UsedCases> sets = Clean(seed);
            (Case there, Case planted) = Plant(kind, sets, new RandomStream(seed, $"leak/{kind}"));
            string message = Assert.Throws<InputException>(() => Require(sets)).Message;
            Assert.Contains($"'{there.Id}'", message, StringComparison.Ordinal);
            Assert.Contains($"'{planted.Id}'", message, StringComparison.Ordinal);
        }
        output.WriteLine($"{kind}: {Seeds} of {Seeds} caught");
    }

    /// <summary>As a run would: the pixels of all cases, from the cache's hashes.</summary>
    void Require(IReadOnlyList<UsedCases> sets)
    {
        string cache = folder.File("cache");
        var pixels = new CasePixels(TaskPresets.Brain, new PreparedCache(cache), new PreparedImages(cache));
        pixels.Read(sets.SelectMany(set => set.Cases));
        LeakageCheck.Require(sets, pixels.Of);
    }

    /// <summary>Every site's three sets. Subjects are at one or two sites and come once to three times.</summary>
    List<UsedCases> Clean(int seed)
    {
        var random = new RandomStream(seed, "hospitals");
        int sites = 2 + random.NextInt(2);
        List<Case> made = [];
        for (int subject = 0; subject < 12 * sites; subject++)
        {
            int first = subject % sites, scans = 1 + random.NextInt(3);
            for (int session = 1; session <= scans; session++)
            {
                int site = random.NextInt(5) == 0 ? (first + 1) % sites : first;
                made.Add(Scan($"site{site}", $"s{seed}-{subject}", $"s{seed}-{subject}_{session}", session, slices: random.NextInt(4) == 0 ? 1 : 3, random));
            }
        }
        Split split = Split.Create(new Manifest(folder.File("m.csv"), made), seed, SplitSizes.Shares(0.6, 0.2, 0.2));
        cases += made.Count;
        return [.. split.Sites.SelectMany(site => Enum.GetValues<Subset>().Select(subset => new UsedCases(subset, site, split.CasesOf(site, subset)))).Where(set => set.Cases.Count > 0)];
    }

    Case Scan(string site, string subject, string id, int session, int slices, RandomStream random)
    {
        Grid grid = Grid.FromSpacing(new Size3(5, 4, slices), Spacing.Isotropic(1));
        string image = folder.File($"{files++}.nii");
        Write(image, grid, [.. Enumerable.Range(0, (int)grid.Size.Count).Select(_ => (float)random.NextInt(300))]);
        return new Case { Id = id, Subject = subject, Site = site, Image = image, Session = $"{session}" };
    }

    /// <summary>Puts a case into a set of another purpose; returns the case that it betrays, and itself.</summary>
    (Case There, Case Planted) Plant(Kind kind, List<UsedCases> sets, RandomStream random)
    {
        (Subset from, Subset to) = kind == Kind.TestCaseAmongThoseThatChoose ? (Subset.Test, Subset.Validation) : Pairs[random.NextInt(Pairs.Length)];
        UsedCases[] givers = [.. sets.Where(set => set.Subset == from)], takers = [.. sets.Where(set => set.Subset == to)];
        UsedCases giver = givers[random.NextInt(givers.Length)], taker = takers[random.NextInt(takers.Length)];
        Case there = giver.Cases[random.NextInt(giver.Cases.Count)];
        Case planted = kind switch
        {
            Kind.SameSubject => Scan(taker.Site, there.Subject, "planted", 1, 3, random),
            Kind.SecondSession => Scan(taker.Site, there.Subject, "planted", 9, 3, random),
            Kind.SlicesOfOneSubject => Scan(taker.Site, there.Subject, "planted", 1, 1, random),
            Kind.SamePixels => Copy(there, taker.Site, random),
            _ => random.NextInt(2) == 0 ? Copy(there, taker.Site, random) : there with { Site = taker.Site },
        };
        sets[sets.IndexOf(taker)] = taker with { Cases = [.. taker.Cases, planted] };
        return (there, planted);
    }

    /// <summary>The same image under another name and subject, in another file: gzipped, turned, mirrored, or with other voxel sizes.</summary>
    Case Copy(Case source, string site, RandomStream random)
    {
        Volume volume = Nifti.Read(source.Image).Volume;
        Size3 n = volume.Grid.Size;
        string path = folder.File($"{files++}.nii{(random.NextInt(2) == 0 ? ".gz" : "")}");
        switch (random.NextInt(5))
        {
            case 0: File.Copy(source.Image, path = path.Replace(".gz", "", StringComparison.Ordinal)); break;
            case 1: Zip(source.Image, path = path.EndsWith(".gz", StringComparison.Ordinal) ? path : path + ".gz"); break;
            case 2: Write(path, Grid.FromSpacing(n, new Spacing(0.5, 2, 3)), volume.Voxels); break;
            case 3: Write(path, volume.Grid, [.. volume.Voxels.Reverse()]); break;
            default:
                var turned = Grid.FromSpacing(new Size3(n.Y, n.X, n.Z), Spacing.Isotropic(1));
                Write(path, turned, [.. from k in Enumerable.Range(0, n.Z) from i in Enumerable.Range(0, n.X) from j in Enumerable.Range(0, n.Y) select volume.Voxels[i + n.X * (j + n.Y * k)]]);
                break;
        }
        return source with { Id = "planted", Subject = "somebody else", Site = site, Image = path };
    }

    static void Zip(string from, string to) => Zip(File.ReadAllBytes(from), to);

    static void Zip(byte[] content, string to)
    {
        using FileStream file = File.Create(to);
        using var zip = new GZipStream(file, CompressionLevel.Fastest);
        zip.Write(content);
    }

    /// <summary>As the program writes an image, but without waiting for the disk: there are thousands. The header is written once for a grid.</summary>
    void Write(string path, Grid grid, float[] voxels)
    {
        string key = $"{grid.Size} {grid.Spacing}";
        if (!heads.TryGetValue(key, out byte[]? head))
        {
            string like = folder.File("like.nii");
            Nifti.Write(like, new Volume(grid, voxels));
            heads[key] = head = File.ReadAllBytes(like)[..352];
        }
        byte[] content = [.. head, .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(voxels.AsSpan())];
        if (path.EndsWith(".gz", StringComparison.Ordinal)) Zip(content, path);
        else File.WriteAllBytes(path, content);
    }
}
