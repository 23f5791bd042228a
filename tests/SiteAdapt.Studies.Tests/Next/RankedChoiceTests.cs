using FsCheck.Xunit;
using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies.Tests;

public sealed class RankedChoiceTests
{
    static CaseReading Reading(string id, double uncertainty, params float[] features) => new(new Case { Id = id, Subject = id, Site = "b", Image = $"{id}.nii" }, uncertainty, features);

    static List<CaseReading> Readings(string prefix, byte[] numbers) =>
        [.. numbers.Chunk(3).Where(part => part.Length == 3).Take(7).Select((part, i) => Reading(FormattableString.Invariant($"{prefix}{i}"), part[0] % 5 / 4.0, part[1] % 4, part[2] % 4))];

    /// <summary>Values and places from small sets, so that ties are common.</summary>
    [Property(MaxTest = 300)]
    public void Should_choose_what_trying_all_finds(byte[] open, byte[] done)
    {
        List<CaseReading> candidates = Readings("c", open), annotated = Readings("a", done);
        var chosen = RankedChoice.Choose(candidates, annotated, candidates.Count);
        List<CaseReading> left = [.. candidates], reached = [.. annotated];
        foreach (var choice in chosen)
        {
            double Far(CaseReading item) => reached.Count == 0 ? 0 : reached.Min(other => Math.Sqrt(item.Features.Zip(other.Features, (a, b) => Math.Pow(a - b, 2)).Sum()));
            // Twice the mean rank: how many it beats, and half of those it ties with.
            int Beaten(CaseReading item, Func<CaseReading, double> value) => left.Sum(other => value(item) > value(other) ? 2 : value(item) == value(other) ? 1 : 0);
            var best = left[0];
            foreach (var item in left)
            {
                int more = Beaten(item, other => other.Uncertainty) + Beaten(item, Far) - Beaten(best, other => other.Uncertainty) - Beaten(best, Far);
                if (more > 0 || (more == 0 && item.Uncertainty > best.Uncertainty)) best = item; // in the order of names
            }
            Assert.Same(best.Case, choice.Case);
            Assert.Equal((best.Uncertainty, left.Count), (choice.Uncertainty, choice.Among));
            Assert.Equal(1 + left.Count(item => item.Uncertainty > best.Uncertainty), choice.UncertaintyPlace);
            Assert.Equal(reached.Count == 0 ? null : 1 + left.Count(item => Far(item) > Far(best)), choice.DistancePlace);
            Assert.Equal(reached.Count == 0 ? null : Far(best), choice.Distance);
            if (reached.Count > 0) Assert.Equal(Far(best), best.DistanceTo(reached.Single(item => item.Case == choice.Nearest)), 12);
            left.Remove(best);
            reached.Add(best);
        }
        Assert.Empty(left);
    }

    [Property]
    public void Should_not_depend_on_the_order_of_the_cases(byte[] open, byte[] done)
    {
        List<CaseReading> candidates = Readings("c", open), annotated = Readings("a", done);
        var expected = RankedChoice.Choose(candidates, annotated, candidates.Count).Select(choice => choice.Case.Id);
        Assert.Equal(expected, RankedChoice.Choose([.. candidates.AsEnumerable().Reverse()], annotated, candidates.Count).Select(choice => choice.Case.Id));
    }

    [Fact]
    public void Should_not_take_the_twin_of_what_was_just_chosen()
    {
        CaseReading[] candidates = [Reading("far", 0.5, 9), Reading("twin", 0.49, 9), Reading("other", 0.3, -6), Reading("near", 0.1, 0.1f)];
        var chosen = RankedChoice.Choose(candidates, [Reading("done", 0, 0)], 2);
        Assert.Equal(["far", "other"], chosen.Select(choice => choice.Case.Id));
        Assert.Equal("the most uncertain of 4, and the farthest from what is annotated", chosen[0].Why);
        Assert.Equal("the 2nd most uncertain of 3, and the farthest from what is annotated", chosen[1].Why);
        Assert.Equal((6.0, "done"), (chosen[1].Distance, chosen[1].Nearest?.Id));
    }

    [Fact]
    public void Should_say_that_a_chosen_case_is_the_nearest()
    {
        CaseReading[] candidates = [Reading("c0", 0.5, 10), Reading("c1", 0.4, 7)];
        var last = RankedChoice.Choose(candidates, [Reading("done", 0, 0)], 2)[1];
        Assert.Equal((3.0, "c0", "the only one that is left"), (last.Distance, last.Nearest?.Id, last.Why));
    }

    [Fact]
    public void Should_begin_with_the_most_uncertain_where_nothing_is_annotated()
    {
        var chosen = RankedChoice.Choose([Reading("c0", 0.2, 5), Reading("c1", 0.7, 0), Reading("c2", 0.3, 1), Reading("c3", 0.3, 4)], [], 2);
        Assert.Equal(["c1", "c3"], chosen.Select(choice => choice.Case.Id));
        Assert.Equal("the most uncertain of 4; nothing is annotated yet to be far from", chosen[0].Why);
        Assert.Null(chosen[0].Distance);
        Assert.Equal((4.0, "c1"), (chosen[1].Distance, chosen[1].Nearest?.Id));
    }
}
