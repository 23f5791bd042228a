using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class TaskSettingsTests
{
    static string FaultsOf(string yaml) => Assert.Throws<InputException>(() => TaskSettings.Parse(yaml, "task.yaml")).Message;

    [Fact]
    public void Should_have_the_papers_presets()
    {
        TaskSettings brain = TaskSettings.Load("brain"), published = TaskSettings.Load("cc359-published");
        Assert.Equal((Spacing.Isotropic(1), OrientationPolicy.Canonical, SlicingAxis.Axial), (brain.Spacing, brain.Orientation, brain.SlicingAxis));
        Assert.Equal((256, 1, 16, 1.0, ComponentFilter.None), (brain.Window, brain.InputSlices, brain.Network.Width, brain.Metric.ToleranceMm, brain.ComponentFilter));
        Assert.Equal(new IntensitySettings(IntensityKind.ClipAndScale, 1, 99), brain.Intensity);
        Assert.True(Assert.Single(brain.Structures).IsAnyPositive);
        Assert.Equal((new Spacing(1, 0.95, 0.95), OrientationPolicy.File, SlicingAxis.LastArrayAxis),
            (published.Spacing, published.Orientation, published.SlicingAxis));
    }

    [Fact]
    public void Should_have_the_papers_prostate_task()
    {
        TaskSettings prostate = TaskSettings.Load("prostate");
        Assert.Equal((null, 384, 3, ComponentFilter.Largest), (prostate.Spacing, prostate.Window, prostate.InputSlices, prostate.ComponentFilter));
        Assert.Equal((IntensityKind.ZScore, SlicePool.PublishedProstate, EdgeSlices.Empty), (prostate.Intensity.Kind, prostate.SlicePool, prostate.EdgeSlices));
        Assert.Equal((HeadlineScore.Dice, 1e-4), (prostate.Metric.Headline, prostate.AdaptationLearningRate));
        Structure only = Assert.Single(prostate.Structures);
        Assert.Equal([false, true, true], new[] { 0, 1, 2 }.Select(only.Contains));
    }

    /// <summary>Cache entries and run records of before must stay what they are.</summary>
    [Fact]
    public void Should_not_change_the_text_of_a_task_that_uses_no_later_setting()
    {
        const string Prepared = "spacing: [1, 1, 1]\norientation: canonical\nslicing_axis: axial\nintensity:\n  kind: clip-and-scale\n  percentiles: [1, 99]\n" +
            "structures:\n  'brain': any\n";
        Assert.Equal(Prepared, TaskPresets.Brain.PreparationKey);
        Assert.Equal($"name: 'brain'\n{Prepared}window: 256\ninput_slices: 1\nnetwork:\n  kind: unet\n  width: 16\n  final_norm: true\n" +
            "metric:\n  tolerance_mm: 1\n  spacing: nominal\ncomponent_filter: none\n", TaskPresets.Brain.ToYaml());
        string json = System.Text.Json.JsonSerializer.Serialize(TaskPresets.Brain);
        Assert.All(new[] { "SlicePool", "EdgeSlices", "Headline" }, name => Assert.DoesNotContain(name, json, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_give_every_preset_back_from_its_yaml() =>
        Assert.All(TaskPresets.All, task => Assert.Equal(task, TaskSettings.Parse(task.ToYaml())));

    [Fact]
    public void Should_give_any_setting_back_from_its_yaml()
    {
        TaskSettings task = TaskPresets.Brain with
        {
            Name = "pro.state 2", Spacing = null, Orientation = OrientationPolicy.File, SlicingAxis = SlicingAxis.Coronal,
            Intensity = new(IntensityKind.ZScore, 0.5, 99.5), Window = 384, InputSlices = 3,
            Structures = [new("gland", [1, 2]), new("1", [3]), Structure.AnyPositive("yes")],
            Network = new("unet", 4, FinalNorm: false), Metric = new(2.25, MetricSpacing.Effective, HeadlineScore.Dice), ComponentFilter = ComponentFilter.Largest,
            SlicePool = SlicePool.PublishedProstate, EdgeSlices = EdgeSlices.Empty, AdaptationLearningRate = 2.5e-5,
        };
        TaskSettings read = TaskSettings.Parse(task.ToYaml());
        Assert.Equal(task.ToYaml(), read.ToYaml());
        Assert.Equal(task.Structures.AsEnumerable(), read.Structures);
        Assert.Equal((task.Spacing, task.Intensity, task.Network, task.Metric), (read.Spacing, read.Intensity, read.Network, read.Metric));
        Assert.Equal((task.SlicePool, task.EdgeSlices, task.AdaptationLearningRate), (read.SlicePool, read.EdgeSlices, read.AdaptationLearningRate));
    }

    [Fact]
    public void Should_override_a_base()
    {
        TaskSettings task = TaskSettings.Parse("base: brain\nname: small\nspacing: 2\nwindow: 128\nnetwork:\n  width: 8\nstructures:\n  tumour: [2, 3]\n  organ: 1\n");
        Assert.Equal(("small", Spacing.Isotropic(2), 128, 8), (task.Name, task.Spacing, task.Window, task.Network.Width));
        Assert.Equal(1, task.Metric.ToleranceMm);
        Assert.Equal(1, task.StructureIndex("organ"));
        Assert.True(task.Structures[0].Contains(3) && !task.Structures[0].Contains(1));
    }

    [Fact]
    public void Should_name_an_unknown_key_and_the_closest_known_one()
    {
        string message = FaultsOf("base: brain\nwindw: 128\nmetric:\n  tolerence_mm: 2\n");
        Assert.Contains("line 2: there is no setting 'windw' (did you mean 'window'?)", message);
        Assert.Contains("line 4: there is no setting 'metric.tolerence_mm' (did you mean 'tolerance_mm'?)", message);
    }

    [Fact]
    public void Should_report_every_fault_at_once()
    {
        string message = FaultsOf("base: brain\nspacing: [1, -1, 1]\nwindow: 100\ninput_slices: 2\nslicing_axis: axal\n" +
            "intensity:\n  percentiles: [99, 1]\nstructures:\n  a: [0]\n  b: some\nnetwork:\n  width: wide\n");
        foreach (string expected in new[] { "'spacing' has -1 mm", "'window' is 100", "'input_slices' is 2", "(did you mean 'axial'?)", "percentiles' are 99 and 1",
            "value 0, which is the background", "'structures.b': expected whole label values", "'network.width': 'wide' is not a whole number" })
            Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("name: [", "this is not YAML")]
    [InlineData("just text", "expected one YAML document")]
    [InlineData("base: brian", "did you mean 'brain'?")]
    [InlineData("name: x", "'structures' has 0 entries")]
    [InlineData("base: prostate\nadaptation_learning_rate: 0", "'adaptation_learning_rate' is 0; expected a positive number")]
    [InlineData("base: prostate\nslice_pool: published", "is not one of all, published-prostate")]
    [InlineData("base: brain\nslicing_axis: last-array-axis", "needs 'orientation: file'")]
    [InlineData("base: brain\nstructures: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9}", "9 entries; expected 1 to 8")]
    public void Should_refuse(string yaml, string expected) => Assert.Contains(expected, FaultsOf(yaml));

    [Fact]
    public void Should_load_a_file_and_say_what_else_a_name_may_be()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(64, TaskSettings.Load(folder.Write("t.yaml", "base: brain\nwindow: 64\n")).Window);
        Assert.Contains("did you mean 'brain'?", Assert.Throws<InputException>(() => TaskSettings.Load("brains")).Message);
    }

    [Fact]
    public void Should_share_cache_entries_between_tasks_that_prepare_alike()
    {
        Assert.Equal(TaskPresets.Brain.PreparationKey, (TaskPresets.Brain with { Name = "x", Window = 64, Network = new(Width: 4) }).PreparationKey);
        Assert.NotEqual(TaskPresets.Brain.PreparationKey, TaskPresets.Cc359Published.PreparationKey);
    }

    [Fact]
    public void Should_be_documented_with_the_values_of_the_presets()
    {
        string page = File.ReadAllText(RepositoryFolder.Find("docs", "reference", "data.md"));
        TaskSettings Documented(int block) => TaskSettings.Parse(page.Split("```yaml")[block].Split("```")[0]);
        Assert.Equal(TaskPresets.Brain.ToYaml(), Documented(1).ToYaml());
        Assert.Equal(TaskPresets.Prostate.ToYaml(), Documented(2).ToYaml());
        Assert.Equal(TaskPresets.ChestXray.ToYaml(), Documented(3).ToYaml());
    }
}
