using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// The residual U-Net of SpotTUNet and of "Transferring gradients" (protocol section 1.2): pre-activated residual blocks, three
/// levels down by strided and up by transposed convolutions, skips summed after a 1x1 convolution.
/// Input [B, cin, H, W] with sides that are multiples of 8; output [B, cout, H, W], raw logits.
/// </summary>
public sealed class UNet : Network, IBottleneck, IBlockwise
{
    readonly List<UNetBlock> blocks = [];
    readonly Range initPath, down1, down2, bottleneck, up2, up1, outPath;
    readonly int shortcut2, shortcut1, shortcut0;

    public UNet(UNetSettings settings) : base(nameof(UNet))
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Settings = settings;
        int n = settings.Width;

        // The order of registration is the order of the optimizer state and of weights files.
        initPath = Group("init_path", [Convolution(settings.InputChannels, n, 3), .. Residuals(n)]);
        down1 = Group("down1", [Down(n), .. Residuals(2 * n)]);
        down2 = Group("down2", [Down(2 * n), .. Residuals(4 * n)]);
        bottleneck = Group("bottleneck", [Down(4 * n), .. Residuals(8 * n), Up(8 * n)]);
        shortcut2 = Shortcut(nameof(shortcut2), 4 * n);
        up2 = Group("up2", [.. Residuals(4 * n), Up(4 * n)]);
        shortcut1 = Shortcut(nameof(shortcut1), 2 * n);
        up1 = Group("up1", [.. Residuals(2 * n), Up(2 * n)]);
        shortcut0 = Shortcut(nameof(shortcut0), n);
        var logits = new PreActivation(n, settings.OutputChannels, 1, bias: settings.LogitBias);
        outPath = Group("out_path", settings.FinalNorm
            ? [.. Residuals(n), logits, BatchNorm2d(settings.OutputChannels)]
            : [.. Residuals(n), logits]);
    }

    public UNetSettings Settings { get; }

    public override int SideMultiple => 8;

    public override int InputChannels => Settings.InputChannels;

    public override int OutputChannels => Settings.OutputChannels;

    /// <summary>First convolution and first residual block (protocol section 1.3, FTF).</summary>
    public override bool IsFirstLayer(string parameterName) => InModule(parameterName, "init_path.0.", "init_path.1.");

    /// <summary>Last residual block and the logit convolution, without the last batch norm (protocol section 1.3, FTL).</summary>
    public override bool IsLastLayer(string parameterName) => InModule(parameterName, "out_path.2.", "out_path.3.");

    /// <summary>All blocks: the modules of each group ("init_path.0" ... "out_path.4") and the three shortcuts.</summary>
    public IReadOnlyList<UNetBlock> Blocks => blocks;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Full(Run(Prepare(input), (block, x) => blocks[block].Forward(x))).MoveToOuterDisposeScope();
    }

    /// <summary>The logits, and what up1 makes them from: [B, 2n, H/2, W/2], where an <see cref="AuxiliaryHead"/> branches off.</summary>
    public (Tensor Logits, Tensor Half) ForwardWithHalf(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor Forward(int block, Tensor x) => blocks[block].Forward(x);
        var (half, x0) = RunToHalf(Prepare(input), Forward);
        return (RunFromHalf(half, x0, Forward).MoveToOuterDisposeScope(), half.MoveToOuterDisposeScope());
    }

    public Tensor ForwardToBottleneck(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Full(RunToBottleneck(Prepare(input), (block, x) => blocks[block].Forward(x))).MoveToOuterDisposeScope();
    }

    public void Look(Tensor images, Action<string, Tensor> look)
    {
        using var scope = NewDisposeScope();
        Run(Prepare(images), Showing((block, x) => blocks[block].Forward(x), look));
    }

    /// <summary>Runs blocks as <paramref name="run"/> does, and shows what <see cref="IBlockwise"/> asks for.</summary>
    internal Func<int, Tensor, Tensor> Showing(Func<int, Tensor, Tensor> run, Action<string, Tensor> look) => (block, x) =>
    {
        var y = run(block, x);
        if (blocks[block].Module is ResidualBlock && blocks[block + 1].Module is not ResidualBlock) look(blocks[block].Name.Split('.')[0], Full(y));
        return y;
    };

    /// <summary>
    /// The wiring: what goes into which block and where skips are added. <paramref name="run"/> gives the output of a block (its
    /// index in <see cref="Blocks"/>) for an input, as a tensor that nobody else needs.
    /// </summary>
    internal Tensor Run(Tensor images, Func<int, Tensor, Tensor> run)
    {
        var (half, x0) = RunToHalf(images, run);
        return RunFromHalf(half, x0, run);
    }

    (Tensor Half, Tensor X0) RunToHalf(Tensor images, Func<int, Tensor, Tensor> run)
    {
        var x0 = Chain(initPath, images, run);
        var x1 = Chain(down1, x0, run);
        var x2 = Chain(down2, x1, run);
        var u = Chain(bottleneck, x2, run).add_(run(shortcut2, x2), Scalars.One);
        return (Chain(up2, u, run).add_(run(shortcut1, x1), Scalars.One), x0);
    }

    Tensor RunFromHalf(Tensor half, Tensor x0, Func<int, Tensor, Tensor> run) =>
        Chain(outPath, Chain(up1, half, run).add_(run(shortcut0, x0), Scalars.One), run);

    /// <summary>As <see cref="Run"/>, up to the activation that <see cref="IBottleneck"/> asks for.</summary>
    internal Tensor RunToBottleneck(Tensor images, Func<int, Tensor, Tensor> run)
    {
        var x2 = Chain(down2, Chain(down1, Chain(initPath, images, run), run), run);
        return Chain(bottleneck.Start..(bottleneck.End.Value - 1), x2, run);
    }

    static Tensor Chain(Range blocks, Tensor input, Func<int, Tensor, Tensor> run)
    {
        var x = input;
        for (int block = blocks.Start.Value; block < blocks.End.Value; block++)
        {
            var next = run(block, x);
            if (!ReferenceEquals(x, input)) x.Dispose(); // where no gradient needs it, its memory is free at once
            x = next;
        }
        return x;
    }

    Range Group(string name, Module<Tensor, Tensor>[] parts)
    {
        register_module(name, Sequential(parts));
        int first = blocks.Count;
        for (int i = 0; i < parts.Length; i++) blocks.Add(new UNetBlock(string.Create(CultureInfo.InvariantCulture, $"{name}.{i}"), parts[i]));
        return first..blocks.Count;
    }

    int Shortcut(string name, int channels)
    {
        var convolution = Conv2d(channels, channels, 1);
        register_module(name, convolution);
        blocks.Add(new UNetBlock(name, convolution));
        return blocks.Count - 1;
    }

    static Conv2d Convolution(int inputs, int outputs, int kernel) => Conv2d(inputs, outputs, kernel, padding: kernel / 2, bias: false);

    static ResidualBlock[] Residuals(int channels) => [new(channels), new(channels), new(channels)];

    static PreActivation Down(int channels) => new(channels, 2 * channels, 2, stride: 2);

    static ConvTranspose2d Up(int channels) => ConvTranspose2d(channels, channels / 2, 2, stride: 2, bias: false);
}
