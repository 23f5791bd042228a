namespace SiteAdapt.Data;

/// <summary>Prepared slices [H][W] in their order, wherever they are kept.</summary>
public interface ISliceSource
{
    int SliceCount { get; }

    int Height { get; }

    int Width { get; }

    /// <summary>Smallest value of a slice: what surrounds it where it is padded.</summary>
    float FillValue(int slice);

    void ReadImage(int slice, Span<float> destination);
}
