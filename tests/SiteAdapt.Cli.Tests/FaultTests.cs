namespace SiteAdapt.Cli.Tests;

/// <summary>Wrong input: exit code 1, and a message that says what, where, and what to do.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class FaultTests(SimulatedSites sites)
{
    const string Data = $"--data {SimulatedSites.Manifest}";
    const string Adapt = $"adapt --from source {Data} --out refused --threads 1 --epochs 1 --steps-per-epoch 1";
    const string Pretrain = $"pretrain {Data} --out refused --threads 1 --epochs 1 --steps-per-epoch 1";

    [Theory]
    [InlineData($"{Adapt} --target site2 --patients 1 --method mtl", "no method 'mtl'", "mmtl, all-target-data")]
    [InlineData($"{Adapt} --target site2 --method mmtl", "--patients", "--patients 1")]
    [InlineData($"{Adapt} --target site2 --method none --patients 1", "'none' takes no budget", "Leave them out")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 0", "0", "patient")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 99", "99", "site2")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --slices 100000", "100000", "slices")]
    [InlineData($"{Adapt} --target sit2 --method mmtl --patients 1", "sit2", "site2")]
    [InlineData($"{Adapt} --target site1 --method mmtl --patients 1", "'site1'", "trained on", "another target")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --set mix=sometimes", "mix is 'sometimes'", "target-only, paper")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --set mux=paper", "'mux=paper'", "NAME=VALUE", "mix")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --optimizer rmsprop", "'rmsprop'", "adam or sgd")]
    [InlineData($"{Adapt} --target site2 --method octl --patients 1 --optimizer sgd", "source", "memory of adam", "--optimizer adam")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --device cuda:7", "cuda", "cpu")]
    [InlineData($"{Adapt} --target site2 --method mmtl --patients 1 --features-at 0,9", "--features-at", "'9'", "0 to 1")]
    [InlineData($"adapt --from data {Data} --out refused --target site2 --method mmtl --patients 1", "data", "not a run folder", "--out folder of a pretrain")]
    [InlineData($"{Pretrain} --source site9", "site9", "site1")]
    [InlineData($"{Pretrain} --source site1 --task brian", "'brian'", "did you mean 'brain'?")]
    [InlineData($"{Pretrain} --source site1 --task wrong.yaml", "wrong.yaml", "line 2", "'window'")]
    [InlineData($"{Pretrain} --source site1 --batch 0 --learning-rate 0", "batch is 0", "learning rate is 0")]
    [InlineData("pretrain --data missing.csv --source site1 --out refused", "missing.csv", "no")]
    [InlineData("pretrain --data wrong.csv --source site1 --out refused", "wrong.csv", "line 1", "'image'")]
    [InlineData($"pretrain {Data} --source site1 --out data --threads 1", "data", "holds other files and no run", "new or empty folder")]
    [InlineData($"evaluate --run source {Data} --site site2 --split tset", "--split", "'tset'", "train, validation or test")]
    [InlineData($"evaluate --run source {Data} --site site2 --grid voxels", "--grid", "'voxels'", "prepared or native")]
    [InlineData($"evaluate --run source {Data} --site sit2", "sit2", "site2")]
    [InlineData($"evaluate --run source {Data} --site site2 --threads 0", "--threads", "0")]
    [InlineData("run show nowhere", "nowhere", "not a run folder")]
    [InlineData("data simulate more --sites 0", "sites is 0", "1 to 1000")]
    [InlineData("data simulate more --radiographs --size 8", "size is 8", "32 to 1024")]
    [InlineData("data simulate more --radiographs --spacing 2", "--radiographs", "--spacing")]
    [InlineData("data simulate more --size 64", "--size", "--radiographs", "Leave it out")]
    [InlineData("demo --preset small", "--preset", "'small'", "quick or full")]
    [InlineData("predict x.nii --out m.nii", "--run, --model", "give one of them")]
    [InlineData("predict x.nii --out m.nii --model w.safetensors", "--task", "--task brain")]
    [InlineData("predict x.nii --out m.nii --run source --task brain", "--task", "leave --task out")]
    [InlineData("predict x.nii --out m.nii --run source", "x.nii", "no such file")]
    public void Should_say_what_is_wrong_and_what_to_do(string line, params string[] words)
    {
        File.WriteAllText(sites.File("wrong.yaml"), "base: brain\nwindow: many\n");
        File.WriteAllText(sites.File("wrong.csv"), "case,subject,site\na,a,site1\n");
        sites.Run(line.Split(' ')).BeRefused(words);
        Assert.False(File.Exists(sites.File("refused", "run.json")));
    }

    [Fact]
    public void Should_refuse_a_run_of_other_settings_and_find_a_finished_one_done()
    {
        string[] command = ["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--out", "source"];
        sites.Run([.. command, .. SimulatedSites.Training(epochs: 5, steps: 8)]).BeRefused("source", "run of other settings", "epochs", "3", "5", "learning_rate");
        byte[] before = File.ReadAllBytes(sites.File("source", "checkpoints", "last-0000024", "model.safetensors"));
        sites.Run([.. command, .. SimulatedSites.SourceTraining]).Succeed();
        Assert.Equal(before, File.ReadAllBytes(sites.File("source", "checkpoints", "last-0000024", "model.safetensors")));
    }

    [Fact]
    public void Should_refuse_a_damaged_checkpoint()
    {
        string run = sites.File("damaged");
        foreach (string file in Directory.EnumerateFiles(sites.File("source"), "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')))
        {
            string copy = Path.Combine(run, Path.GetRelativePath(sites.File("source"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        string weights = Path.Combine(run, "checkpoints", "last-0000024", "model.safetensors");
        byte[] content = File.ReadAllBytes(weights);
        content[^1] ^= 1;
        File.WriteAllBytes(weights, content);
        sites.Run("evaluate", "--run", "damaged", "--data", SimulatedSites.Manifest, "--site", "site2").BeRefused(weights, "SHA-256", "damaged", "train again");
    }
}
