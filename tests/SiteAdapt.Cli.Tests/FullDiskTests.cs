namespace SiteAdapt.Cli.Tests;

/// <summary>A disk that is really full: a file system in memory of a few hundred kilobytes. Only root may mount one.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class FullDiskTests(SimulatedSites sites)
{
    [SmallDiskFact]
    public void Should_say_that_the_disk_is_full_keep_the_checkpoint_and_go_on_when_there_is_room()
    {
        string disk = sites.NewFolder("small-disk");
        string[] Command(string run) => ["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--out", run, .. SimulatedSites.Training(epochs: 6, steps: 4)];
        sites.Run(Command("full-calm")).Succeed();
        long size = Directory.EnumerateFiles(sites.File("full-calm", "checkpoints"), "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        bool seen = false;
        Assert.True(SmallDisk.Mount(disk, size / 2));
        try
        {
            // From too small for anything to nearly enough; a run that is refused goes on in the next size.
            for (long room = size / 2; room < 4 * size; room += size / 4)
            {
                Assert.True(SmallDisk.Resize(disk, room));
                var outcome = sites.Run(Command("small-disk/run"));
                if (outcome.Code == 0) break;
                outcome.BeRefused("small-disk/run", "Make room", "give the same command again");
                seen = true;
                var shown = sites.Run("run", "show", "small-disk/run");
                if (shown.Code != 0) Assert.Contains("not a run folder", shown.Errors, StringComparison.Ordinal);
            }
            Assert.True(seen, "the disk was never full");
            foreach (string file in new[] { "metrics.jsonl", "done.json", "run.json", "checkpoints/last-0000024/model.safetensors", "checkpoints/last-0000024/optimizer.safetensors" })
                Assert.Equal(File.ReadAllBytes(sites.File("full-calm", file)), File.ReadAllBytes(sites.File("small-disk/run", file)));
            Assert.Empty(Directory.EnumerateFileSystemEntries(sites.File("small-disk/run"), "*.partial", SearchOption.AllDirectories));
        }
        finally
        {
            SmallDisk.Unmount(disk);
        }
    }
}
