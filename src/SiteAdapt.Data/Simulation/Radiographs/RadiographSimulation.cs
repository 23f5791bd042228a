using System.Globalization;
using System.Numerics;
using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>
/// Simulated chest radiographs of several sites on disk: <c>SITE/CASE.png</c>, <c>manifest.csv</c> as the imports of radiographs write
/// it, and a <c>README.txt</c> that says what they are. A subject is at one site, with one to three examinations. The same settings give
/// the same bytes, whatever the number of threads.
/// </summary>
public static class RadiographSimulation
{
    /// <summary>Makes all images and returns the manifest that was written.</summary>
    /// <exception cref="InputException">A setting cannot be used, or there is a <c>README.txt</c> that is not ours.</exception>
    public static Manifest Run(
        RadiographSimulationSettings settings, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        SimulationNote.RequireNoOther(settings.Output);
        RadiographProtocol[] sites = [.. Enumerable.Range(0, settings.Sites).Select(i => RadiographProtocols.Of(i, settings.Seed, settings.Shift))];
        Person[] people = [.. sites.SelectMany((site, s) => Enumerable.Range(1 + s * settings.SubjectsPerSite, settings.SubjectsPerSite)
            .Select(number => Someone(settings.Seed, string.Create(CultureInfo.InvariantCulture, $"chest{number:00000}"), site)))];
        int total = people.Sum(person => person.Course.Count), done = 0;
        var cases = new Case[people.Length][];
        SiteSimulation.ForEach(people.Length, settings.Parallelism, i =>
        {
            cases[i] = [.. people[i].Course.Select((disease, examination) =>
            {
                cancellation.ThrowIfCancellationRequested();
                Case made = Make(settings, people[i], disease, examination + 1);
                progress?.Report(new SimulationProgress(Interlocked.Increment(ref done), total, made.Id));
                return made;
            })];
        }, cancellation);
        string[] findings = [.. FindingLabelSet.Columns.Where(name => sites.Any(site => site.Labels.Names.Contains(name)))];
        var manifest = new Manifest(Path.Combine(settings.Output, "manifest.csv"), [.. cases.SelectMany(c => c)], findings: findings);
        SimulationNote.Write(settings.Output, RadiographSimulationNote.Of(settings, sites));
        manifest.Write();
        return manifest;
    }

    /// <summary>Someone who is examined at one site.</summary>
    sealed record Person(string Subject, RadiographProtocol Site, IReadOnlyList<ChestDisease> Course);

    static Person Someone(long seed, string subject, RadiographProtocol site)
    {
        var stream = new RandomStream(seed, $"radiograph/{subject}/course");
        double often = stream.NextDouble();
        int examinations = often < 0.5 ? 1 : often < 0.8 ? 2 : 3;
        return new Person(subject, site, ChestDisease.Course(site.Labels, examinations, stream));
    }

    static Case Make(RadiographSimulationSettings settings, Person person, ChestDisease disease, int examination)
    {
        (string subject, RadiographProtocol site) = (person.Subject, person.Site);
        string study = string.Create(CultureInfo.InvariantCulture, $"study{examination}"), id = $"{site.Name}_{subject}_{study}";
        RandomStream Stream(string what) => new(settings.Seed, $"radiograph/{subject}/{study}/{what}");
        var shape = new ChestShape(new RandomStream(settings.Seed, $"chest/{subject}"));
        ChestView view = View(site, Stream("view"));
        // Where a finding lies is the person's own, so that it is found again at the next examination
        var state = new ChestState(shape, disease, new RandomStream(settings.Seed, $"chest/{subject}/disease"));
        ChestProjection projection = ChestProjection.Of(state, view, settings.Size * RadiographDetector.Oversampling);
        string path = Path.GetFullPath(Path.Combine(settings.Output, site.Name, $"{id}.png"));
        GreyPng.Write(path, RadiographDetector.Image(projection, site, Stream("image")), settings.Size, settings.Size);
        return new Case
        {
            Id = id,
            Subject = subject,
            Site = site.Name,
            Image = path,
            Scanner = site.Scanner,
            Age = shape.Age,
            Sex = shape.IsFemale ? "F" : "M",
            Findings = site.Labels.Of(disease, Stream("reader")),
            Extra = Case.NoExtra.Add("view", view.IsAp ? "AP" : "PA").Add("study", study),
        };
    }

    /// <summary>Portable AP images are taken from 1.1 m and less upright; PA images from 1.8 m.</summary>
    static ChestView View(RadiographProtocol site, RandomStream stream)
    {
        const float Near = 1100, Far = 1800, Unevenness = 10, TurnDegrees = 3, TiltDegrees = 2;
        float placed = (float)site.Placement;
        float Normal(float deviation) => deviation * (float)Math.Clamp(stream.NextNormal(), -2.5, 2.5);
        bool isAp = stream.NextDouble() < site.ApShare;
        return new ChestView(isAp, isAp ? Near : Far, (float)site.Field,
            float.DegreesToRadians(Normal(placed * TurnDegrees)), float.DegreesToRadians(Normal(placed * TiltDegrees)),
            new Vector2(Normal(placed * Unevenness), Normal(placed * Unevenness) + 8));
    }
}
