using System.Globalization;

namespace SiteAdapt.Data.Tests;

/// <summary>The sample of ChestX-ray14 of the test data (its table has columns of its own), as a manifest with a site per view.</summary>
static class RealRadiographs
{
    public static Manifest Write(string data, string path)
    {
        string home = Path.Combine(data, "chest-xray");
        string[][] rows = [.. File.ReadLines(Path.Combine(home, "labels.csv")).Skip(1).Select(line => line.Split(','))];
        string[] findings = [.. rows.SelectMany(row => row[2].Split('|')).Where(name => name.Length > 0 && name != "No Finding").Distinct().Order(StringComparer.Ordinal)];
        var manifest = new Manifest(path, [.. rows.Select(row => new Case
        {
            Id = Path.GetFileNameWithoutExtension(row[0]), Subject = row[3], Site = row[6], Image = Path.Combine(home, row[1], row[0]),
            Age = double.Parse(row[4], CultureInfo.InvariantCulture), Sex = row[5],
            Findings = Case.NoFindings.AddRange(findings.Select(f => KeyValuePair.Create<string, int?>(f, row[2].Split('|').Contains(f) ? 1 : 0))),
        })]);
        manifest.Write();
        return manifest;
    }
}
