namespace SiteAdapt.Learning;

/// <summary>What every training has in common: the folder's lock and record, the loop, and the mark that it is finished.</summary>
public static class TrainingRun
{
    /// <summary>Runs to the end, continues an interrupted run, or finds it done.</summary>
    /// <param name="seen">What the trained weights will have seen.</param>
    /// <param name="build">Makes the learner, the network that predicts, and the batches, all as at step 0; no batches: no step is taken.</param>
    public static void Execute(
        RunRecord record, SeenCases seen, TrainingData data, RunOptions options, Func<(ILearner Learner, Network Network, BatchPlan? Plan)> build, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(build);
        using var held = RunLock.Take(options.Folder.Path);
        options.Folder.TakeUp(record);
        if (options.Folder.IsDone) return;
        if (options.Validate) RequireValidationCases(data, record);
        if (options.FeaturesAt.Count > 0 && record.Task.IsClassification)
            throw new Imaging.InputException("--features-at: bottleneck features are those of a U-Net; a classifier has none. Leave the option out.");

        var (learner, network, plan) = build();
        using (learner)
        {
            options.Folder.Begin(record); // Not before: settings that cannot be built must not occupy the folder.
            seen.Write(options.Folder);
            if (plan is null)
            {
                KeepAsIs(learner, record, seen, options.Folder, stop);
                return;
            }
            var loop = new TrainingLoop(learner, plan, options.Folder, record)
            {
                Progress = options.Progress,
                Seen = seen.Sha256,
                Validate = options.Validate ? () => ValidationScores(network, data, record, options, stop) : null,
                AfterEpoch = options.FeaturesAt.Count > 0 ? epoch => KeepFeatures(epoch, network, data, record, options) : null,
            };
            options.Folder.Finish(loop.Run(stop));
        }
    }

    static void KeepAsIs(ILearner learner, RunRecord record, SeenCases seen, RunFolder folder, CancellationToken stop)
    {
        learner.Finish(stop);
        folder.SaveCheckpoint(RunFolder.Last, learner, new CheckpointState
        {
            Run = record,
            Step = 0,
            Epoch = 0,
            EpochLossSum = 0,
            Streams = new Dictionary<string, string>(),
            History = [],
            Seen = seen.Sha256,
        });
        folder.Finish([]);
    }

    static List<Data.Case> ValidationCases(TrainingData data, RunRecord record) =>
        [.. record.Data.Sites.SelectMany(data.Split.ValidationCases).Where(item => item.IsLabelled)];

    static void RequireValidationCases(TrainingData data, RunRecord record)
    {
        if (ValidationCases(data, record).Count == 0) throw new Imaging.InputException($"--validate: the sites {string.Join(", ", record.Data.Sites)} have no validation case in this split ({data.Split.Origin}). Use --split-counts, or leave --validate out.");
    }

    static Dictionary<string, double> ValidationScores(Network network, TrainingData data, RunRecord record, RunOptions options, CancellationToken stop)
    {
        if (data.Task.IsClassification) return FindingsValidation(network, data, record, options, stop);
        var results = new Evaluator(network, data.Task, options.Device, data.Cache).Evaluate(ValidationCases(data, record), EvaluationGrid.Prepared, stop);
        return Evaluation.Means(results);
    }

    static Dictionary<string, double> FindingsValidation(Network network, TrainingData data, RunRecord record, RunOptions options, CancellationToken stop)
    {
        var evaluator = new FindingsEvaluator(network, record.Model!, data, options.Device);
        var sites = record.Data.Sites.Select(site => evaluator.Predict(site, data.Split.ValidationCases(site), stop));
        return new Dictionary<string, double> { ["auc"] = sites.Average(site => Auc.Table(site.Findings, site.Images).Mean) ?? double.NaN };
    }

    static void KeepFeatures(int epoch, Network network, TrainingData data, RunRecord record, RunOptions options)
    {
        if (options.FeaturesAt.Contains(epoch)) FeatureRecorder.Keep(epoch, network, data, record, options);
    }
}
