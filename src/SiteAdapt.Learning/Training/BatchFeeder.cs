using System.Threading.Channels;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning;

/// <summary>Draws and loads the next batches in the background while a step runs. What fails there is thrown by <see cref="Take"/>.</summary>
sealed class BatchFeeder : IDisposable
{
    const int Ahead = 3;
    readonly Channel<Batch> ready = Channel.CreateBounded<Batch>(Ahead);
    readonly CancellationTokenSource stop = new();
    readonly Task worker;

    public BatchFeeder(BatchPlan plan, BatchAssembler assembler, int firstStep, int steps) =>
        worker = Task.Factory.StartNew(() => Feed(plan, assembler, firstStep, steps), TaskCreationOptions.LongRunning);

    /// <summary>The batch of the next step, in order.</summary>
    public Batch Take()
    {
        if (ready.Reader.TryRead(out var batch)) return batch;
        try
        {
            return ready.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException closed) when (closed.InnerException is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(closed.InnerException);
            throw;
        }
    }

    void Feed(BatchPlan plan, BatchAssembler assembler, int firstStep, int steps)
    {
        try
        {
            for (int step = firstStep; step < steps; step++)
            {
                var samples = plan.Draw(step);
                Publish(Load(assembler, samples, plan.States, step));
            }
            ready.Writer.Complete();
        }
        catch (Exception fault) // whatever it is, it belongs to the thread that waits for the batch
        {
            ready.Writer.TryComplete(fault);
        }
    }

    /// <summary>What fails here says at which step and with which cases; the reader of a file has said which file.</summary>
    static Batch Load(BatchAssembler assembler, IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, string> states, int step)
    {
        string Where() => $"the batch of step {step + 1} cannot be loaded (cases {Batch.NamesOf(samples)})";
        try
        {
            return assembler.Assemble(samples, states);
        }
        catch (Exception fault) when (fault is InputException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{fault.Message}. Therefore {Where()}. The last good checkpoint is kept; once the data can be read, the same command continues it.", fault);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"{Where()}: {fault.GetType().Name}: {fault.Message}", fault);
        }
    }

    void Publish(Batch batch)
    {
        if (ready.Writer.TryWrite(batch)) return;
        try
        {
            ready.Writer.WriteAsync(batch, stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        worker.Wait();
        while (ready.Reader.TryRead(out var batch)) batch.Dispose();
        stop.Dispose();
    }
}
