using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class ClassificationTaskTests
{
    static string FaultsOf(string yaml) => Assert.Throws<InputException>(() => TaskSettings.Parse(yaml, "task.yaml")).Message;

    [Fact]
    public void Should_have_a_preset_for_chest_radiographs()
    {
        TaskSettings task = TaskSettings.Load("chest-xray");
        Assert.True(task.IsClassification && task.Structures.IsEmpty && task.Findings.IsEmpty);
        Assert.Equal((224, 1, 1, "densenet121", UncertainPolicy.Ignore, ImageAspect.Stretch),
            (task.Window, task.Channels, task.InputChannels, task.Network.Kind, task.Uncertain, task.Aspect));
        Assert.False(TaskPresets.Brain.IsClassification);
    }

    [Fact]
    public void Should_give_any_setting_back_from_its_yaml()
    {
        TaskSettings task = TaskPresets.ChestXray with
        {
            Name = "two", Window = 64, Aspect = ImageAspect.Crop, Channels = 3, Findings = ["Edema", "No: 'Finding'", "1"], Uncertain = UncertainPolicy.Mixed,
        };
        TaskSettings read = TaskSettings.Parse(task.ToYaml());
        Assert.Equal(task, read);
        Assert.Equal(task.Findings.AsEnumerable(), read.Findings);
        Assert.Equal((64, ImageAspect.Crop, 3, UncertainPolicy.Mixed), (read.Window, read.Aspect, read.InputChannels, read.Uncertain));
        Assert.NotEqual(task, task with { Uncertain = UncertainPolicy.Ones });
    }

    [Theory]
    [InlineData("base: chest-xray\nname: x\nfindings: [Edema]\n")]
    [InlineData("kind: classification\nname: x\nfindings: [Edema]\n")]
    public void Should_take_defaults_from_the_preset(string yaml) =>
        Assert.Equal(TaskPresets.ChestXray with { Name = "x", Findings = ["Edema"] }, TaskSettings.Parse(yaml));

    [Fact]
    public void Should_write_segmentation_tasks_as_before()
    {
        // Run records and cache entries hold these texts
        Assert.Equal(
            "name: 'brain'\nspacing: [1, 1, 1]\norientation: canonical\nslicing_axis: axial\nintensity:\n  kind: clip-and-scale\n  percentiles: [1, 99]\n" +
            "structures:\n  'brain': any\nwindow: 256\ninput_slices: 1\nnetwork:\n  kind: unet\n  width: 16\n  final_norm: true\n" +
            "metric:\n  tolerance_mm: 1\n  spacing: nominal\ncomponent_filter: none\n", TaskPresets.Brain.ToYaml());
        Assert.Equal(
            "spacing: [1, 0.95, 0.95]\norientation: file\nslicing_axis: last-array-axis\nintensity:\n  kind: clip-and-scale\n  percentiles: [1, 99]\n" +
            "structures:\n  'brain': any\n", TaskPresets.Cc359Published.PreparationKey);
        Assert.Equal(TaskPresets.Brain, TaskSettings.Parse("base: brain\nkind: segmentation\n"));
    }

    [Fact]
    public void Should_refuse_settings_of_the_other_kind_by_name()
    {
        string message = FaultsOf("base: chest-xray\nspacing: 1\nstructures:\n  brain: any\nmetric:\n  tolerance_mm: 1\nnetwork:\n  width: 4\nwindw: 64\n");
        foreach (string expected in new[] { "line 2: 'spacing' is a setting of segmentation tasks", "line 3: 'structures' is", "line 5: 'metric' is",
            "line 8: 'network.width' is a setting of segmentation tasks", "line 9: there is no setting 'windw' (did you mean 'window'?)" })
            Assert.Contains(expected, message);
        message = FaultsOf("base: brain\nfindings: [Edema]\nuncertain: ones\nchannels: 3\naspect: crop\n");
        foreach (string key in new[] { "findings", "uncertain", "channels", "aspect" }) Assert.Contains($"'{key}' is a setting of classification tasks", message);
    }

    [Fact]
    public void Should_report_every_fault_at_once()
    {
        string message = FaultsOf("base: chest-xray\nwindow: 100\nchannels: 2\nuncertain: zeroes\nnetwork:\n  kind: unet\nfindings: [Edema, Edema, ' Mass']\n");
        foreach (string expected in new[] { "'window' is 100; expected a multiple of 32", "'channels' is 2; expected 1, or 3", "(did you mean 'zeros'?)",
            "'network.kind' is 'unet'; expected densenet121", "'findings' has 'Edema' more than once", "'findings' has the name ' Mass'" })
            Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("base: brain\nkind: classification", "the base 'brain' is a task of segmentation; use the base of the same kind, for example 'base: chest-xray'")]
    [InlineData("base: chest-xray\nkind: segmentation", "the base 'chest-xray' is a task of classification")]
    [InlineData("kind: detection", "'detection' is not one of segmentation, classification")]
    [InlineData("base: chest-xray\nfindings: Edema", "'findings': 'Edema' is not a list of names")]
    [InlineData("base: chest-xray\nnetwork:\n  kind: unet", "expected densenet121")]
    [InlineData("base: brain\nnetwork:\n  kind: densenet121", "expected unet")]
    public void Should_refuse(string yaml, string expected) => Assert.Contains(expected, FaultsOf(yaml));

    [Fact]
    public void Should_share_prepared_images_between_tasks_that_resize_alike()
    {
        TaskSettings task = TaskPresets.ChestXray;
        Assert.Equal(task.PreparationKey, (task with { Name = "x", Channels = 3, Findings = ["Edema"], Uncertain = UncertainPolicy.Ones }).PreparationKey);
        Assert.NotEqual(task.PreparationKey, (task with { Window = 64 }).PreparationKey);
        Assert.NotEqual(task.PreparationKey, (task with { Aspect = ImageAspect.Crop }).PreparationKey);
    }
}
