namespace SiteAdapt.Imaging.Tests;

/// <summary>A folder of one test's own, gone afterwards.</summary>
sealed class TempFolder : IDisposable
{
    readonly string path = Directory.CreateTempSubdirectory("siteadapt-imaging-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public string Put(string name, byte[] content)
    {
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
