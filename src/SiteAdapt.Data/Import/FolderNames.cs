namespace SiteAdapt.Data;

/// <summary>What subject names mean across sites.</summary>
public enum SubjectNames
{
    /// <summary>The same name at two sites is the same person: the safe reading, nobody is in training and in test.</summary>
    Shared,

    /// <summary>Each site numbers its own: the site becomes part of the subject id.</summary>
    PerSite,
}

/// <summary>How subjects are named in <see cref="FolderLayout"/>.</summary>
/// <param name="SubjectFolders">The first folder below the site's is the subject: SITE/patient1/T1.nii.gz.</param>
public sealed record FolderNames(SubjectNames Subjects = SubjectNames.Shared, bool SubjectFolders = false)
{
    public static FolderNames Plain { get; } = new();
}
