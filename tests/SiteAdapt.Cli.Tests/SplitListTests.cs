namespace SiteAdapt.Cli.Tests;

/// <summary><c>--split-list</c> decides who trains.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class SplitListTests(SimulatedSites sites)
{
    [Fact]
    public void Should_train_on_the_subjects_of_a_given_list_in_its_order()
    {
        string[] subjects = [.. File.ReadLines(sites.File("data", "manifest.csv")).Skip(1).Select(line => line.Split(',')).Where(cells => cells[2] == "site1").Select(cells => cells[1])];
        File.WriteAllText(sites.File("split.csv"), $"site,subset,order,subject_id\nsite1,train,0,{subjects[3]}\nsite1,train,1,{subjects[0]}\nsite1,test,0,{subjects[1]}\n");
        sites.Run([.. Pretrain("listed"), "--split-list", "split.csv"]).Succeed();
        var data = sites.Run("run", "show", "listed", "--json").Succeed().Json.GetProperty("run").GetProperty("data");
        Assert.Equal([subjects[3], subjects[0]], data.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("subject").GetString()!));
        var scored = sites.Run("evaluate", "--run", "listed", "--data", SimulatedSites.Manifest, "--site", "site1", "--threads", "1", "--json").Succeed().Json;
        Assert.Equal(subjects[1], Assert.Single(scored.GetProperty("cases").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Fact]
    public void Should_refuse_a_list_that_fits_nothing()
    {
        sites.Run([.. Pretrain("refused"), "--split-list", "cc359"]).BeRefused("published split 'cc359'", "none of its");
        sites.Run([.. Pretrain("refused"), "--split-list", "nowhere.csv"]).BeRefused("nowhere.csv", "no such split list", "cc359, msm");
        sites.Run([.. Pretrain("refused"), "--split-list", "cc359", "--split-seed", "1"]).BeRefused("--split-list", "leave --split-seed");
        sites.Run([.. Pretrain("refused"), "--split-counts", "2-1-1"]).BeRefused("--split-counts", "'2-1-1'", "45/5/10");
        Assert.False(Directory.Exists(sites.File("refused")));
    }

    static string[] Pretrain(string run) =>
        ["pretrain", "--task", "tiny.yaml", "--data", SimulatedSites.Manifest, "--source", "site1", "--out", run, .. SimulatedSites.Training(1, 1)];
}
