using System.Runtime.CompilerServices;

namespace SiteAdapt.Studies;

/// <summary>
/// The mean of <see cref="ScoreSummary"/> under weights of patients. A run none of whose patients was drawn takes no part in
/// its seed's mean, a seed without runs none in the mean over seeds.
/// </summary>
sealed class ResampledMean
{
    readonly int[] patientOf;
    readonly double[] values;

    // Run r holds the values runStart[r] .. runStart[r + 1], seed s the runs seedStart[s] .. seedStart[s + 1].
    readonly int[] runStart;
    readonly int[] seedStart;

    public ResampledMean(ScoreSet scores, PatientDraw patients)
    {
        List<int> indices = [], runs = [0], seeds = [0];
        List<double> finite = [];
        foreach (var seed in scores.Cases.GroupBy(value => value.Seed).OrderBy(seed => seed.Key))
        {
            foreach (var run in seed.GroupBy(value => (value.Source, value.Target)))
            {
                foreach (var value in run)
                {
                    if (value.Value is not { } number || !double.IsFinite(number)) continue;
                    indices.Add(patients[new Patient(value.Site, value.Subject)]);
                    finite.Add(number);
                }
                runs.Add(finite.Count);
            }
            seeds.Add(runs.Count - 1);
        }
        (patientOf, values, runStart, seedStart) = ([.. indices], [.. finite], [.. runs], [.. seeds]);
    }

    /// <summary>The mean with each patient counted <paramref name="times"/> times; NaN where nothing is left.</summary>
    // Called 2,000 times a cell and hardly ever long enough to be compiled again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Of(int[] times)
    {
        double sumOfSeeds = 0;
        int seeds = 0;
        for (int s = 0; s + 1 < seedStart.Length; s++)
        {
            double sumOfRuns = 0;
            int runs = 0;
            for (int r = seedStart[s]; r < seedStart[s + 1]; r++)
            {
                double sum = 0;
                int count = 0;
                for (int i = runStart[r]; i < runStart[r + 1]; i++)
                {
                    int weight = times[patientOf[i]];
                    sum += weight * values[i];
                    count += weight;
                }
                if (count == 0) continue;
                sumOfRuns += sum / count;
                runs++;
            }
            if (runs == 0) continue;
            sumOfSeeds += sumOfRuns / runs;
            seeds++;
        }
        return seeds == 0 ? double.NaN : sumOfSeeds / seeds;
    }
}
