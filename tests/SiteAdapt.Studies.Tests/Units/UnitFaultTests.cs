using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

/// <summary>Something goes wrong at a change on disk of a unit; the next start does what is left, with the same bytes.</summary>
public sealed class UnitFaultTests : IDisposable
{
    readonly TinyStudy tiny = new();

    public void Dispose() => tiny.Dispose();

    public static TheoryData<DiskTrouble> Troubles() => [.. Enum.GetValues<DiskTrouble>()];

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_prepare_and_evaluate_with_the_same_bytes_after_trouble_at_every_change(DiskTrouble trouble)
    {
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        var bytes = TinyStudy.Bytes(plan);
        foreach (var kind in new[] { UnitKind.Prepare, UnitKind.Evaluate })
        {
            var unit = plan.Units.First(planned => planned.Kind == kind);
            void Anew()
            {
                Directory.Delete(plan.FolderOf(unit).Path, recursive: true);
                if (kind == UnitKind.Prepare) Directory.Delete(tiny.Definition.Cache!, recursive: true);
            }
            void Work() => UnitRunner.Run(plan.Materialise(unit), observer: null, CancellationToken.None);
            Anew();
            var changes = FaultyDisk.ChangesOf(Work);
            foreach (string file in new[] { "unit.json", "place.json", kind == UnitKind.Prepare ? "prepared.json" : "scores.json", "done.json" })
                Assert.Contains(changes, change => change.Contains(file, StringComparison.Ordinal));
            for (int at = 1; at <= changes.Count; at++)
            {
                Anew();
                var fault = new FaultyDisk(trouble, at).Under(Work);
                Assert.True(fault is null or SimulatedCrashException or InputException || (fault is IOException && fault.Message.Contains(tiny.File(), StringComparison.Ordinal)), $"{trouble} at {changes[at - 1]}: {fault}");
                Work();
                var folder = plan.FolderOf(unit);
                Assert.True(folder.IsDone);
                Assert.Null(folder.Failure);
                Assert.Equal(bytes, TinyStudy.Bytes(plan));
            }
        }
    }

    [Fact]
    public void Should_write_no_half_table_of_results()
    {
        var plan = tiny.Plan();
        tiny.Run(plan, _ => true);
        string stem = Path.Combine(tiny.Definition.Results, "tiny.results");
        var rows = StudyResults.Collect(StudyScores.Read(plan));
        void Save() => StudyResults.Write(plan, rows);
        int changes = FaultyDisk.ChangesOf(Save).Count;
        var whole = (File.ReadAllBytes(stem + ".json"), File.ReadAllBytes(stem + ".csv"));
        foreach (var trouble in Enum.GetValues<DiskTrouble>())
            for (int at = 1; at <= changes; at++)
            {
                foreach (string file in Directory.GetFiles(tiny.Definition.Results)) File.Delete(file);
                new FaultyDisk(trouble, at).Under(Save);
                if (File.Exists(stem + ".json")) Assert.Equal(whole.Item1, File.ReadAllBytes(stem + ".json"));
                if (File.Exists(stem + ".csv")) Assert.Equal(whole.Item2, File.ReadAllBytes(stem + ".csv"));
            }
    }
}
