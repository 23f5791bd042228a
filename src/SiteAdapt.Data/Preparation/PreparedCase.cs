using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// A prepared case in the cache: slices are read from the open file, so that nothing but the slice in hand is in memory. Not mapped: a mapped
/// file that is cut short, or a disk that fails, ends the process without a word. Any number of threads may read at once.
/// </summary>
public sealed class PreparedCase : IPreparedCase, IDisposable
{
    // 256 KiB, of which values between 0 and 1 touch a part: several times faster than converting each half
    static readonly float[] FloatOfHalf = [.. Enumerable.Range(0, 1 << 16).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))];

    readonly FileStream file;
    readonly SafeFileHandle handle;
    readonly PreparedFile.Layout layout;
    readonly string remedy;
    readonly float[] fills;
    readonly byte[] presence;

    /// <param name="file">Closed with the case, and when this throws.</param>
    /// <param name="remedy">What to do where the file can no longer be read.</param>
    internal PreparedCase(Case source, FileStream file, PreparedFile.Layout layout, string remedy)
    {
        (Case, this.file, handle, this.layout, this.remedy) = (source, file, file.SafeFileHandle, layout, remedy);
        fills = new float[SliceCount];
        presence = new byte[SliceCount];
        try
        {
            Read(layout.PerSlice, MemoryMarshal.AsBytes(fills.AsSpan()));
            Read(layout.Presence, presence);
        }
        catch
        {
            file.Dispose();
            throw;
        }
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
    /// <exception cref="InputException">The file can no longer be read.</exception>
    public void ReadImage(int slice, Span<float> destination)
    {
        Check(slice, destination.Length);
        int pixels = Geometry.SliceSize;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(2 * pixels);
        try
        {
            Read(layout.Image + 2L * slice * pixels, buffer.AsSpan(0, 2 * pixels));
            var halves = MemoryMarshal.Cast<byte, ushort>(buffer.AsSpan(0, 2 * pixels));
            Span<float> target = destination[..pixels];
            float[] table = FloatOfHalf;
            for (int i = 0; i < target.Length; i++) target[i] = table[halves[i]];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies a slice [H][W] of the label into the beginning of <paramref name="destination"/>; bit s is structure s.</summary>
    /// <exception cref="InputException">The case has no label, or the file can no longer be read.</exception>
    public void ReadLabel(int slice, Span<byte> destination)
    {
        Check(slice, destination.Length);
        RequireLabel();
        Read(layout.Label + (long)slice * Geometry.SliceSize, destination[..Geometry.SliceSize]);
    }

    /// <summary>The reference mask of one structure on the prepared grid.</summary>
    /// <exception cref="InputException">The case has no label, or the file can no longer be read.</exception>
    public Mask ReadMask(int structure)
    {
        RequireLabel();
        byte[] stack = new byte[Grid.Size.Count];
        Read(layout.Label, stack);
        for (int i = 0; i < stack.Length; i++) stack[i] = (byte)(stack[i] >> structure & 1);
        return new Mask(Grid, Geometry.FromSlices(stack));
    }

    public void Dispose() => file.Dispose();

    void Read(long offset, Span<byte> target)
    {
        try
        {
            int done = 0;
            for (int count; done < target.Length; done += count)
                if ((count = RandomAccess.Read(handle, target[done..], offset + done)) == 0)
                    throw new EndOfStreamException($"it ends at byte {offset + done} of {layout.Length}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file.Name}: the prepared case '{Case.Id}' of site '{Case.Site}' can no longer be read: {e.Message}. {remedy}", e);
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
