using SiteAdapt.Data;
using SiteAdapt.Imaging;
using SiteAdapt.Learning;
using YamlDotNet.RepresentationModel;

namespace SiteAdapt.Studies;

/// <summary>Reads a study file. Unknown keys are refused, and all faults are told at once, with their lines.</summary>
public static class StudyFile
{
    /// <exception cref="InputException">Listing every fault of the file.</exception>
    public static StudyDefinition Load(string path)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full)) throw new InputException($"{path}: there is no such study file.");
        return Parse(TextFile.Read(full), full);
    }

    /// <param name="path">The file that the text stands in: relative paths start at its folder, and it is named in messages.</param>
    public static StudyDefinition Parse(string yaml, string path)
    {
        var faults = new Faults(path);
        var root = new YamlSection(YamlSection.Root(yaml, path, "name: my-study"), "", faults);
        var study = new Reader(root, Path.GetDirectoryName(Path.GetFullPath(path))!, faults).Read(Path.GetFileNameWithoutExtension(path)) with { Text = yaml };
        root.RefuseUnknownKeys();
        if (!faults.Any) StudyCheck.Check(study, faults);
        faults.ThrowIfAny();
        return study;
    }

    sealed class Reader(YamlSection root, string folder, Faults faults)
    {
        public StudyDefinition Read(string fileName)
        {
            string name = root.Text("name", fileName);
            var task = ReadTask();
            // A source model has the task's learning rate unless the file says one; only adaptation may have a default of its own.
            double rate = task.LearningRate ?? TrainingSettings.DefaultLearningRate;
            var section = root.Section("training");
            var training = TrainingYaml.Read(section, new TrainingSettings { LearningRate = task.AdaptationLearningRate ?? rate });
            var pretraining = section.Keys.Contains("learning_rate") ? training : training with { LearningRate = rate };
            string results = Full(root.Text("results", name));
            List<string> manifests = [.. (YamlLists.Items<string>(root, "data", "a manifest, or a list of manifests", YamlLists.Name) ?? []).Select(Full)];
            return new StudyDefinition
            {
                Name = name,
                Results = results,
                Manifest = manifests.Count > 1 ? JoinedManifest.PathOf(results, manifests) : manifests.FirstOrDefault(),
                Joined = manifests.Count > 1 ? manifests : [],
                Simulation = root.Find("simulation") is null ? null : ReadSimulation(root.Section("simulation")),
                Cache = root.Find("cache") is null ? null : Full(root.Text("cache", "")),
                Sites = PairsYaml.ReadSites(root),
                Task = task,
                Split = ReadSplit(root.Section("split")),
                Pairs = PairsYaml.ReadRule(root, out var pairs),
                ListedPairs = pairs,
                Methods = MethodsYaml.Read(root, faults),
                Budgets = BudgetsYaml.Read(root),
                Optimizers = MethodsYaml.ReadOptimizers(root) ?? [OptimizerKind.Adam],
                Seeds = [.. YamlLists.Items<long>(root, "seeds", "a list of whole numbers such as [0, 1, 2]", YamlLists.Whole) ?? [0]],
                Training = training,
                Pretraining = TrainingYaml.Read(root.Section("pretraining"), pretraining),
                Evaluation = ReadEvaluation(root.Section("evaluate")),
                Comparisons = ComparisonsYaml.Read(root, faults),
            };
        }

        string Full(string path)
        {
            if (!path.Contains('\0')) return Path.GetFullPath(Path.Combine(folder, path));
            faults.Add($"'{path.Replace("\0", "\\0")}' is not a path: it holds a zero character");
            return folder;
        }

        TaskSettings ReadTask()
        {
            const string Key = "task";
            switch (root.Find(Key))
            {
                case null:
                    return TaskPresets.Brain;
                case YamlMappingNode:
                    return TaskSettings.Read(root.Section(Key), faults);
                case YamlScalarNode { Value: { } name } node:
                    if (TaskPresets.Find(name) is { } preset) return preset;
                    if (File.Exists(Full(name))) return TaskSettings.Load(Full(name));
                    root.Fault(node, Key, $"a preset ({string.Join(", ", TaskPresets.All.Select(task => task.Name))}), a YAML file beside this one, or a mapping such as 'base: brain'");
                    return TaskPresets.Brain;
                case var node:
                    root.Fault(node, Key, "a preset, a file or a mapping");
                    return TaskPresets.Brain;
            }
        }

        SplitRecord ReadSplit(YamlSection split)
        {
            string? list = split.Find("list") is null ? null : split.Text("list", "");
            var read = new SplitRecord(split.Integer("seed", 0), split.Find("counts") is null ? null : split.Text("counts", ""),
                list is null || SplitList.PublishedNames.Contains(list) ? list : Full(list));
            if (list is not null && split.Keys.Count() > 1) faults.Add("'split.list' gives the split; leave seed and counts out");
            split.RefuseUnknownKeys();
            return read;
        }

        SimulatedSites ReadSimulation(YamlSection section)
        {
            var kind = section.Choice("kind", [("heads", SimulationKind.Heads), ("chest-xray", SimulationKind.ChestXray)], SimulationKind.Heads);
            bool heads = kind == SimulationKind.Heads;
            var read = new SimulatedSites(section.Integer("sites", heads ? 3 : 2), section.Integer("subjects", heads ? 12 : RadiographSimulationSettings.DefaultSubjects),
                heads ? section.Number("spacing", 1) : null, section.Integer("seed", 1), section.Number("shift", 1),
                heads && section.Find("labels") is not null ? Full(section.Text("labels", "")) : null,
                kind, heads ? null : section.Integer("size", RadiographSimulationSettings.DefaultSize));
            section.RefuseUnknownKeys();
            return read;
        }

        static EvaluationPlan ReadEvaluation(YamlSection section)
        {
            const string Sites = "sites";
            var sites = YamlLists.Items(section, Sites, "target, source or both: [target, source]", YamlLists.Choice(("target", "target"), ("source", "source"))) ?? ["target", "source"];
            var read = new EvaluationPlan(sites.Contains("target"), sites.Contains("source"),
                section.Choice("grid", [("prepared", EvaluationGrid.Prepared), ("native", EvaluationGrid.Native)], EvaluationGrid.Prepared))
            {
                NormStatistics = [.. YamlLists.Items(section, "norm_statistics", "a list of own, source, recalibrated",
                    YamlLists.Choice(ComparisonsYaml.Statistics)) ?? [NormSource.Own]],
            };
            section.RefuseUnknownKeys();
            return read;
        }
    }
}
