using SiteAdapt.Data;
using SiteAdapt.Imaging;

namespace SiteAdapt.Cli;

/// <summary>Where predictions go: into one file, or into a folder under the images' names.</summary>
sealed class PredictionPaths
{
    readonly string path;
    readonly string suffix;
    readonly TaskSettings task;
    readonly bool file;

    public PredictionPaths(string option, string path, IReadOnlyList<string> images, string suffix, TaskSettings task)
    {
        (this.path, this.suffix, this.task) = (path, suffix, task);
        file = path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        if (file && images.Count > 1) throw new InputException($"{option}: '{path}' is one file, but there are {images.Count} images. Give a folder.");
        if (file && task.Structures.Length > 1) throw new InputException($"{option}: '{path}' is one file, but the task has {task.Structures.Length} structures. Give a folder.");
        var clash = images.GroupBy(Stem).FirstOrDefault(group => group.Count() > 1);
        if (clash is not null) throw new InputException($"{option}: the images {string.Join(" and ", clash)} would be written to one name. Predict them into different folders.");
        var over = images.FirstOrDefault(image => Enumerable.Range(0, task.Structures.Length).Any(s => Path.GetFullPath(Of(image, s)) == Path.GetFullPath(image)));
        if (over is not null) throw new InputException($"{option}: the prediction would overwrite the image '{over}'. Give another name.");
    }

    public string Of(string image, int structure) => file
        ? path
        : Path.Combine(path, task.Structures.Length == 1 ? $"{Stem(image)}_{suffix}.nii.gz" : $"{Stem(image)}_{task.Structures[structure].Name}_{suffix}.nii.gz");

    static string Stem(string image)
    {
        string name = Path.GetFileName(image);
        foreach (string end in new[] { ".gz", ".nii", ".hdr", ".img" })
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) name = name[..^end.Length];
        return name;
    }
}
