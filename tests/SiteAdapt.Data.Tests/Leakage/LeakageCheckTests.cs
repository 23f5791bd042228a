using SiteAdapt.Imaging;

namespace SiteAdapt.Data.Tests;

public sealed class LeakageCheckTests
{
    static UsedCases Set(Subset subset, string site, params string[] subjects) => new(subset, site, [.. subjects.Select(s => TestCases.Of(site, s, $"{site}-{s}-{subset}"))]);

    [Fact]
    public void Should_name_subject_sets_and_sites()
    {
        UsedCases[] sets = [Set(Subset.Train, "a", "1", "2"), Set(Subset.Validation, "a", "3"), Set(Subset.Test, "b", "2", "4"), Set(Subset.Train, "b", "3")];
        string message = Assert.Throws<InputException>(() => LeakageCheck.Require(sets)).Message;
        Assert.Contains("subject '2' is in train at site 'a' (case 'a-2-Train') and in test at site 'b' (case 'b-2-Test')", message);
        Assert.Contains("subject '3' is in validation at site 'a' (case 'a-3-Validation') and in train at site 'b' (case 'b-3-Train')", message);
        Assert.Contains("2 faults", message);
    }

    [Fact]
    public void Should_allow_a_subject_in_the_training_sets_of_two_sites() =>
        LeakageCheck.Require([Set(Subset.Train, "a", "1"), Set(Subset.Train, "b", "1"), Set(Subset.Test, "b", "2")]);

    [Fact]
    public void Should_find_one_image_file_under_two_subjects()
    {
        Case c = TestCases.Of("a", "1");
        UsedCases[] sets = [new(Subset.Train, "a", [c]), new(Subset.Test, "a", [c with { Id = "other", Subject = "2" }])];
        Assert.Contains("'a-1' (subject '1') = 'other' (subject '2')", Assert.Throws<InputException>(() => LeakageCheck.Require(sets)).Message);
    }

    /// <summary>By what they show where that is known, else by their file.</summary>
    [Fact]
    public void Should_compare_images_by_their_pixels_and_else_by_their_path()
    {
        Case one = TestCases.Of("a", "1"), other = TestCases.Of("a", "2");
        UsedCases[] sets = [new(Subset.Train, "a", [one]), new(Subset.Test, "a", [other])];
        LeakageCheck.Require(sets, item => item.Image);
        Assert.Contains("'a-1' (subject '1') = 'a-2' (subject '2')", Assert.Single(LeakageCheck.Find(sets, _ => "same pixels")).ToString());
        LeakageCheck.Require(sets, _ => null);
        Assert.Single(LeakageCheck.Find([sets[0], new(Subset.Test, "a", [other with { Image = one.Image }])], _ => null));
    }

    [Fact]
    public void Should_name_an_image_only_where_its_subject_does_not_say_it_already()
    {
        Case scan = TestCases.Of("a", "1");
        Assert.Equal("subject '1'", Assert.Single(LeakageCheck.Find([new(Subset.Train, "a", [scan]), new(Subset.Test, "a", [scan])])).Shared);
    }

    [Theory]
    [InlineData(1, "(case '0')")]
    [InlineData(2, "(cases '0', '1')")]
    [InlineData(5, "(cases '0', '1', '2', '3', '4')")]
    [InlineData(7, "(cases '0', '1', '2', '3', '4' and 2 more)")]
    public void Should_name_five_cases_and_count_the_others(int count, string expected)
    {
        Case scan = TestCases.Of("a", "1");
        UsedCases[] sets = [new(Subset.Train, "a", [.. Enumerable.Range(0, count).Select(i => scan with { Id = $"{i}" })]), new(Subset.Test, "a", [scan with { Session = "s2" }])];
        Assert.Equal($"subject '1' is in train at site 'a' {expected} and in test at site 'a' (case 'a-1', session s2)", LeakageCheck.Find(sets)[0].ToString());
    }

