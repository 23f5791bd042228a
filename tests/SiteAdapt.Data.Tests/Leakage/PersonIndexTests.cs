namespace SiteAdapt.Data.Tests;

public sealed class PersonIndexTests
{
    static readonly string[] Ids =
    [
        "p1", "P1", "p1_visit1", "p1_visit2", "p1-ses-3", "p1_run1", "p1_run2", "p1_visit1_T1w", "p1_visit2_T1w", "p2", "p2_visit1", "p12_visit001", "p12_visit002",
        "a", "a_visit1", "a_visit2", "a_p1", "a_p1_visit1", "a_p1_visit2", "trial", "trial_study", "trial_study1", "trial_study2", "JD", "JD_session-b", "ucl_ses1_s01", "ucl_ses2_s01", "ucl_ses1_s02",
    ];

    static SubjectId IdOf(string id) => new(id, "a");

    /// <summary>Against looking at all pairs.</summary>
    [Fact]
    public void Should_find_somebody_where_a_comparison_of_all_pairs_does()
    {
        string[][] lists = [Ids, [.. Ids.Reverse()], [.. Ids.Where((_, i) => i % 2 == 0)], [.. Ids.Where((_, i) => i % 3 != 0)]];
        int found = 0;
        foreach (string[] list in lists)
        {
            var index = new PersonIndex<string>(list, IdOf);
            foreach (string id in Ids)
            {
                string[] same = [.. list.Where(other => other != id && IdOf(id).IsSamePersonAs(IdOf(other)))];
                string? other = index.Find(IdOf(id));
                Assert.Equal(same.Length > 0, other is not null);
                if (other is not null) Assert.Contains(other, same);
                found += same.Length;
            }
        }
        Assert.InRange(found, 30, 300);
    }

    /// <summary>Several scans of a subject are no other person's.</summary>
    [Fact]
    public void Should_not_find_a_subject_for_itself()
    {
        var index = new PersonIndex<string>(["p1_visit1", "p1_visit1", "p1_visit1"], IdOf);
        Assert.Null(index.Find(IdOf("p1_visit1")));
        Assert.NotNull(index.Find(IdOf("p1_visit2")));
    }

    [Fact]
    public void Should_compare_the_same_whichever_way_round_and_only_within_a_person()
    {
        foreach (string one in Ids)
            foreach (string other in Ids)
            {
                bool same = IdOf(one).IsSamePersonAs(IdOf(other));
                Assert.Equal(same, IdOf(other).IsSamePersonAs(IdOf(one)));
                if (same) Assert.Equal(IdOf(one).Person, IdOf(other).Person);
            }
    }

    /// <summary>Each id is looked up, not compared with every other of its person.</summary>
    [Fact]
    public void Should_have_keys_of_its_own_for_each_of_many_studies()
    {
        SubjectId[] ids = [.. Enumerable.Range(0, 1000).Select(i => IdOf(FormattableString.Invariant($"nih_study{i:000000}")))];
        Assert.Single(ids.Select(id => id.Person).Distinct());
        var keys = ids.SelectMany(id => id.Keys()).ToHashSet();
        Assert.All(ids, id => Assert.Equal(id.Sought().First(), Assert.Single(id.Sought(), keys.Contains)));
    }
}
