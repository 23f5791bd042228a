using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Studies;

/// <summary>A picture as bytes: SVG text or PNG, with the file name it takes where it stands alone.</summary>
public sealed class FigureContent
{
    FigureContent(string fileName, byte[] bytes, int width, int height) =>
        (FileName, Bytes, Width, Height) = (fileName, bytes, width, height);

    public string FileName { get; }

    /// <summary>The whole file.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    public bool IsSvg => FileName.EndsWith(".svg", StringComparison.Ordinal);

    /// <summary>The SVG's text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <param name="name">File name without extension: letters, digits, "-" and "_"; unique on a page.</param>
    /// <param name="svg">A whole SVG document.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static FigureContent Svg(string name, string svg, int width, int height) =>
        new(FileNameOf(name, "svg"), Encoding.UTF8.GetBytes(svg), width, height);

    /// <inheritdoc cref="Svg"/>
    public static FigureContent Png(string name, byte[] png, int width, int height) =>
        new(FileNameOf(name, "png"), png, width, height);

    /// <summary>Writes the picture to a file of its own.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => stream.Write(Bytes.Span));

    static string FileNameOf(string name, string extension)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"'{name}' is not a figure name: use letters, digits, '-' and '_'", nameof(name));
        return $"{name}.{extension}";
    }
}
