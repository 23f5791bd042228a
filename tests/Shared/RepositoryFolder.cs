namespace SiteAdapt.Testing;

/// <summary>The checkout that the tests lie in.</summary>
static class RepositoryFolder
{
    /// <summary>A file or folder in it.</summary>
    public static string Find(params string[] parts)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "SiteAdapt.slnx"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine([folder ?? throw new InvalidOperationException("the tests do not lie below SiteAdapt.slnx"), .. parts]);
    }
}
