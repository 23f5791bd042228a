namespace SiteAdapt.Studies;

/// <summary>Files that travel inside the assembly.</summary>
static class EmbeddedFile
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in {typeof(EmbeddedFile).Assembly.GetName().Name}");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
