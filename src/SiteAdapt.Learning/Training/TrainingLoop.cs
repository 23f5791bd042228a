using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Epochs x steps: feed a batch, take a step, keep the history, save checkpoints.</summary>
public sealed class TrainingLoop(ILearner learner, BatchPlan plan, RunFolder folder, RunRecord record)
{
    /// <summary>Often enough for a flat heap, and seldom: a collection takes about as long as a tenth of a step of a tiny network (32 x 32, width 2).</summary>
    const int StepsBetweenCollections = 10;

    readonly TrainingSettings settings = record.Training;
    readonly List<MetricRow> history = [];
    readonly SortedDictionary<string, double> measureSums = new(StringComparer.Ordinal);
    double lossSum;
    double bestScore = double.NegativeInfinity;
    int savedStep = -1;

    /// <summary>Scores of the validation cases, called after every epoch; the checkpoint with the highest "dice" (classification: "auc") is kept as best.</summary>
    public Func<IReadOnlyDictionary<string, double>>? Validate { get; init; }

    /// <summary>Called before the first epoch (with 0) and after every epoch (with the number of epochs done).</summary>
    public Action<int>? AfterEpoch { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>See <see cref="CheckpointState.Seen"/>.</summary>
    public string? Seen { get; init; }

    /// <summary>
    /// Trains to the end, from the newest checkpoint if there is one. On a stop request the state is saved and
    /// <see cref="InterruptedRunException"/> thrown; the run that continues ends with the same bytes.
    /// </summary>
    public IReadOnlyList<MetricRow> Run(CancellationToken stop)
    {
        int step = Resume();
        if (step == 0) AfterEpoch?.Invoke(0);
        learner.BeginTraining();
        var assembler = BatchAssembler.Labelled(record.Task, record.Model);
        using var log = new MetricLog(folder, history);
        Allocator.GiveBack();
        // Before the feeder starts: it draws ahead, and these are the states of the batches that were trained on.
        var states = plan.States;
        using var feeder = new BatchFeeder(plan, assembler, step, settings.TotalSteps);
        while (step < settings.TotalSteps)
        {
            if (stop.IsCancellationRequested) SaveAndStop(step, states);
            using var batch = feeder.Take().To(learner.Device);
            lossSum += CheckedStep(batch, step, mayBeSaved: IsSaved(step + 1) || (step + 1) % settings.StepsPerEpoch == 0);
            states = batch.States;
            step++;
            if (step % StepsBetweenCollections == 0) Allocator.FreeUnheld();
            int inEpoch = (step - 1) % settings.StepsPerEpoch + 1;
            Progress?.Report(new TrainingProgress(step, settings.TotalSteps, (step - 1) / settings.StepsPerEpoch, lossSum / inEpoch));
            if (inEpoch == settings.StepsPerEpoch && !EndsEpoch(step, states, log, stop)) throw Stopped();
            if (IsSaved(step)) SaveLast(step, states);
        }
        return history;
    }

    string Headline => record.Task.IsClassification ? "auc" : "dice";

    bool IsSaved(int step) => step % (settings.CheckpointEvery ?? settings.StepsPerEpoch) == 0 || step == settings.TotalSteps;

    double CheckedStep(Batch batch, int step, bool mayBeSaved)
    {
        int epoch = step / settings.StepsPerEpoch;
        var (loss, measures) = learner.Step(batch, new StepContext(step, settings.TotalSteps, epoch, settings.LearningRateAt(epoch)));
        if (!double.IsFinite(loss)) throw Diverged($"the loss became {loss}", batch, step);
        // The loss is the one before the update: an update that overflows must not replace the last good checkpoint.
        if (mayBeSaved && !learner.IsFinite) throw Diverged("weights, or the optimizer's memory, are no longer finite numbers", batch, step);
        foreach (var (name, value) in measures ?? new Dictionary<string, double>())
            measureSums[name] = measureSums.GetValueOrDefault(name) + value;
        return loss;
    }

    InputException Diverged(string what, Batch batch, int step) => new(
        $"{folder.Path}: {what} at step {step + 1}, on a batch of the cases {batch.CaseNames}. "
        + $"{(savedStep < 0 ? "Nothing had been saved before." : $"The last good checkpoint, that of step {savedStep}, is kept.")} Check these cases' intensities and labels, or lower --learning-rate and use a new --out folder.");

    void EndEpoch(int step, IReadOnlyDictionary<string, string> states, MetricLog log)
    {
        int epoch = step / settings.StepsPerEpoch - 1;
        var scores = Validate?.Invoke();
        history.Add(new MetricRow(epoch, step, lossSum / settings.StepsPerEpoch, settings.LearningRateAt(epoch), scores, EpochMeasures()));
        lossSum = 0;
        measureSums.Clear();
        AfterEpoch?.Invoke(epoch + 1);
        if (scores is not null && scores[Headline] > bestScore)
        {
            bestScore = scores[Headline];
            Save(RunFolder.Best, step, states);
        }
        log.Append(history[^1]);
        if (Validate is not null || AfterEpoch is not null) learner.BeginTraining();
    }

    Dictionary<string, double>? EpochMeasures() =>
        measureSums.Count == 0 ? null : measureSums.ToDictionary(entry => entry.Key, entry => entry.Value / settings.StepsPerEpoch);

    int Resume()
    {
        if (folder.NewestCheckpoint(RunFolder.Last) is not { } checkpoint) return 0;
        var state = checkpoint.State;
        checkpoint.LoadInto(learner);
        plan.Restore(state.Streams);
        history.AddRange(state.History);
        foreach (var (name, sum) in state.EpochMeasureSums) measureSums[name] = sum;
        (lossSum, bestScore) = (state.EpochLossSum, state.BestScore ?? double.NegativeInfinity);
        return savedStep = state.Step;
    }

    void SaveLast(int step, IReadOnlyDictionary<string, string> states)
    {
        Save(RunFolder.Last, step, states);
        savedStep = step;
    }

    void Save(string kind, int step, IReadOnlyDictionary<string, string> states) => folder.SaveCheckpoint(kind, learner, new CheckpointState
    {
        Run = record,
        Step = step,
        Epoch = step / settings.StepsPerEpoch,
        EpochLossSum = lossSum,
        BestScore = double.IsFinite(bestScore) ? bestScore : null,
        EpochMeasureSums = new SortedDictionary<string, double>(measureSums),
        Streams = states,
        LearnerStreams = learner.RandomStates,
        History = history,
        Seen = Seen,
    });

    void SaveAndStop(int step, IReadOnlyDictionary<string, string> states)
    {
        // Writing the same checkpoint again would take the only one away for a moment; weights that overflowed must not replace it.
        if (step != savedStep && learner.IsFinite) SaveLast(step, states);
        throw Stopped(step == savedStep ? "" : $" What came after it was not saved: at step {step} weights, or the optimizer's memory, were no longer finite numbers.");
    }

    /// <summary>False where the stop came while the learner finished or validation cases were being scored: the checkpoint before stays the newest.</summary>
    bool EndsEpoch(int step, IReadOnlyDictionary<string, string> states, MetricLog log, CancellationToken stop)
    {
        try
        {
            if (step == settings.TotalSteps) learner.Finish(stop);
            EndEpoch(step, states, log);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    InterruptedRunException Stopped(string remark = "") => new(savedStep < 0
        ? $"{folder.Path}: stopped before anything was saved.{remark} The same command starts it again."
        : $"{folder.Path}: stopped, and saved at step {savedStep} of {settings.TotalSteps}.{remark} The same command continues it.");
}
