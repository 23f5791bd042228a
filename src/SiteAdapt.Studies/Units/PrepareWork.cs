using SiteAdapt.Data;

namespace SiteAdapt.Studies;

/// <summary>Fills the cache with the cases of a list, so that units that run side by side need not.</summary>
static class PrepareWork
{
    public static void Do(UnitFolder folder, PrepareUnit unit, UnitProgressFile progress, CancellationToken stop)
    {
        // The key is the part of a task's YAML that preparing depends on.
        var task = TaskSettings.Parse($"name: study\n{unit.Preparation}", $"{folder.Path}: preparation");
        using var data = UnitData.Open(folder, task, stop);
        var cases = UnitData.Cases(data, unit);
        var contents = new List<PreparedContent>();
        if (task.IsClassification)
        {
            new PreparedList([.. PreparedList.Of(cases, data, stop)]).Write(folder.Prepared);
            return;
        }
        foreach (var item in cases)
        {
            stop.ThrowIfCancellationRequested();
            data.Cache.Open(item, task).Dispose();
            contents.Add(PreparedContent.Of(item, data.Cache.Contents));
            progress.Report(contents.Count, cases.Count);
        }
        new PreparedList(contents).Write(folder.Prepared);
    }
}
