using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>
/// A smooth random function of space, mean 0 and variance 1: a sum of plane waves whose lengths lie in a band and whose
/// directions are uniform. It is kept on a lattice that covers a cube around the origin and is read trilinearly; outside
/// the cube the nearest value holds.
/// </summary>
sealed class NoiseField
{
    const float DefaultPointsPerWave = 5;

    readonly float[] values;
    readonly int count;
    readonly float halfExtent;
    readonly float perMillimetre;

    public NoiseField(RandomStream stream, float shortestWave, float longestWave, int waves, float halfExtent,
        float pointsPerWave = DefaultPointsPerWave)
    {
        this.halfExtent = halfExtent;
        count = Math.Max(4, (int)MathF.Ceiling(2 * halfExtent * pointsPerWave / shortestWave) + 1);
        perMillimetre = (count - 1) / (2 * halfExtent);
        values = new float[count * count * count];
        for (int wave = 0; wave < waves; wave++) AddWave(stream, shortestWave, longestWave, MathF.Sqrt(2f / waves));
    }

    internal int Count => count;

    internal float PerMillimetre => perMillimetre;

    internal ReadOnlySpan<float> Lattice => values;

    /// <summary>The value at a point in millimetres.</summary>
    public float At(Vector3 point)
    {
        int index = Cell(point, out float fx, out float fy, out float fz);
        int plane = count * count;
        float low = Bilinear(index, fx, fy), high = Bilinear(index + plane, fx, fy);
        return low + fz * (high - low);
    }

    /// <summary>The value and its gradient per millimetre.</summary>
    public float At(Vector3 point, out Vector3 gradient)
    {
        int i = Cell(point, out float fx, out float fy, out float fz);
        int row = count, plane = count * count;
        float x00 = values[i] + fx * (values[i + 1] - values[i]);
        float x10 = values[i + row] + fx * (values[i + row + 1] - values[i + row]);
        float x01 = values[i + plane] + fx * (values[i + plane + 1] - values[i + plane]);
        float x11 = values[i + plane + row] + fx * (values[i + plane + row + 1] - values[i + plane + row]);
        float low = x00 + fy * (x10 - x00), high = x01 + fy * (x11 - x01);
        float dx0 = values[i + 1] - values[i], dx1 = values[i + plane + 1] - values[i + plane];
        dx0 += fy * (values[i + row + 1] - values[i + row] - dx0);
        dx1 += fy * (values[i + plane + row + 1] - values[i + plane + row] - dx1);
        float dy = x10 - x00 + fz * (x11 - x01 - x10 + x00);
        gradient = perMillimetre * new Vector3(dx0 + fz * (dx1 - dx0), dy, high - low);
        return low + fz * (high - low);
    }

    float Bilinear(int i, float fx, float fy)
    {
        float low = values[i] + fx * (values[i + 1] - values[i]);
        float high = values[i + count] + fx * (values[i + count + 1] - values[i + count]);
        return low + fy * (high - low);
    }

    int Cell(Vector3 point, out float fx, out float fy, out float fz)
    {
        int x = Along(point.X, out fx), y = Along(point.Y, out fy), z = Along(point.Z, out fz);
        return x + count * (y + count * z);
    }

    int Along(float position, out float fraction)
    {
        float at = Math.Clamp((position + halfExtent) * perMillimetre, 0, count - 1.001f);
        int index = (int)at;
        fraction = at - index;
        return index;
    }

    /// <summary>Separable: exp(i k.p) is a product over the axes, so that no sine is taken per lattice point.</summary>
    void AddWave(RandomStream stream, float shortest, float longest, float amplitude)
    {
        double wave = 2 * Math.PI / stream.NextUniform(shortest, longest);
        double cosine = stream.NextUniform(-1, 1), around = stream.NextUniform(0, 2 * Math.PI);
        double sine = Math.Sqrt(1 - cosine * cosine);
        double ky = wave * sine * Math.Sin(around), kz = wave * cosine, phase = stream.NextUniform(0, 2 * Math.PI);
        (Vector<float>[] xReal, Vector<float>[] xImaginary) = Rows(wave * sine * Math.Cos(around));
        Complex[] alongY = [.. Enumerable.Range(0, count)
            .Select(y => Complex.FromPolarCoordinates(amplitude, ky * Position(y) + phase))];
        for (int z = 0; z < count; z++)
        {
            Complex atZ = Complex.FromPolarCoordinates(1, kz * Position(z));
            for (int y = 0; y < count; y++)
            {
                Complex row = alongY[y] * atZ;
                AddRow(count * (y + count * z), (float)row.Real, (float)row.Imaginary, xReal, xImaginary);
            }
        }
    }

    void AddRow(int start, float real, float imaginary, Vector<float>[] xReal, Vector<float>[] xImaginary)
    {
        int width = Vector<float>.Count, whole = count / width;
        for (int block = 0; block < whole; block++)
        {
            Span<float> at = values.AsSpan(start + block * width);
            (new Vector<float>(at) + real * xReal[block] - imaginary * xImaginary[block]).CopyTo(at);
        }
        for (int x = whole * width; x < count; x++)
        {
            // In the order of the vectors above, so that the values do not depend on how wide the machine's vectors are
            values[start + x] += real * xReal[whole][x - whole * width];
            values[start + x] -= imaginary * xImaginary[whole][x - whole * width];
        }
    }

    (Vector<float>[] Real, Vector<float>[] Imaginary) Rows(double k)
    {
        int width = Vector<float>.Count, blocks = count / width + 1;
        var real = new Vector<float>[blocks];
        var imaginary = new Vector<float>[blocks];
        var lane = new float[2][];
        (lane[0], lane[1]) = (new float[width], new float[width]);
        for (int block = 0; block < blocks; block++)
        {
            for (int i = 0; i < width; i++)
            {
                double angle = k * Position(block * width + i);
                (lane[0][i], lane[1][i]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
            }
            (real[block], imaginary[block]) = (new Vector<float>(lane[0]), new Vector<float>(lane[1]));
        }
        return (real, imaginary);
    }

    double Position(int index) => index / (double)perMillimetre - halfExtent;
}
