namespace SiteAdapt.Data;

/// <summary>What a ray passes: pieces of tissue, of which a later one displaces an earlier one. One is used for many rays.</summary>
sealed class RayPath
{
    const int Capacity = 256;
    readonly float[] starts = new float[Capacity], densities = new float[Capacity];
    readonly bool[] lung = new bool[Capacity];
    int count;

    public void Clear() => (count, starts[0], densities[0], lung[0]) = (1, float.NegativeInfinity, 0, false);

    /// <param name="density">Attenuation relative to water.</param>
    /// <param name="isLung">Whether disease in the lung may displace it.</param>
    public void Paint(RaySpan span, float density, bool isLung = false) => Set(span, density, isLung, onlyLung: false);

    /// <summary>Only where there is lung, or air in its place.</summary>
    public void PaintInLung(RaySpan span, float density, bool staysLung = false) => Set(span, density, staysLung, onlyLung: true);

    /// <summary>Millimetres of water that attenuate as much.</summary>
    public float Water()
    {
        float sum = 0;
        for (int i = 0; i + 1 < count; i++)
            if (densities[i] > 0) sum += densities[i] * (starts[i + 1] - starts[i]);
        return sum;
    }

    /// <summary>Millimetres of lung.</summary>
    public float Lung()
    {
        float sum = 0;
        for (int i = 0; i + 1 < count; i++)
            if (lung[i]) sum += starts[i + 1] - starts[i];
        return sum;
    }

    void Set(RaySpan span, float density, bool isLung, bool onlyLung)
    {
        if (span.IsEmpty) return;
        int from = Split(span.From), to = Split(span.To);
        for (int i = from; i < to; i++)
            if (!onlyLung || lung[i]) (densities[i], lung[i]) = (density, isLung);
    }

    /// <summary>The piece that begins at a distance, made by cutting another where there is none.</summary>
    int Split(float at)
    {
        int i = count;
        while (i > 0 && starts[i - 1] >= at) i--;
        if (i < count && starts[i] == at) return i;
        Array.Copy(starts, i, starts, i + 1, count - i);
        Array.Copy(densities, i, densities, i + 1, count - i);
        Array.Copy(lung, i, lung, i + 1, count - i);
        (starts[i], densities[i], lung[i]) = (at, densities[i - 1], lung[i - 1]);
        count++;
        return i;
    }
}
