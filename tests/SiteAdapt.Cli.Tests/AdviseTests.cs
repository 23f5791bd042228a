namespace SiteAdapt.Cli.Tests;

/// <summary><c>advise</c> through the executable.</summary>
[Collection(SimulatedSitesCollection.Name)]
public sealed class AdviseTests(SimulatedSites sites)
{
    static string[] Advise(string output, params string[] more) =>
        ["advise", "--data", SimulatedSites.Manifest, "--source", "source", "--target", "site2", "--split-counts", "2/1/1", "--out", output, .. more];

    [SlowFact]
    public void Should_advise_in_words_and_as_json()
    {
        string[] command = Advise("advice", "--methods", "fine-tune-all,mmtl", "--epochs", "2", "--jobs", "2");
        string words = sites.Run(command).Succeed().Output;
        foreach (string part in (string[])["cross-validated inside 2 annotated training patients in 2 folds; no test case was looked at", "ake ", "Expect on the target: ", "Two more annotated patients: not known with so few."])
            Assert.Contains(part, words, StringComparison.Ordinal);
        var json = sites.Run([.. command, "--json"]).Succeed().Json;
        Assert.Equal(3, json.GetProperty("candidates").GetArrayLength());
        Assert.Contains(json.GetProperty("take").GetString(), (string[])["none", "fine-tune-all", "mmtl"]);
        Assert.True(File.Exists(sites.File("advice", "advice.json")));
    }

    [Fact]
    public void Should_say_what_one_patient_cannot_tell()
    {
        string words = sites.Run(Advise("advice-one", "--patients", "1")).Succeed().Output;
        Assert.Contains("There is one annotated training patient of the target", words, StringComparison.Ordinal);
        Assert.Contains("An earlier study, not your data: docs/results.md", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_what_cannot_be_asked()
    {
        sites.Run(Advise("advice-no", "--patients", "0")).BeRefused("--patients: is 0; expected 1 or more");
        sites.Run(Advise("advice-no", "--methods", "adabn")).BeRefused("'adabn' learns nothing from annotated target patients");
        sites.Run(Advise("advice-no", "--studies", "tiny.yaml")).BeRefused("--studies", "tiny.yaml");
    }
}
