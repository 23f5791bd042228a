using SiteAdapt.Data;

namespace SiteAdapt.Learning;

/// <summary>
/// Draws training samples of one role ("source" or "target") with replacement: a patient uniformly, then one of the
/// slices that may be used, then a window (section 2.1). Patients, slices and windows have a generator each.
/// </summary>
public sealed class SampleStream
{
    readonly IReadOnlyList<PoolCase> pool;
    readonly int window;
    RandomStream patients, slices, windows;

    public SampleStream(string role, IReadOnlyList<PoolCase> pool, int window, long seed)
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (pool.Count == 0) throw new ArgumentException($"the {role} stream has no case to draw from", nameof(pool));
        (Role, this.pool, this.window) = (role, pool, window);
        patients = new RandomStream(seed, $"{role}/patients");
        slices = new RandomStream(seed, $"{role}/slices");
        windows = new RandomStream(seed, $"{role}/windows");
    }

    public string Role { get; }

    /// <summary>The three generators' states, one after the other.</summary>
    public string State
    {
        get => $"{patients.State}{slices.State}{windows.State}";
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Length != 192) throw new FormatException($"the state of a sample stream has 192 digits, not {value.Length}");
            (patients, slices, windows) = (RandomStream.Restore(value[..64]), RandomStream.Restore(value[64..128]), RandomStream.Restore(value[128..]));
        }
    }

    public Sample Next(int role)
    {
        var (item, usable) = pool[patients.NextInt(pool.Count)];
        int slice = usable[slices.NextInt(usable.Count)];
        return new Sample(item, slice, SliceWindow.Draw(item.Height, item.Width, window, windows), role);
    }
}
