using System.Security.Cryptography;
using System.Text;
using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>
/// The cases that advice may look at: annotated training patients of the target, training cases of the source for methods that
/// mix them in, and validation cases of the source to measure what is lost. No test case is among them.
/// </summary>
public sealed class AdviceData
{
    readonly IReadOnlyList<Case> target;

    AdviceData(IReadOnlyList<Case> target, IReadOnlyList<string> patients, IReadOnlyList<Case> replay, IReadOnlyList<Case> heldOut, bool sourceIsThere) =>
        (this.target, Patients, Replay, SourceHeldOut, SourceIsThere) = (target, patients, replay, heldOut, sourceIsThere);

    /// <summary>Subjects, in the order of the training list.</summary>
    public IReadOnlyList<string> Patients { get; }

    /// <summary>The source's training cases; empty where a source site has none.</summary>
    public IReadOnlyList<Case> Replay { get; }

    /// <summary>The source's validation cases, which the model was not trained on.</summary>
    public IReadOnlyList<Case> SourceHeldOut { get; }

    /// <summary>Whether methods that mix source samples into their batches can be tried.</summary>
    public bool SourceIsThere { get; }

    /// <exception cref="InputException">No such site, or a patient that is asked for is not an annotated training patient of it.</exception>
    public static AdviceData Of(AdviceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var manifest = Manifest.Read(request.Manifest, checkFiles: false);
        manifest.RequireSite(request.Target);
        if (request.Source.Sites.Contains(request.Target))
            throw new InputException($"--target: '{request.Target}' is a site that the source model was trained on ({request.Source.Path}). Choose another target site.");
        var split = request.Split.Apply(manifest);
        var seen = request.Source.TrainingCases(manifest).Select(item => item.Subject).ToHashSet(StringComparer.Ordinal);
        // Whoever the source model has seen would be scored too well.
        List<Case> annotated = [.. split.TrainingCases(request.Target).Where(item => IsAnnotated(item, request) && !seen.Contains(item.Subject))];
        var patients = Chosen(request, [.. annotated.Select(item => item.Subject).Distinct()]);
        var chosen = patients.ToHashSet(StringComparer.Ordinal);
        List<string> sources = [.. request.Source.Sites.Where(manifest.Sites.Contains)];
        List<Case> replay = [.. sources.SelectMany(split.TrainingCases).Where(item => !chosen.Contains(item.Subject))];
        RequireTestUnused(request, manifest, annotated.Where(item => chosen.Contains(item.Subject)).Concat(replay), sources);
        bool all = request.Source.Sites.All(site => replay.Any(item => item.Site == site));
        return new AdviceData([.. annotated.Where(item => chosen.Contains(item.Subject))], patients, all ? replay : [],
            [.. sources.SelectMany(split.ValidationCases).Where(item => IsAnnotated(item, request) && !seen.Contains(item.Subject))], all);
    }

    /// <summary>Writes the manifest of a fold: who is held out is its test list. Named by its content, so that another question does not change it.</summary>
    public string WriteFold(AdviceFold fold, string folder)
    {
        ArgumentNullException.ThrowIfNull(fold);
        IEnumerable<Case> Of(IReadOnlyList<string> subjects, Subset subset) =>
            subjects.SelectMany(subject => target.Where(item => item.Subject == subject)).Select(item => item with { Split = subset });
        List<Case> cases =
        [
            .. Of(fold.Trained, Subset.Train), .. Of(fold.HeldOut, Subset.Test),
            .. Replay.Select(item => item with { Split = Subset.Train }), .. SourceHeldOut.Select(item => item with { Split = Subset.Test }),
        ];
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', cases.Select(item => $"{item.Id}\t{item.Split}\t{item.Image}")))))[..12];
        var manifest = new Manifest(Path.Combine(folder, $"{name}.csv"), cases);
        manifest.Write();
        return Manifest.Read(manifest.Path).Path; // Files that are missing are told now.
    }

    /// <summary>A method must not be chosen by test patients, under whatever name they are among the training cases.</summary>
    static void RequireTestUnused(AdviceRequest request, Manifest manifest, IEnumerable<Case> used, IEnumerable<string> sources)
    {
        using var data = new TrainingData(manifest, request.Split, request.Source.Record.Task, new PreparedCache(request.Cache));
        data.RequireNoLeak(used, sources.Append(request.Target));
    }

    static IReadOnlyList<string> Chosen(AdviceRequest request, IReadOnlyList<string> there)
    {
        foreach (string name in request.Patients ?? [])
            if (!there.Contains(name))
                throw new InputException($"--patients: '{name}' is not an annotated training patient of '{request.Target}' that the source model has not seen{ClosestName.Hint(name, there)}; there are {(there.Count == 0 ? "none" : string.Join(", ", there))}.");
        return [.. (request.Patients?.Distinct() ?? there).Take(request.MostPatients)];
    }

    static bool IsAnnotated(Case item, AdviceRequest request) =>
        request.Source.Record.Task.IsClassification ? item.Findings.Values.Any(value => value is not null) : item.Label is not null;
}
