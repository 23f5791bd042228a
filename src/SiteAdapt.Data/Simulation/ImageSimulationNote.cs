using System.Globalization;
using System.Text;

namespace SiteAdapt.Data;

/// <summary>What lies beside simulated sites that were made of given scans, for whoever finds the folder.</summary>
static class ImageSimulationNote
{
    public const string Beginning = "These sites are simulated";

    public static string Of(ImageSimulationSettings settings, IReadOnlyList<(Case Given, ImageProtocol Site)> plan)
    {
        var text = new StringBuilder()
            .Append(Beginning).Append(". Each scan is a scan that was given, with its contrast, receive field, noise and resolution\n")
            .Append("changed as scanners differ; nothing here was acquired at another hospital. Never report results on them as clinical.\n")
            .Append("If the given scans were simulated themselves, these are simulated twice.\n\n")
            .Append(CultureInfo.InvariantCulture, $"seed {settings.Seed}, shift {settings.Shift}\n");
        foreach (var site in plan.GroupBy(p => p.Site.Name))
        {
            ImageProtocol p = site.First().Site;
            text.Append(CultureInfo.InvariantCulture, $"\n{p.Name}: {p.Scanner}; contrast exponent {p.Exponent:0.###}, bend {p.Bend:0.###}; ")
                .Append(CultureInfo.InvariantCulture, $"pixels x{p.InPlane:0.###}, slice distance x{p.SliceDistance:0.###}; ")
                .Append(CultureInfo.InvariantCulture, $"signal to noise {p.Formation.SignalToNoise:0.#}, field {p.Formation.BiasStrength:0.##}\n")
                .Append(string.Concat(site.Select(s => $"  {s.Given.Id}\n")));
        }
        return text.ToString();
    }
}
