using System.Collections.Concurrent;
using SiteAdapt.Imaging;
using SiteAdapt.Studies;

namespace SiteAdapt.Serve;

/// <summary>The plans of studies, each made once for a state of its file and its manifest. Nothing is written: a joined manifest is taken as it is.</summary>
sealed class StudyPlans(StudyList studies)
{
    readonly ConcurrentDictionary<string, (StudyDefinition Study, DateTime Manifest, StudyPlan Plan)> plans = new(StringComparer.Ordinal);

    /// <exception cref="InputException">There is no such study here, or it cannot be planned.</exception>
    public StudyPlan Of(string? path)
    {
        var study = studies.Open(path);
        var manifest = study.Manifest is { } file ? File.GetLastWriteTimeUtc(file) : study.Simulation is null ? default : File.GetLastWriteTimeUtc(SimulatedData.ManifestOf(study));
        if (plans.TryGetValue(path!, out var kept) && ReferenceEquals(kept.Study, study) && kept.Manifest == manifest) return kept.Plan;
        var plan = Plan(path!, study);
        plans[path!] = (study, manifest, plan);
        return plan;
    }

    static StudyPlan Plan(string path, StudyDefinition study)
    {
        try
        {
            return StudyPlanner.Plan(study with { Joined = [] });
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: its data cannot be read from here, so that it cannot be planned. 'siteadapt study plan' with this file says why.", fault);
        }
    }
}
