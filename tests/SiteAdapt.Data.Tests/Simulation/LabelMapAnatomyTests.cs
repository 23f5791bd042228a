using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public class LabelMapAnatomyTests
{
    const string Prior = "label\tclass\tmean\tmean_sd\tsd\tsd_sd\tbrain\n0\t0\t7\t1\t5\t1\t0\n2\t1\t160\t20\t15\t5\t1\n3\t2\t96\t12\t19\t6\t1\n"
        + "24\t3\t44\t11\t25\t9\t1\n511\t4\t114\t12\t70\t20\t0\n900\t5\t30\t6\t20\t5\t0\n";

    /// <summary>Concentric balls: white matter, cortex, fluid, bone (a number without meaning), scalp; and a stray bit of fluid.</summary>
    static void WriteMaps(TemporaryFolder folder, int count = 2, Affine? affine = null, bool stray = true)
    {
        folder.Write("maps/t1_prior.tsv", Prior);
        for (int i = 1; i <= count; i++)
            Nifti.Write(folder.File("maps", $"head{i}.nii.gz"), Balls(affine ?? Affine.FromSpacing(Spacing.Isotropic(4), 10, 20, 30), stray));
    }

    static Volume Balls(Affine affine, bool stray)
    {
        var grid = new Grid(new Size3(48, 48, 48), affine);
        var voxels = new float[grid.Size.Count];
        for (int v = 0; v < voxels.Length; v++)
        {
            double radius = 4 * new Vector3(v % 48 - 23.5f, v / 48 % 48 - 23.5f, v / (48 * 48) - 23.5f).Length();
            voxels[v] = radius switch { < 45 => 2, < 58 => 3, < 66 => 24, < 74 => 900, < 84 => 511, _ => 0 };
        }
        if (stray) voxels[0] = 24;
        return new Volume(grid, voxels);
    }

    static SimulationSettings Settings(TemporaryFolder folder) => new()
    {
        Output = folder.File("out"), LabelsFolder = folder.File("maps"), Sites = 2, SubjectsPerSite = 2, Spacing = 4, Parallelism = 1,
    };

    [Fact]
    public void Should_render_the_same_people_at_every_site()
    {
        using TemporaryFolder folder = new();
        WriteMaps(folder);
        Manifest manifest = SiteSimulation.Run(Settings(folder));
        Assert.Equal(["site1_head1", "site1_head2", "site2_head1", "site2_head2"], manifest.Cases.Select(c => c.Id));
        Assert.Equal(["head1", "head2", "head1", "head2"], manifest.Cases.Select(c => c.Subject));
        Assert.All(manifest.Cases, c => Assert.True(c.Age is null && c.Sex is null));
    }

    [Fact]
    public void Should_write_the_same_note_wherever_the_maps_lie()
    {
        using TemporaryFolder one = new(), other = new();
        foreach (TemporaryFolder folder in new[] { one, other })
        {
            WriteMaps(folder, count: 1);
            SiteSimulation.Run(Settings(folder) with { Sites = 1, SubjectsPerSite = 1, Spacing = 8 });
        }
        string note = File.ReadAllText(one.File("out", "README.txt"));
        Assert.Contains("label maps that were given", note, StringComparison.Ordinal);
        Assert.Equal(note, File.ReadAllText(other.File("out", "README.txt")));
    }

    [Fact]
    public void Should_mask_the_brain_without_its_stray_voxels()
    {
        using TemporaryFolder folder = new();
        WriteMaps(folder);
        foreach (Case row in SiteSimulation.Run(Settings(folder) with { Shift = 0 }).Cases)
        {
            NiftiImage label = Nifti.ReadLabels(row.Label!);
            double volume = label.Volume.Voxels.Sum() * Math.Pow(4, 3), ball = 4 / 3.0 * Math.PI * Math.Pow(66, 3);
            Assert.Equal(ball, volume, 0.06 * ball);
            Assert.Single(Components.Sizes(new Mask(label.Volume.Grid, Array.ConvertAll(label.Volume.Voxels, v => (byte)v))));
        }
    }

    [Fact]
    public void Should_not_depend_on_how_the_map_is_stored()
    {
        using TemporaryFolder folder = new(), flipped = new();
        WriteMaps(folder, 1, stray: false);
        WriteMaps(flipped, 1, stray: false, affine: new Affine(-4, 0, 0, 198, 0, 0, 4, 20, 0, -4, 0, 218));
        IAnatomy[] heads = [Load(folder), Load(flipped)];
        Assert.Equal(heads[0].Labels, heads[1].Labels);
        // Off the voxels' borders, where rounding may go either way
        for (float z = -70.5f; z <= 70; z += 8)
            for (float x = -70.5f; x <= 70; x += 8)
                Assert.Equal(heads[0].LabelAt(new Vector3(x, 1, z)), heads[1].LabelAt(new Vector3(x, 1, z)));
    }

    [Fact]
    public void Should_keep_the_tables_order_of_grey_levels_at_the_centre()
    {
        using TemporaryFolder folder = new();
        WriteMaps(folder, 1);
        LabelMapAnatomy head = Load(folder);
        double Level(Tissue tissue) => head.Labels.Where(l => l.Tissue == tissue).Average(l => l.Level * SiteProtocols.Centre.Signals[(int)tissue]);
        Assert.True(Level(Tissue.WhiteMatter) > Level(Tissue.GreyMatter) && Level(Tissue.GreyMatter) > Level(Tissue.SulcalCsf));
        Assert.Equal(5, head.Labels.Count(l => l.Tissue != Tissue.Air));
        Assert.Equal(3, head.Labels.Count(l => l.IsBrain));
    }

    [Fact]
    public void Should_refuse_a_folder_that_cannot_be_used()
    {
        using TemporaryFolder folder = new();
        Assert.Contains("no such folder", Refused(folder), StringComparison.Ordinal);
        Directory.CreateDirectory(folder.File("maps"));
        Assert.Contains("no label map", Refused(folder), StringComparison.Ordinal);
        WriteMaps(folder, 1);
        Assert.Contains("there are 1 label maps", Refused(folder), StringComparison.Ordinal);
        WriteMaps(folder);
        folder.Write("maps/t1_prior.tsv", Prior.Replace("900\t", "901\t", StringComparison.Ordinal));
        Assert.Contains("label 900", Refused(folder), StringComparison.Ordinal);
        folder.Write("maps/t1_prior.tsv", Prior.Replace("160", "bright", StringComparison.Ordinal));
        Assert.Contains("line 3, column mean: 'bright'", Refused(folder), StringComparison.Ordinal);
        folder.Write("maps/t1_prior.tsv", Prior + "2\t1\t160\t20\t15\t5\t1\n");
        Assert.Contains("line 8: label 2 was listed before", Refused(folder), StringComparison.Ordinal);
        folder.Write("maps/t1_prior.tsv", "grey levels\n");
        Assert.Contains("line 1 is 'grey levels'", Refused(folder), StringComparison.Ordinal);
        File.Delete(folder.File("maps", "t1_prior.tsv"));
        Assert.Contains("t1_prior.tsv: is missing", Refused(folder), StringComparison.Ordinal);
    }

    [RealDataFact]
    public void Should_render_real_label_maps()
    {
        using TemporaryFolder folder = new();
        string maps = Path.Combine(RealDataFactAttribute.Folder!, "heads", "labelmaps");
        Manifest manifest = SiteSimulation.Run(new SimulationSettings
        {
            Output = folder.File("out"), LabelsFolder = maps, Sites = 2, SubjectsPerSite = 1, Spacing = 4, Parallelism = 1,
        });
        foreach (Case row in manifest.Cases)
        {
            Volume image = Nifti.Read(row.Image).Volume, mask = Nifti.ReadLabels(row.Label!).Volume;
            Spacing spacing = mask.Grid.Spacing;
            // These masks hold the fluid around the brain too
            Assert.InRange(mask.Voxels.Sum() * spacing.X * spacing.Y * spacing.Z / 1000, 1100, 2100);
            double brain = image.Voxels.Zip(mask.Voxels).Where(v => v.Second > 0).Average(v => v.First);
            Assert.True(brain > 1.5 * image.Voxels.Zip(mask.Voxels).Where(v => v.Second == 0).Average(v => v.First));
        }
    }

    static LabelMapAnatomy Load(TemporaryFolder folder)
    {
        LabelMapFolder maps = LabelMapFolder.Open(folder.File("maps"));
        return maps.Load(maps.Files[0], 1);
    }

    static string Refused(TemporaryFolder folder) => Assert.Throws<InputException>(() => SiteSimulation.Run(Settings(folder))).Message;
}
