using System.Text;
using SiteAdapt.Adaptation;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class UnitTextTests
{
    static readonly UnitReference Some = new(UnitKind.Pretrain, new string('a', 64)), Other = new(UnitKind.Prepare, new string('0', 64));

    public static TheoryData<string, OptimizerKind> Methods()
    {
        var data = new TheoryData<string, OptimizerKind>();
        foreach (string name in MethodCatalog.Names.Append("mmtl+octl"))
            foreach (var optimizer in Enum.GetValues<OptimizerKind>()) data.Add(name, optimizer);
        return data;
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Should_give_every_method_back(string name, OptimizerKind optimizer)
    {
        var unit = new AdaptUnit(Some, "b", Other, new Budget(1, 90), MethodCatalog.Find(name, optimizer), new TrainingSettings(), optimizer, new Budget(2));
        var read = Assert.IsType<AdaptUnit>(UnitText.Parse(UnitText.Of(unit)));
        Assert.Equal(unit, read);
    }

    [Fact]
    public void Should_give_every_task_back()
    {
        foreach (var task in TaskPresets.All)
        {
            var unit = new PretrainUnit(["a", "b"], [Other], task, new TrainingSettings { Seed = -3 }, OptimizerKind.Sgd);
            var read = (PretrainUnit)UnitText.Parse(UnitText.Of(unit));
            Assert.Equal((task, unit.Training, unit.Optimizer), (read.Task, read.Training, read.Optimizer));
            Assert.Equal(UnitText.Of(unit), UnitText.Of(read));
        }
    }

    [Fact]
    public void Should_hold_enough_of_a_task_to_prepare_cases_for_it() =>
        Assert.All(TaskPresets.All, task => Assert.Equal(task.PreparationKey, TaskSettings.Parse($"name: study\n{task.PreparationKey}").PreparationKey));

    [Fact]
    public void Should_be_sorted_text_that_does_not_depend_on_the_order_of_properties()
    {
        string text = Encoding.UTF8.GetString(UnitText.Of(new PrepareUnit("site 'é'", Subset.Test, 3, "rows", "spacing: [1, 1, 1]\n")));
        Assert.Equal("""
            {
              "cases": 3,
              "format": 1,
              "kind": "prepare",
              "preparation": "spacing: [1, 1, 1]\n",
              "rows": "rows",
              "site": "site 'é'",
              "subset": "test"
            }

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Should_name_a_folder_by_the_sum_that_sha256sum_gives()
    {
        using var folder = new TemporaryFolder();
        var unit = new PrepareUnit("a", Subset.Train, 1, "rows", "");
        var made = new UnitFolder(folder.File(UnitText.Reference(unit).Path));
        made.Materialise(unit, new UnitPlace("m", "c", new SplitRecord()));
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(made.In("unit.json"))));
        Assert.Equal(Path.GetFileName(made.Path), hash[..16]);
        Assert.Equal(unit, made.ReadRecord());

        File.AppendAllText(made.In("unit.json"), " ");
        Assert.Contains("the record was changed", Assert.Throws<InputException>(made.ReadRecord).Message, StringComparison.Ordinal);
    }
}
