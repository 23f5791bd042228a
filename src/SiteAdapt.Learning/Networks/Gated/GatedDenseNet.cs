using SiteAdapt.Imaging;
using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// DenseNet-121 with gates (ours; the publications gate a U-Net): one for the stem, each of the 58 dense layers and each of the
/// 3 transitions, in their order. A dense layer's gate chooses whose 32 channels are appended. The last norm and the heads are
/// always the tuned ones; the frozen copy has them too, and they are not used.
/// </summary>
public sealed class GatedDenseNet : GatedNetwork, IClassifier, IBlockwise
{
    readonly DenseNet121 tuned, frozen;

    public GatedDenseNet(DenseNetSettings settings, GateRecord gates) : this(new DenseNet121(settings), new DenseNet121(settings), gates) { }

    GatedDenseNet(DenseNet121 tuned, DenseNet121 frozen, GateRecord gates)
        : base(nameof(GatedDenseNet), tuned, frozen, Checked(gates), [.. tuned.Blocks.Select(block => block.Name)]) => (this.tuned, this.frozen) = (tuned, frozen);

    /// <inheritdoc cref="DenseNet121.Heads"/>
    public IReadOnlyList<(string Name, int Outputs)> Heads => tuned.Heads;

    /// <summary>The gated encoder's features of images: [B, 1024].</summary>
    public Tensor Features(Tensor images) => RunGated(images, (input, gates) => Encode(input, gates));

    public void Look(Tensor images, Action<string, Tensor> look)
    {
        using var scope = NewDisposeScope();
        var input = Prepare(images);
        look("features", Encode(input, Mix(Decide(input)), look));
    }

    /// <inheritdoc cref="DenseNet121.Head"/>
    public Tensor Head(string name, Tensor features) => tuned.Head(name, features);

    private protected override Tensor Run(Tensor images, GateMix gates) => Head(Heads[0].Name, Encode(images, gates));

    Tensor Encode(Tensor images, GateMix gates, Action<string, Tensor>? look = null)
    {
        var features = images;
        for (int gate = 0; gate < tuned.Blocks.Count; gate++)
        {
            var output = gates.Apply(gate, tuned.Blocks[gate].Forward, frozen.Blocks[gate].Forward, features);
            var next = tuned.Blocks[gate].Append(features, output);
            if (!ReferenceEquals(next, output)) output.Dispose();
            if (!ReferenceEquals(features, images)) features.Dispose();
            features = next;
            tuned.Show(gate, features, look);
        }
        return tuned.Pool(features);
    }

    static GateRecord Checked(GateRecord gates) => gates.Shortcut0
        ? throw new InputException("spottune-shortcut0: only the U-Net has a shortcut0; leave the option out.")
        : gates;
}
