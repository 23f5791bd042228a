namespace SiteAdapt.Studies.Tests;

public sealed class SlurmQueueTests
{
    static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "goldens", "slurm", name));

    [Fact]
    public void Should_read_what_the_real_squeue_prints()
    {
        var queue = SlurmQueue.Parse(Golden("squeue.txt"));
        Assert.Equal(30, queue.Count);
        Assert.All(queue, element => Assert.Equal(new SlurmJobName("my.study_1", "adapt-1", "20261123-042420-3f2a91c4"), element.Name));
        Assert.Equal(["1_0", "1_1", "1_2", "6_0"], queue.Where(element => !element.IsPending).Select(element => element.Id));
        Assert.Equal(["n1", "n1", "n2", "n2"], queue.Where(element => !element.IsPending).Select(element => element.Node));
        Assert.Equal([("1", "JobArrayTaskLimit", 3), ("3", "Dependency", 6), ("4", "BeginTime", 6), ("6", "Resources", 5), ("2", "JobHeldUser", 6)],
            queue.Where(element => element.IsPending).GroupBy(element => (element.Job, element.Reason)).Select(group => (group.Key.Job, group.Key.Reason, group.Count())));
    }

    [Theory]
    [InlineData("7|N/A|RUNNING|None|n1|root|interactive|(null)")]
    [InlineData("7|0|RUNNING|None|n1|root|a|b|c|d")]
    [InlineData("7|0|RUNNING|None|n1|root|siteadapt.adapt-1.20261123-042420-3f2a91c4|(null)")]
    [InlineData("CLUSTER: one")]
    [InlineData("")]
    public void Should_pass_over_other_peoples_jobs(string line) => Assert.Empty(SlurmQueue.Parse(line + "\n"));

    [Fact]
    public void Should_know_a_job_by_its_comment_where_the_cluster_renames_it() =>
        Assert.Equal("big", Assert.Single(SlurmQueue.Parse("7|0|RUNNING|None|n1|root|job-7|siteadapt.big.adapt-12.20261123-042420-3f2a91c4")).Name.Study);

    [Fact]
    public void Should_read_what_the_real_scontrol_prints() => Assert.Equal(new SlurmCluster("onehost", 10001, true), SlurmCluster.Parse(Golden("scontrol-config.txt")));

    [Theory]
    [InlineData("(null)", false)]
    [InlineData("75", true)]
    [InlineData("1,70-80", true)]
    [InlineData("175", false)]
    public void Should_see_whether_a_cluster_requeues_by_itself(string codes, bool requeues) =>
        Assert.Equal(new SlurmCluster("unknown", 1001, requeues), SlurmCluster.Parse($"MaxArraySize            = 1001\nRequeueExit             = {codes}\n"));

    [Theory]
    [InlineData("Resources", "is next")]
    [InlineData("Dependency", "waits until the stages before have ended")]
    [InlineData("DependencyNeverSatisfied", "no longer end well")]
    [InlineData("(launch failed requeued held)", "could not be started on its node")]
    [InlineData("QOSMaxJobsPerUserLimit", "quality of service")]
    [InlineData("AssocGrpCpuLimit", "limit of the account")]
    public void Should_say_reasons_in_words_and_keep_slurms(string reason, string words)
    {
        Assert.Contains(words, SlurmReason.InWords(reason), StringComparison.Ordinal);
        Assert.EndsWith($"({reason.Trim('(', ')')})", SlurmReason.InWords(reason), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_keep_a_reason_that_it_does_not_know() => Assert.Equal("SomethingNew", SlurmReason.InWords("SomethingNew"));
}