    [Theory]
    [InlineData(8, "'p1_visit8' (give")]
    [InlineData(10, "'p1_visit8' and 2 more (give")]
    public void Should_name_eight_ids_of_a_person_and_count_the_others(int count, string expected)
    {
        string[] ids = [.. Enumerable.Range(1, count).Select(i => $"p1_visit{i}")];
        Assert.Contains(expected, Assert.Single(LeakageCheck.Find([Set(Subset.Train, "b", ids[..^1]), Set(Subset.Test, "b", ids[^1])])).Shared, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head0001", "head0001_ses-02")]
    [InlineData("sub-01", "sub-01_ses-02_T1w")]
    [InlineData("sub-01_ses-01", "sub-01_ses-02")]
    [InlineData("sub-01_ses-01_T1w", "sub-01_ses-02_T1w")]
    [InlineData("p1_visit1", "P1_visit2")]
    [InlineData("JD", "JD_session-b")]
    [InlineData("p1_visit9", "p1_visit12")]
    [InlineData("p01_ses-20190101", "p01_ses-20210304")]
    [InlineData("sub-01_ses-001", "sub-01_ses-002")]
    [InlineData("site1_p1_visit1", "site1_p1_visit2")]
    [InlineData("b_p1_visit1", "b_p1_visit2")]
    [InlineData("ucl_ses1_sub01", "ucl_ses2_sub01")]
    [InlineData("patient1", "patient1_study2")]
    [InlineData("patient1", "patient1_run-2")]
    [InlineData("HEAD0001", "head0001")]
    [InlineData("HEAD0001", "head0001-ses2")]
    public void Should_refuse_one_person_under_two_ids_in_two_sets_whichever_way_round(string one, string other)
    {
        foreach (var (train, test) in ((string, string)[])[(one, other), (other, one)])
        {
            string message = Assert.Throws<InputException>(() => LeakageCheck.Require([Set(Subset.Train, "a", train, "x1"), Set(Subset.Test, "b", test, "x2")])).Message;
            foreach (string part in (string[])[$"'{train}' and '{test}'", $"train at site 'a' (case 'a-{train}-Train')", $"test at site 'b' (case 'b-{test}-Test')", "give them one subject", "rename one", "1 fault"])
                Assert.Contains(part, message, StringComparison.Ordinal);
            LeakageCheck.Require([Set(Subset.Train, "a", train, test), Set(Subset.Test, "b", "x2")]); // in one set nothing leaks
        }
    }

    /// <summary>Each list has all its ids in training and in test by turns: none may be taken for another.</summary>
    [Theory]
    [InlineData("sub-{0:00}", 20)]
    [InlineData("CC{0:0000}", 60)]
    [InlineData("CC{0:0000}_philips_15_56_M", 20)]
    [InlineData("site1_head{0:0000}", 20)]
    [InlineData("patient{0}", 40)]
    [InlineData("patient{0:00000}", 40)]
    [InlineData("{0:00000000}", 40)]
    [InlineData("Case{0:00}", 20)]
    [InlineData("run_{0}", 20)]
    [InlineData("head_run_{0}", 20)]
    [InlineData("case_study_{0}", 20)]
    [InlineData("site1_study{0}", 20)]
    [InlineData("ses-{0}", 20)]
    [InlineData("sub-visit{0}", 20)]
    [InlineData("sub-ses{0:00}", 20)]
    [InlineData("sub-{0:00}_ses-01", 20)]
    [InlineData("UCL_ses1_sub{0:00}", 20)]
    [InlineData("study1_p{0}", 20)]
    [InlineData("a_visit{0:000}", 6)]
    [InlineData("A-visit{0}", 6)]
    [InlineData("site1_visit{0:000}", 6)]
    [InlineData("site1_visit{0:00000}", 40)]
    [InlineData("site-12_ses-{0}", 20)]
    [InlineData("cohort2_visit{0}", 20)]
    [InlineData("adni2_visit{0:000}", 20)]
    [InlineData("adni2_visit{0:00000}", 20)]
    [InlineData("adni2_visit{0:000}_ses1", 20)]
    [InlineData("p1_visit{0}_study{0}", 20)]
    [InlineData("brain_visit{0}_T1w", 20)]
    [InlineData("prostate_study{0:00}", 12)]
    [InlineData("visitor{0}", 20)]
    [InlineData("s1-{0}", 20)]
    [InlineData("1.2.840.113619.2.{0}", 20)]
    public void Should_not_take_two_people_for_one(string pattern, int count)
    {
        string[] ids = [.. Enumerable.Range(1, count).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i))];
        for (int turn = 0; turn < 2; turn++)
            LeakageCheck.Require([Set(Subset.Train, "a", [.. ids.Where((_, i) => i % 2 == turn)]), Set(Subset.Test, "a", [.. ids.Where((_, i) => i % 2 != turn)])]);
    }

