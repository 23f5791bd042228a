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
        foreach ((string key, double? rate) in new[] { (TaskYaml.LearningRateKey, task.LearningRate), (TaskYaml.AdaptationLearningRateKey, task.AdaptationLearningRate) })
            Require(rate is null or > 0, FormattableString.Invariant($"'{key}' is {rate}; expected a positive number"));
        if (task.IsClassification) CheckClassification(task, Require, faults);
        else CheckSegmentation(task, Require, faults);
    }

    static void CheckClassification(TaskSettings task, Action<bool, string> require, Faults faults)
    {
        require(task.Window is >= 32 and <= MaxWindow && task.Window % 32 == 0,
            $"'window' is {task.Window}; expected a multiple of 32 from 32 to {MaxWindow}");
        require(task.Channels is 1 or 3, $"'channels' is {task.Channels}; expected 1, or 3 for weights made with colour images");
        require(task.Network.Kind == "densenet121", $"'network.kind' is '{task.Network.Kind}'; expected densenet121");
        require(task.Structures.IsEmpty, "'structures' is a setting of segmentation tasks; expected none");
        foreach (string name in task.Findings.Where(f => f.Length == 0 || f.Length != f.Trim().Length || f.Any(char.IsControl)))
            faults.Add($"'findings' has the name '{name}'; expected a name as in the manifest's column 'label:NAME'");
        foreach (string twice in task.Findings.GroupBy(f => f).Where(g => g.Count() > 1).Select(g => g.Key))
            faults.Add($"'findings' has '{twice}' more than once");
    }

    static void CheckSegmentation(TaskSettings task, Action<bool, string> require, Faults faults)
    {
        if (task.Spacing is { } s)
            foreach (double mm in new[] { s.X, s.Y, s.Z }.Where(mm => mm is < MinSpacing or > MaxSpacing))
                faults.Add(FormattableString.Invariant($"'spacing' has {mm} mm; expected {MinSpacing} to {MaxSpacing}, or native"));
        require(task.SlicingAxis != SlicingAxis.LastArrayAxis || task.Orientation == OrientationPolicy.File,
            "'slicing_axis: last-array-axis' is an axis of the file, it needs 'orientation: file'");
        IntensitySettings i = task.Intensity;
        require(i.LowPercentile is >= 0 and <= 100 && i.HighPercentile is >= 0 and <= 100 && i.LowPercentile < i.HighPercentile,
            FormattableString.Invariant($"'intensity.percentiles' are {i.LowPercentile} and {i.HighPercentile}; expected 0 <= low < high <= 100"));
        require(task.Window is >= 8 and <= MaxWindow && task.Window % 8 == 0,
            $"'window' is {task.Window}; expected a multiple of 8 from 8 to {MaxWindow}");
        require(task.InputSlices is >= 1 and <= 15 && task.InputSlices % 2 == 1, $"'input_slices' is {task.InputSlices}; expected an odd number from 1 to 15");
        require(task.Network.Kind == "unet", $"'network.kind' is '{task.Network.Kind}'; expected unet");
        require(task.Network.Width is >= 1 and <= MaxWidth, $"'network.width' is {task.Network.Width}; expected 1 to {MaxWidth}");
        require(task.Metric.ToleranceMm is >= 0 and <= 1000,
            FormattableString.Invariant($"'metric.tolerance_mm' is {task.Metric.ToleranceMm}; expected 0 or more"));
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
