namespace SiteAdapt.Data;

/// <summary>
/// How many subjects of each group go into each subset, so that every site comes as near as possible to what it should have
/// although some subjects count at several sites.
/// </summary>
/// <remarks>
/// Starts from each group's share by largest remainder (exact where no subject is shared, or all are), then takes the best
/// move of one subject, or the best exchange of two moves, while that lowers the sum of squared differences over sites and
/// subsets; a site without training or test subject outweighs any difference. If one remains, it starts again from random
/// counts. Deterministic for a seed.
/// </remarks>
sealed class GroupCounts
{
    const int Subsets = 4, Restarts = 200;
    const long MissingSetCost = 1_000_000_000_000;

    readonly List<SubjectGroup> groups;
    readonly int[][] targets, have, counts;
    long cost;

    GroupCounts(List<SubjectGroup> groups, int[][] targets)
    {
        (this.groups, this.targets) = (groups, targets);
        have = [.. targets.Select(_ => new int[Subsets])];
        counts = [.. groups.Select(_ => new int[Subsets])];
        cost = Enumerable.Range(0, targets.Length).Sum(CostOf);
    }

    readonly record struct Move(int Group, int From, int To);

    /// <summary>Counts per group (training, validation, test, none) for the targets per site in the same order of subsets.</summary>
    public static int[][] Solve(List<SubjectGroup> groups, int[][] targets, RandomStream random)
    {
        var best = new GroupCounts(groups, targets);
        best.StartFromShares();
        best.Descend();
        for (int i = 0; i < Restarts && best.cost >= MissingSetCost; i++)
        {
            var other = new GroupCounts(groups, targets);
            other.StartAtRandom(random);
            other.Descend();
            if (other.cost < best.cost) best = other;
        }
        return best.counts;
    }

    void StartFromShares()
    {
        for (int g = 0; g < groups.Count; g++)
        {
            int subjects = groups[g].Subjects.Length;
            double[] wanted = [.. Enumerable.Range(0, Subsets).Select(s => subjects * groups[g].Sites.Average(site => targets[site][s] / (double)targets[site].Sum()))];
            int[] start = [.. wanted.Select(w => (int)Math.Floor(w + 1e-9))];
            IEnumerable<int> byRemainder = Enumerable.Range(0, Subsets).OrderByDescending(s => wanted[s] - start[s]);
            foreach (int s in byRemainder.Take(subjects - start.Sum())) start[s]++;
            for (int s = 0; s < Subsets; s++) Add(g, s, start[s]);
        }
    }

    void StartAtRandom(RandomStream random)
    {
        for (int g = 0; g < groups.Count; g++)
            foreach (string _ in groups[g].Subjects) Add(g, random.NextInt(3), 1);
    }

    void Add(int group, int subset, int number)
    {
        counts[group][subset] += number;
        foreach (int site in groups[group].Sites)
        {
            cost -= CostOf(site);
            have[site][subset] += number;
            cost += CostOf(site);
        }
    }

    void Apply(Move move)
    {
        Add(move.Group, move.From, -1);
        Add(move.Group, move.To, 1);
    }

    void Undo(Move move) => Apply(new Move(move.Group, move.To, move.From));

    long CostOf(int site)
    {
        long sum = 0;
        for (int s = 0; s < Subsets; s++) sum += (long)(have[site][s] - targets[site][s]) * (have[site][s] - targets[site][s]);
        foreach (int s in new[] { (int)Subset.Train, (int)Subset.Test })
            if (have[site][s] == 0 && targets[site][s] > 0) sum += MissingSetCost;
        return sum;
    }

    void Descend()
    {
        while (cost > 0 && (Improve(pairs: false) || Improve(pairs: true))) { }
    }

    /// <summary>Makes the best single move (or exchange), if one lowers the cost.</summary>
    bool Improve(bool pairs)
    {
        (long best, Move? first, Move? second) = (cost, null, null);
        foreach (Move a in Moves(0))
        {
            Apply(a);
            foreach (Move? b in pairs ? Moves(a.Group).Select(m => (Move?)m) : [null])
            {
                if (b is { } applied) Apply(applied);
                if (cost < best) (best, first, second) = (cost, a, b);
                if (b is { } undone) Undo(undone);
            }
            Undo(a);
        }
        if (first is not { } chosen) return false;
        Apply(chosen);
        if (second is { } other) Apply(other);
        return true;
    }

    /// <summary>Every possible move of one subject, listed before any is made.</summary>
    Move[] Moves(int firstGroup) =>
    [
        .. from g in Enumerable.Range(firstGroup, groups.Count - firstGroup)
           from source in Enumerable.Range(0, Subsets)
           where counts[g][source] > 0
           from to in Enumerable.Range(0, Subsets)
           where to != source
           select new Move(g, source, to),
    ];
}
