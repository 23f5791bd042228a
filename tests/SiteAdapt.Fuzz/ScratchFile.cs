namespace SiteAdapt.Fuzz;

/// <summary>Bytes that something writes to a path.</summary>
static class ScratchFile
{
    public static byte[] Bytes(Action<string> write)
    {
        string folder = Directory.CreateTempSubdirectory("siteadapt-corpus-").FullName;
        try
        {
            string path = Path.Combine(folder, "file");
            write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
