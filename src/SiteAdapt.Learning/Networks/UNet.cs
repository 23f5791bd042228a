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
public sealed class UNet : Network
{
    readonly Sequential initPath, down1, down2, bottleneck, up2, up1, outPath;
    readonly Conv2d shortcut2, shortcut1, shortcut0;

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

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (half, x0) = ForwardToHalf(input);
        return FromHalf(half, x0).MoveToOuterDisposeScope();
    }

    /// <summary>The logits, and what up1 makes them from: [B, 2n, H/2, W/2], where an <see cref="AuxiliaryHead"/> branches off.</summary>
    public (Tensor Logits, Tensor Half) ForwardWithHalf(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (half, x0) = ForwardToHalf(input);
        return (FromHalf(half, x0).MoveToOuterDisposeScope(), half.MoveToOuterDisposeScope());
    }

    (Tensor Half, Tensor X0) ForwardToHalf(Tensor input)
    {
        var x0 = initPath.forward(Prepare(input));
        var x1 = down1.forward(x0);
        var x2 = down2.forward(x1);
        var u = bottleneck.forward(x2).add_(shortcut2.forward(x2), Scalars.One);
        return (up2.forward(u).add_(shortcut1.forward(x1), Scalars.One), x0);
    }

    Tensor FromHalf(Tensor half, Tensor x0)
    {
        var u = up1.forward(half).add_(shortcut0.forward(x0), Scalars.One);
        foreach (var part in outPath.children().Cast<Module<Tensor, Tensor>>())
            u = part is BatchNorm2d norm ? BatchNorms.Forward(norm, u) : part.forward(u);
        return u;
    }

    /// <summary>The activation before the first transposed convolution: [B, 8n, H/8, W/8] (protocol section 1.4).</summary>
    public Tensor ForwardToBottleneck(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = down2.forward(down1.forward(initPath.forward(Prepare(input))));
        foreach (var block in bottleneck.children().Cast<Module<Tensor, Tensor>>().SkipLast(1))
            x = block.forward(x);
        return x.MoveToOuterDisposeScope();
    }

    Sequential Group(string name, Module<Tensor, Tensor>[] parts)
    {
        var group = Sequential(parts);
        register_module(name, group);
        return group;
    }

    Conv2d Shortcut(string name, int channels)
    {
        var convolution = Conv2d(channels, channels, 1);
        register_module(name, convolution);
        return convolution;
    }

    static Conv2d Convolution(int inputs, int outputs, int kernel) => Conv2d(inputs, outputs, kernel, padding: kernel / 2, bias: false);

    static ResidualBlock[] Residuals(int channels) => [new(channels), new(channels), new(channels)];

    static PreActivation Down(int channels) => new(channels, 2 * channels, 2, stride: 2);

    static ConvTranspose2d Up(int channels) => ConvTranspose2d(channels, channels / 2, 2, stride: 2, bias: false);
}
