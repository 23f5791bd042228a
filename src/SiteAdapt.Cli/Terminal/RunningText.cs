using System.Globalization;
using SiteAdapt.Studies;

namespace SiteAdapt.Cli;

/// <summary>A unit that is worked on, in one line.</summary>
static class RunningText
{
    public static string Of(RunningUnit unit) => $"{unit.Unit.Title}  {Progress(unit.Progress)}".TrimEnd();

    public static string Progress(UnitProgress? progress) => progress is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"{progress.Done}/{progress.Total}{(progress.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"  loss {loss:0.0000}") : "")}");

    public static string Span(TimeSpan time) => time.TotalDays >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.0} days")
        : time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
