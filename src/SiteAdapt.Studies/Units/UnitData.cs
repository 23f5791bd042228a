using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>Opens a unit's data and makes sure that they are those that the study was planned with.</summary>
static class UnitData
{
    public static TrainingData Open(UnitFolder folder, TaskSettings task, CancellationToken stop)
    {
        var place = folder.ReadPlace();
        if (!File.Exists(place.Manifest)) throw new InputException($"{place.Manifest}: the manifest is not there. Put the data back, or name the new place in the study file and give 'study run' again.");
        return new TrainingData(Manifest.Read(place.Manifest, checkFiles: false), place.Split, task, new PreparedCache(place.Cache))
        {
            Preparing = (_, _, _) => stop.ThrowIfCancellationRequested(),
        };
    }

    /// <summary>The cases of a prepare unit, as the manifest has them now.</summary>
    public static IReadOnlyList<Case> Cases(TrainingData data, PrepareUnit list)
    {
        var cases = data.Split.CasesOf(list.Site, list.Subset);
        if (CaseRows.Hash(data.Manifest, cases) != list.Rows)
            throw new InputException($"{data.Manifest.Path}: the {list.Subset.Name()} cases of '{list.Site}' are no longer those that the study was planned with. Give 'study run' again; it plans anew.");
        return cases;
    }

    /// <summary>The list of a prepare unit that is an input, after checking that its files still hold what was prepared.</summary>
    public static IReadOnlyList<Case> Require(UnitFolder folder, UnitReference input, TrainingData data, CancellationToken stop = default)
    {
        var there = folder.Of(input);
        var cases = Cases(data, (PrepareUnit)there.ReadRecord());
        PreparedList.Read(there.Prepared).RequireSame(cases, PreparedList.Of(cases, data, stop), there.Path);
        return cases;
    }
}
