using System.IO.MemoryMappedFiles;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A prepared case in the cache: slices are read from a memory-mapped file, so that nothing but the slice in hand is in
/// memory. Any number of threads may read at once.
/// </summary>
public sealed class PreparedCase : IPreparedCase, IDisposable
{
    // 256 KiB, of which values between 0 and 1 touch a part: several times faster than converting each half
    static readonly float[] FloatOfHalf = [.. Enumerable.Range(0, 1 << 16).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))];

    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    readonly PreparedFile.Layout layout;
    readonly float[] fills;
    readonly byte[] presence;

    internal PreparedCase(Case source, MemoryMappedFile file, PreparedFile.Layout layout)
    {
        (Case, this.file, this.layout) = (source, file, layout);
        view = file.CreateViewAccessor(0, layout.Length, MemoryMappedFileAccess.Read);
        fills = new float[SliceCount];
        presence = new byte[SliceCount];
        view.ReadArray(layout.PerSlice, fills, 0, SliceCount);
        view.ReadArray(layout.Presence, presence, 0, SliceCount);
    }

    public Case Case { get; }

    public PreparedGeometry Geometry => layout.Geometry;

    /// <summary>The prepared grid; its affine carries the effective spacing.</summary>
    public Grid Grid => Geometry.Grid;

    public int SliceCount => layout.Slices;

    public int Height => Geometry.Height;

    public int Width => Geometry.Width;

    public bool HasLabel => layout.HasLabel;

    /// <summary>The smallest image value of a slice: what stands outside of it.</summary>
    public float FillValue(int slice) => fills[slice];

    /// <summary>Which structures a slice holds, one bit each; 0 where there is no label.</summary>
    public byte StructuresIn(int slice) => presence[slice];

    /// <summary>The slices with at least one pixel of a structure, ascending.</summary>
    public IReadOnlyList<int> SlicesWith(int structure) =>
        [.. Enumerable.Range(0, SliceCount).Where(s => (presence[s] >> structure & 1) != 0)];

    /// <summary>Copies a slice [H][W] of the image into the beginning of <paramref name="destination"/>.</summary>
    public void ReadImage(int slice, Span<float> destination)
    {
        Check(slice, destination.Length);
        WithBytes(layout.Image + 2L * slice * Geometry.SliceSize, destination[..Geometry.SliceSize], static (bytes, target) =>
        {
            var halves = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(bytes);
            float[] table = FloatOfHalf;
            for (int i = 0; i < target.Length; i++) target[i] = table[halves[i]];
        }, bytesEach: 2);
    }

    /// <summary>Copies a slice [H][W] of the label into the beginning of <paramref name="destination"/>; bit s is structure s.</summary>
    /// <exception cref="InputException">The case has no label.</exception>
    public void ReadLabel(int slice, Span<byte> destination)
    {
        Check(slice, destination.Length);
        RequireLabel();
        WithBytes(layout.Label + (long)slice * Geometry.SliceSize, destination[..Geometry.SliceSize],
            static (bytes, target) => bytes.CopyTo(target), bytesEach: 1);
    }

    /// <summary>The reference mask of one structure on the prepared grid.</summary>
    /// <exception cref="InputException">The case has no label.</exception>
    public Mask ReadMask(int structure)
    {
        RequireLabel();
        byte[] stack = new byte[Grid.Size.Count];
        for (int s = 0; s < SliceCount; s++) ReadLabel(s, stack.AsSpan(s * Geometry.SliceSize));
        for (int i = 0; i < stack.Length; i++) stack[i] = (byte)(stack[i] >> structure & 1);
        return new Mask(Grid, Geometry.FromSlices(stack));
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    delegate void Reader<T>(ReadOnlySpan<byte> bytes, Span<T> target);

    /// <summary>Lets a reader see the mapped bytes; the mapping cannot go away while it does.</summary>
    unsafe void WithBytes<T>(long offset, Span<T> target, Reader<T> read, int bytesEach)
    {
        byte* start = null;
        try
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            read(new ReadOnlySpan<byte>(start + view.PointerOffset + offset, target.Length * bytesEach), target);
        }
        finally
        {
            if (start is not null) view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    void Check(int slice, int room)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slice);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slice, SliceCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(room, Geometry.SliceSize);
    }

    void RequireLabel()
    {
        if (!HasLabel) throw new InputException($"case '{Case.Id}' of site '{Case.Site}' has no label; fill the manifest's 'label' column for it");
    }
}
