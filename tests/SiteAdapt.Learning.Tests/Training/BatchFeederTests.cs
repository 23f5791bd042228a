using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class BatchFeederTests : IDisposable
{
    readonly TinySites sites = new(sites: 1);
    readonly TrainingData data;

    public BatchFeederTests() => data = sites.Data();

    public void Dispose()
    {
        data.Dispose();
        sites.Dispose();
    }

    BatchPlan Plan(Func<int, IReadOnlyList<int>>? counts = null) =>
        new([new SampleStream("source", data.Pool(["a"], null), 16, 4)], counts ?? (_ => [4]), stepsPerEpoch: 1);

    static BatchAssembler Assembler => BatchAssembler.Labelled(TinySites.Task);

    [Fact]
    public void Should_give_the_batches_that_direct_assembly_gives_with_their_states()
    {
        var plan = Plan();
        var assembler = Assembler;
        using var feeder = new BatchFeeder(Plan(), Assembler, 0, 12);
        for (int step = 0; step < 12; step++)
        {
            var samples = plan.Draw(step);
            using var expected = assembler.Assemble(samples, plan.States);
            using var batch = feeder.Take();
            Assert.Equal(samples, batch.Samples);
            Assert.Equal(expected.States, batch.States);
            Assert.Equal(expected.Images.Doubles(), batch.Images.Doubles());
            Assert.Equal(expected.Labels.Doubles(), batch.Labels.Doubles());
        }
    }

    [Fact]
    public void Should_begin_at_the_step_of_a_continued_run()
    {
        using var feeder = new BatchFeeder(Plan(epoch => [epoch]), Assembler, 3, 5);
        using var third = feeder.Take();
        using var fourth = feeder.Take();
        Assert.Equal([3, 4], new[] { third.Samples.Count, fourth.Samples.Count });
    }

    [Fact]
    public void Should_throw_what_failed_in_the_background_where_the_batch_is_taken()
    {
        using var feeder = new BatchFeeder(Plan(epoch => epoch < 2 ? [4] : throw new IOException("the disk is gone")), Assembler, 0, 12);
        for (int step = 0; step < 2; step++) feeder.Take().Dispose();
        var fault = Assert.Throws<IOException>(feeder.Take);
        Assert.Equal("the disk is gone", fault.Message);
        Assert.Throws<IOException>(feeder.Take);
    }

    [Fact]
    public void Should_name_file_case_and_step_where_an_image_is_gone_and_keep_the_checkpoint()
    {
        using var images = new TinyImages();
        using var lost = images.Data();
        var settings = TinyImages.Training with { Epochs = 3, CheckpointEvery = 1 };
        bool gone = false;
        var options = images.Options("run") with
        {
            Progress = new Listener(() =>
            {
                if (gone) return;
                gone = true;
                Directory.Delete(images.File("cache", "images"), recursive: true); // as if a disk were taken away
                foreach (string image in Directory.GetFiles(images.File(), "a*.png")) File.Delete(image);
            }),
        };
        var fault = Assert.Throws<InputException>(() => Pretraining.Run(lost, ["a"], settings, new OptimizerSettings(OptimizerKind.Sgd), options, CancellationToken.None));
        Assert.Matches(@"a\d-\d\.png.*Therefore the batch of step \d cannot be loaded \(cases (a\d-\d(, )?)+ of site a\)\. The last good checkpoint is kept", fault.Message);
        Assert.True(new RunFolder(images.File("run")).NewestCheckpoint(RunFolder.Last)!.State.Step >= 1);
    }

    [Fact]
    public void Should_name_file_case_and_step_where_a_prepared_case_is_cut_short_and_end_with_the_same_bytes_after()
    {
        var settings = TinySites.Training with { Epochs = 4, CheckpointEvery = 1 };
        void Train(string run, IProgress<TrainingProgress>? progress)
        {
            using var fresh = sites.Data();
            Pretraining.Run(fresh, ["a"], settings, new OptimizerSettings(OptimizerKind.Sgd), sites.Options(run) with { Progress = progress }, CancellationToken.None);
        }
        Train("undisturbed", null);
        var cut = new Listener(() =>
        {
            foreach (string entry in Directory.GetFiles(sites.File("cache"), "*.prepared"))
                using (var file = new FileStream(entry, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(Math.Min(file.Length, 600));
        });
        var fault = Assert.Throws<InputException>(() => Train("run", cut));
        Assert.Matches(@"\.prepared: the prepared case 'a\d' of site 'a' can no longer be read: it ends at byte \d+ of \d+\..*Therefore the batch of step \d+ cannot be loaded \(cases (a\d.*)+ of site a\)\. The last good checkpoint is kept", fault.Message);
        Train("run", null);
        Assert.Equal(sites.Bytes("undisturbed"), sites.Bytes("run"));
    }

    sealed class Listener(Action listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    public async Task Should_end_when_disposed_however_many_batches_were_taken(int taken)
    {
        var ended = Task.Run(() =>
        {
            using var feeder = new BatchFeeder(Plan(), Assembler, 0, 12);
            for (int i = 0; i < taken; i++) feeder.Take().Dispose();
        });
        await ended.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void Should_make_only_the_batches_that_are_asked_for()
    {
        using var feeder = new BatchFeeder(Plan(), Assembler, 0, 2);
        feeder.Take().Dispose();
        feeder.Take().Dispose();
        Assert.Throws<System.Threading.Channels.ChannelClosedException>(feeder.Take);
    }
}
