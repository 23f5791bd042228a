namespace SiteAdapt.Studies;

/// <summary>Draws a statistic until there are enough finite values of it.</summary>
static class Resamples
{
    const int MostDrawsPerResample = 10;

    /// <summary>
    /// The sorted values and how many draws had none, or null where nine draws in ten have none: an interval of the rest would
    /// be about something else.
    /// </summary>
    public static (double[] Sorted, int Redrawn)? Draw(int resamples, Func<double> statistic)
    {
        double[] values = new double[resamples];
        int redrawn = 0;
        for (int drawn = 0; drawn < resamples;)
        {
            double value = statistic();
            if (double.IsFinite(value)) values[drawn++] = value;
            else if (++redrawn >= (MostDrawsPerResample - 1) * (long)resamples) return null;
        }
        Array.Sort(values);
        return (values, redrawn);
    }
}