    /// <summary>A word without a number behind it is a part of a name.</summary>
    [Theory]
    [InlineData("trial", "trial_study")]
    [InlineData("p1", "p1_run")]
    [InlineData("p1_visit", "p1_session")]
    [InlineData("a", "a_visit001")] // the site's name
    public void Should_not_take_a_word_for_a_session(string one, string other) =>
        LeakageCheck.Require([Set(Subset.Train, "a", one), Set(Subset.Test, "a", other)]);

    /// <summary>Pictures that are numbered by a word for a session, each of another patient, below folders of sites.</summary>
    [Theory]
    [InlineData("site1", "visit{0:000}")]
    [InlineData("site1", "visit{0:00000}")]
    [InlineData("UCL 3T", "ses-{0}")]
    [InlineData("nih", "study{0:000000}")]
    public void Should_pass_what_is_imported_with_subjects_per_site(string site, string pattern)
    {
        using var folder = new TemporaryFolder();
        for (int i = 1; i <= 6; i++) folder.Write($"{site}/{string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, i)}.nii.gz", "");
        var cases = FolderLayout.Import(folder.Path, FolderNames.Plain with { Subjects = SubjectNames.PerSite }).Cases;
        Assert.Equal(6, cases.Select(item => item.Subject).Distinct().Count());
        LeakageCheck.Require([new(Subset.Train, cases[0].Site, [.. cases.Take(4)]), new(Subset.Test, cases[0].Site, [.. cases.Skip(4)])]);
    }

    /// <summary>Comparing all pairs would take minutes, since all ids have the same part before the session.</summary>
    [Fact]
    public void Should_find_the_one_person_among_very_many_ids()
    {
        Case[] cases = [.. Enumerable.Range(0, 60_000).Select(i => TestCases.Of("a", FormattableString.Invariant($"nih_study{i:000000}")))];
        UsedCases[] sets = [new(Subset.Train, "a", cases[..45_000]), new(Subset.Test, "a", [.. cases[45_000..], TestCases.Of("a", "NIH_study000017")])];
        Leak leak = Assert.Single(LeakageCheck.Find(sets));
        Assert.Equal(["nih_study000017", "NIH_study000017"], leak.InFirst.Concat(leak.InSecond).Select(c => c.Subject));
    }

    /// <summary>What our importers make of names with sessions: one subject each, whatever set its sessions came into.</summary>
    [Fact]
    public void Should_pass_what_is_imported_with_sessions()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["patient1_study1", "patient1_study2", "patient2_study1", "sub-01_ses-01", "sub-01_ses-02", "sub-02_ses-01", "case_study_12", "case_study_13"])
            folder.Write($"site1/{name}.nii", "");
        var cases = FolderLayout.Import(folder.Path).Cases;
        Assert.Equal(["case", "patient1", "patient2", "sub-01", "sub-02"], cases.Select(item => item.Subject).Distinct().Order(StringComparer.Ordinal));
        foreach (long seed in Enumerable.Range(0, 10))
        {
            Split split = Split.Create(new Manifest(folder.File("m.csv"), cases), seed, SplitSizes.Shares(0.5, 0.2, 0.3));
            LeakageCheck.Require([.. Enum.GetValues<Subset>().Select(subset => new UsedCases(subset, "site1", split.CasesOf("site1", subset)))]);
        }
    }
}
