using SiteAdapt.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace SiteAdapt.Learning.Tests;

/// <summary>At every change on disk of a save something goes wrong; the newest checkpoint is then the old one or the new one.</summary>
public sealed class SaveFaultTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    readonly TemporaryFolder root = new();
    int trial;

    public void Dispose() => root.Dispose();

    public static TheoryData<DiskTrouble> Troubles() => [.. Enum.GetValues<DiskTrouble>()];

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_have_the_old_or_the_new_checkpoint_whatever_fails(DiskTrouble trouble) => SaveOver(2, 4, trouble);

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_have_the_old_or_the_new_checkpoint_of_the_same_step_whatever_fails(DiskTrouble trouble) => SaveOver(4, 4, trouble);

    void SaveOver(int oldStep, int newStep, DiskTrouble trouble)
    {
        var counted = Begun(oldStep);
        int changes = FaultyDisk.ChangesOf(() => Save(counted, newStep, value: 2)).Count;
        Assert.InRange(changes, 20, 40);
        output.WriteLine($"{trouble} at each of {changes} changes");
        for (int at = 1; at <= changes; at++)
        {
            var folder = Begun(oldStep);
            var fault = new FaultyDisk(trouble, at).Under(() => Save(folder, newStep, value: 2));
            float found = Value(folder);
            Assert.True(found == 2 || (found == 1 && fault is not null), $"{trouble} at change {at}: {fault?.Message ?? "no fault"}, but the old checkpoint");
            if (fault is InputException)
                foreach (string word in new[] { folder.Path, $"the checkpoint of step {newStep} cannot be saved", "The one before it is kept", "give the same command again" })
                    Assert.Contains(word, fault.Message, StringComparison.Ordinal);
            else Assert.True(fault is null or SimulatedCrashException, $"{fault}");

            folder.TakeUp(SmallLearner.Record);
            Assert.Equal(found, Value(folder));
            Assert.Single(Directory.GetFileSystemEntries(folder.In("checkpoints")));
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path, "*.partial", SearchOption.AllDirectories));
            Save(folder, newStep, value: 3);
            Assert.Equal(3, Value(folder));
        }
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Should_have_the_old_or_the_new_checkpoint_when_the_cleaning_fails_too(DiskTrouble trouble)
    {
        // A crash after the new checkpoint stands and before the old one is gone; then trouble at every change of the next start.
        var whole = Begun(2);
        int last = FaultyDisk.ChangesOf(() => Save(whole, 4, value: 2)).FindLastIndex(change => change.StartsWith("Rename", StringComparison.Ordinal));
        RunFolder Half()
        {
            var folder = Begun(2);
            new FaultyDisk(DiskTrouble.Crash, last + 1).Under(() => Save(folder, 4, value: 2));
            Assert.Equal(2, Directory.GetDirectories(folder.In("checkpoints")).Length);
            return folder;
        }
        var half = Half();
        int changes = FaultyDisk.ChangesOf(() => half.TakeUp(SmallLearner.Record)).Count;
        output.WriteLine($"{trouble} at each of {changes} changes of the cleaning");
        for (int at = 1; at <= changes; at++)
        {
            var folder = Half();
            new FaultyDisk(trouble, at).Under(() => folder.TakeUp(SmallLearner.Record));
            Assert.Equal(2, Value(folder));
            folder.TakeUp(SmallLearner.Record);
            Assert.Equal([folder.In("checkpoints/last-0000004")], Directory.GetFileSystemEntries(folder.In("checkpoints")));
        }
    }

    /// <summary>A run with a checkpoint of the value 1.</summary>
    RunFolder Begun(int step)
    {
        var folder = new RunFolder(root.File($"run-{trial++}"));
        folder.Begin(SmallLearner.Record);
        Save(folder, step, value: 1);
        return folder;
    }

    static void Save(RunFolder folder, int step, float value) => folder.SaveCheckpoint(RunFolder.Last, new OneValue(value), SmallLearner.State(step));

    static float Value(RunFolder folder)
    {
        using var reader = SafetensorsReader.Open(folder.NewestCheckpoint(RunFolder.Last)!.ModelPath);
        using var tensor = SafetensorsTorch.Read(reader, reader.Header.Entries.Single());
        return tensor.data<float>()[0];
    }

    /// <summary>A learner that is one number.</summary>
    sealed class OneValue(float value) : ILearner
    {
        public Device Device => CPU;

        public bool IsFinite => true;

        public void Save(string folder)
        {
            using var tensor = full(1000, value);
            SafetensorsFile.Write(Path.Combine(folder, Checkpoint.Model), [SafetensorsTorch.Source("w", tensor)]);
            using var state = new OptimizerState("adam");
            OptimizerStateFile.Save(state, Path.Combine(folder, Checkpoint.OptimizerFile));
        }

        public void Load(string folder) { }

        public void BeginTraining() { }

        public StepResult Step(Batch batch, StepContext at) => new(0);

        public void Dispose() { }
    }
}
