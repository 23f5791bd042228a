using static TorchSharp.torch;

namespace SiteAdapt.Learning;

/// <summary>
/// The U-Net with gates, in the order of the published network (protocol section 1.5): the modules of the groups one after the
/// other, then the shortcuts. The published counter stands still at the last batch norm, so that shortcut0 has the same gate,
/// if it has one (<see cref="GateRecord.Shortcut0"/>).
/// </summary>
public sealed class GatedUNet : GatedNetwork, IBottleneck, IBlockwise
{
    static readonly string[] Order = ["init_path.", "down1.", "down2.", "bottleneck.", "up2.", "up1.", "out_path.", "shortcut0", "shortcut1", "shortcut2"];
    const string LastNorm = "out_path.4", Shortcut0 = "shortcut0";

    readonly UNet tuned, frozen;
    readonly int?[] gateOf;

    public GatedUNet(UNetSettings settings, GateRecord gates) : this(new UNet(settings), new UNet(settings), gates) { }

    GatedUNet(UNet tuned, UNet frozen, GateRecord gates) : base(nameof(GatedUNet), tuned, frozen, gates, Names(tuned, gates))
    {
        (this.tuned, this.frozen) = (tuned, frozen);
        gateOf = [.. tuned.Blocks.Select(block => GateOf(block.Name, gates))];
    }

    public Tensor ForwardToBottleneck(Tensor input)
    {
        using var scope = NewDisposeScope();
        var images = Prepare(input);
        return tuned.RunToBottleneck(images, Gated(Mix(Decide(images)))).MoveToOuterDisposeScope();
    }

    public void Look(Tensor images, Action<string, Tensor> look)
    {
        using var scope = NewDisposeScope();
        var input = Prepare(images);
        tuned.Run(input, tuned.Showing(Gated(Mix(Decide(input))), look));
    }

    private protected override Tensor Run(Tensor images, GateMix gates) => tuned.Run(images, Gated(gates));

    Func<int, Tensor, Tensor> Gated(GateMix gates) => (block, x) => gateOf[block] is { } gate
        ? gates.Apply(gate, tuned.Blocks[block].Forward, frozen.Blocks[block].Forward, x)
        : tuned.Blocks[block].Forward(x);

    static List<string> Names(UNet network, GateRecord gates)
    {
        var names = network.Blocks.Select(block => block.Name).OrderBy(name => Array.FindIndex(Order, group => name.StartsWith(group, StringComparison.Ordinal))).ToList();
        // Without a gate of its own, or with that of the last norm.
        if (!gates.Shortcut0 || names.Contains(LastNorm)) names.Remove(Shortcut0);
        return names;
    }

    int? GateOf(string block, GateRecord gates)
    {
        if (block == Shortcut0 && !gates.Shortcut0) return null;
        int gate = GateNames.ToList().IndexOf(block);
        return gate >= 0 ? gate : GateNames.ToList().IndexOf(LastNorm);
    }
}
