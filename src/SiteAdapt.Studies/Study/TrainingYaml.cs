using SiteAdapt.Data;
using SiteAdapt.Learning;

namespace SiteAdapt.Studies;

/// <summary>The sections <c>training</c> and <c>pretraining</c>; what the second leaves out is as in the first.</summary>
static class TrainingYaml
{
    public static TrainingSettings Read(YamlSection section, TrainingSettings basis)
    {
        var read = basis with
        {
            Epochs = section.Integer("epochs", basis.Epochs),
            StepsPerEpoch = section.Integer("steps_per_epoch", basis.StepsPerEpoch),
            BatchSize = section.Integer("batch", basis.BatchSize),
            LearningRate = section.Number("learning_rate", basis.LearningRate),
            DropAt = section.Number("drop_at", basis.DropAt),
            DropFactor = section.Number("drop_factor", basis.DropFactor),
            Threads = section.Integer("threads", basis.Threads),
            Device = section.Choice("device", [("cpu", "cpu"), ("cuda", "cuda")], basis.Device),
        };
        section.RefuseUnknownKeys();
        return read;
    }
}
