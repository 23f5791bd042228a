using System.Globalization;
using System.Text;

namespace SiteAdapt.Data;

/// <summary>What lies beside simulated radiographs, for whoever finds the folder.</summary>
static class RadiographSimulationNote
{
    public const string Beginning = "These chest radiographs are simulated";

    public static string Of(RadiographSimulationSettings settings, IReadOnlyList<RadiographProtocol> sites)
    {
        var text = new StringBuilder()
            .Append(Beginning).Append(": rays through chests made of simple bodies, with findings that each have one\n")
            .Append("textbook sign. No person was imaged. Never report results on them as clinical.\n\n")
            .Append(CultureInfo.InvariantCulture, $"{settings.SubjectsPerSite} subjects a site, each at one site; {settings.Size} x {settings.Size} pixels; seed {settings.Seed}, shift {settings.Shift}\n");
        foreach (RadiographProtocol site in sites)
            text.Append(CultureInfo.InvariantCulture, $"\n{site.Name}: {site.Scanner}\n")
                .Append(CultureInfo.InvariantCulture, $"  labels as {site.Labels.Like}: {string.Join(", ", site.Labels.Names)}\n")
                .Append(CultureInfo.InvariantCulture, $"  AP {100 * site.ApShare:0} %; {site.Energy:0.#} keV; scatter {site.Scatter:0.##}; noise {site.Noise:0.####}; blur {site.Blur:0.##} mm; ")
                .Append(CultureInfo.InvariantCulture, $"enhancement {site.Enhancement:0.##}; exponent {site.Exponent:0.##}, bend {site.Bend:0.###}; field {site.Field:0} mm; ")
                .Append(CultureInfo.InvariantCulture, $"collimation to {site.Collimation:0} mm; marker {(site.MarksLeft ? 'L' : 'R')} {site.Marker:0.##}; {site.GreyLevels} grey levels\n");
        return text.ToString();
    }
}
