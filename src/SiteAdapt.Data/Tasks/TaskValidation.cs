using SiteAdapt.Imaging;

namespace SiteAdapt.Data;

/// <summary>What a task must fulfil, all of it checked.</summary>
static class TaskValidation
{
    const int MaxWindow = 4096, MaxWidth = 256;
    const double MinSpacing = 0.05, MaxSpacing = 50;

    public static void Check(TaskSettings task, Faults faults)
    {
        void Require(bool holds, string message)
        {
            if (!holds) faults.Add(message);
        }
        Require(task.Name.Length > 0 && task.Name.All(c => char.IsLetterOrDigit(c) || " ._-".Contains(c)),
            $"'name' is '{task.Name}'; expected letters, digits, spaces and . _ -");
        if (task.Spacing is { } s)
            foreach (double mm in new[] { s.X, s.Y, s.Z }.Where(mm => mm is < MinSpacing or > MaxSpacing))
                faults.Add(FormattableString.Invariant($"'spacing' has {mm} mm; expected {MinSpacing} to {MaxSpacing}, or native"));
        Require(task.SlicingAxis != SlicingAxis.LastArrayAxis || task.Orientation == OrientationPolicy.File,
            "'slicing_axis: last-array-axis' is an axis of the file, it needs 'orientation: file'");
        IntensitySettings i = task.Intensity;
        Require(i.LowPercentile is >= 0 and <= 100 && i.HighPercentile is >= 0 and <= 100 && i.LowPercentile < i.HighPercentile,
            FormattableString.Invariant($"'intensity.percentiles' are {i.LowPercentile} and {i.HighPercentile}; expected 0 <= low < high <= 100"));
        Require(task.Window is >= 8 and <= MaxWindow && task.Window % 8 == 0,
            $"'window' is {task.Window}; expected a multiple of 8 from 8 to {MaxWindow}");
        Require(task.InputSlices is >= 1 and <= 15 && task.InputSlices % 2 == 1, $"'input_slices' is {task.InputSlices}; expected an odd number from 1 to 15");
        Require(task.Network.Kind == "unet", $"'network.kind' is '{task.Network.Kind}'; expected unet");
        Require(task.Network.Width is >= 1 and <= MaxWidth, $"'network.width' is {task.Network.Width}; expected 1 to {MaxWidth}");
        Require(task.Metric.ToleranceMm is >= 0 and <= 1000,
            FormattableString.Invariant($"'metric.tolerance_mm' is {task.Metric.ToleranceMm}; expected 0 or more"));
        Require(task.AdaptationLearningRate is null or > 0,
            FormattableString.Invariant($"'adaptation_learning_rate' is {task.AdaptationLearningRate}; expected a positive number"));
        CheckStructures(task, faults);
    }

    static void CheckStructures(TaskSettings task, Faults faults)
    {
        if (task.Structures.Length is 0 or > TaskSettings.MaxStructures)
            faults.Add($"'structures' has {task.Structures.Length} entries; expected 1 to {TaskSettings.MaxStructures}, such as 'brain: any'");
        foreach (Structure s in task.Structures)
        {
            if (s.Name.Length == 0 || !s.Name.All(c => char.IsLetterOrDigit(c) || " ._-".Contains(c)))
                faults.Add($"'structures' has the name '{s.Name}'; expected letters, digits, spaces and . _ -");
            foreach (int value in s.Values.Where(v => v == 0)) faults.Add($"'structures.{s.Name}' has the value {value}, which is the background");
        }
    }
}
