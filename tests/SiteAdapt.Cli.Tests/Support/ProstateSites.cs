using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli.Tests;

/// <summary>
/// The published multi-site prostate MRI as a tree of its 116 cases, each of 8 tiny slices, imported, and a model that was
/// pre-trained on five sites with the published lists: made once through the executable, for all tests of the class.
/// </summary>
public sealed class ProstateSites : IDisposable
{
    public const string Sources = "ISBI,ISBI_1.5,I2CVB,UCL,BIDMC", Target = "HK";

    readonly TemporaryFolder folder = new();

    public ProstateSites()
    {
        folder.Write("tiny.yaml", "base: prostate\nname: tiny\nwindow: 16\nnetwork:\n  width: 2\n");
        WriteTree();
        Import = Run("data", "import", "msm", "--layout", "msm", "--json");
        Pretraining = Run(["pretrain", "--task", "tiny.yaml", "--data", "msm/manifest.csv", "--source", Sources, "--split-list", "msm", "--out", "source", .. Training]);
    }

    internal Outcome Import { get; }

    internal Outcome Pretraining { get; }

    internal static string[] Training => SimulatedSites.Training(epochs: 2, steps: 2);

    internal string File(params string[] parts) => folder.File(parts);

    internal Outcome Run(params string[] arguments) => SiteAdaptProcess.Run(folder.Path, arguments);

    /// <summary>The two ISBI sites have zones 1 and 2, the others 1; half of the files are compressed.</summary>
    void WriteTree()
    {
        using var list = new StreamReader(typeof(SplitList).Assembly.GetManifestResourceStream("splits/msm.tsv")!);
        string[] rows = list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        for (int i = 0; i < rows.Length; i++)
        {
            string[] cells = rows[i].Trim().Split('\t');
            var (image, label) = Scan(i, zones: cells[0] is "0" or "1");
            string end = i % 2 == 0 ? "" : ".gz";
            Nifti.Write(folder.File("msm", cells[3] + end), image);
            Nifti.Write(folder.File("msm", cells[4] + end), label);
        }
    }

    static (Volume Image, Volume Label) Scan(int seed, bool zones)
    {
        var grid = Grid.FromSpacing(new Size3(20, 18, 8), new Spacing(0.6, 0.6, 3));
        var random = new RandomStream(seed, "prostate");
        float[] image = new float[grid.Size.Count], label = new float[grid.Size.Count];
        for (int v = 0; v < image.Length; v++)
        {
            (int x, int y, int z) = (v % 20, v / 20 % 18, v / 360);
            bool inside = (x - 10) * (x - 10) + (y - 9) * (y - 9) < 30 && z is >= 2 and <= 5;
            label[v] = !inside ? 0 : zones && y > 9 ? 2 : 1;
            image[v] = (inside ? 200 : 80) + (float)random.NextUniform(-30, 30);
        }
        return (new Volume(grid, image), new Volume(grid, label));
    }

    public void Dispose() => folder.Dispose();
}
