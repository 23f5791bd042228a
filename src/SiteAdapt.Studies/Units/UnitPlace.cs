using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// Where a unit finds its data; <c>place.json</c> beside <c>unit.json</c>. It does not decide the result, so it is not in the
/// record: the data may be moved while a study runs.
/// </summary>
/// <param name="Manifest">Full path.</param>
/// <param name="Cache">Folder of prepared cases, full path.</param>
/// <param name="Split">How the manifest's subjects are split. The lists that follow from it are in the prepare units.</param>
public sealed record UnitPlace(string Manifest, string Cache, SplitRecord Split);
