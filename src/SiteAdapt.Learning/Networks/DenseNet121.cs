using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace SiteAdapt.Learning;

/// <summary>
/// DenseNet-121 (Huang et al. 2017) with the tensor names, shapes and order of torchvision's <c>densenet121</c>, and one or several
/// named linear heads on the encoder's 1,024 features. Input [B, 1 or 3, H, W] with sides that are multiples of 32; output
/// [B, findings of the first head], raw logits.
/// </summary>
public sealed class DenseNet121 : Network, IClassifier, IBlockwise
{
    /// <summary>The usual head's name, as torchvision has it.</summary>
    public const string Classifier = "classifier";

    /// <summary>Features of an image.</summary>
    public const int FeatureCount = 1024;

    const int StemChannels = 64;
    static readonly int[] LayersOfBlock = [6, 12, 24, 16];

    readonly Conv2d conv0;
    readonly BatchNorm2d norm0, norm5;
    readonly Dictionary<string, Linear> heads;

    public DenseNet121(DenseNetSettings settings) : base(nameof(DenseNet121))
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Settings = settings;
        conv0 = Conv2d(settings.InputChannels, StemChannels, 7, stride: 2, padding: 3, bias: false);
        norm0 = BatchNorm2d(StemChannels);
        norm5 = BatchNorm2d(FeatureCount);
        var blocks = new List<DenseNetBlock> { new("stem", appends: false, Stem, "features.conv0.", "features.norm0.") };

        // The order of registration is the order of the optimizer state and of weights files.
        register_module("features", Sequential([("conv0", conv0), ("norm0", norm0), .. Stages(blocks), ("norm5", norm5)]));
        heads = settings.Heads.ToDictionary(head => head.Name, head => Linear(FeatureCount, head.Outputs), StringComparer.Ordinal);
        foreach (var (name, _) in settings.Heads) register_module(name, heads[name]);
        Blocks = blocks;
    }

    public DenseNetSettings Settings { get; }

    public IReadOnlyList<(string Name, int Outputs)> Heads => Settings.Heads;

    /// <summary>The encoder's steps in their order: the stem, 58 dense layers and 3 transitions. <see cref="Pool"/> comes after them.</summary>
    public IReadOnlyList<DenseNetBlock> Blocks { get; }

    public override int SideMultiple => 32;

    public override int InputChannels => Settings.InputChannels;

    /// <summary>Findings of the first head.</summary>
    public override int OutputChannels => Heads[0].Outputs;

    /// <summary>As torchvision: convolutions Kaiming-normal, linear layers as PyTorch's default but with biases of 0.</summary>
    public override InitialWeights InitialWeights => InitialWeights.KaimingNormal;

    /// <summary>Stem and first dense block (ours: the paper does not say which layers of this network are the first).</summary>
    public override bool IsFirstLayer(string parameterName) =>
        InModule(parameterName, "features.conv0.", "features.norm0.", "features.denseblock1.");

    /// <summary>The last norm and all heads.</summary>
    public override bool IsLastLayer(string parameterName) => InModule(parameterName, "features.norm5.") || IsHead(parameterName);

    /// <summary>Whether a parameter belongs to a head, and not to the encoder.</summary>
    public bool IsHead(string parameterName) => Heads.Any(head => InModule(parameterName, head.Name + "."));

    /// <summary>The logits of the first head: [B, findings].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Head(Heads[0].Name, Features(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The encoder's features of images: [B, 1024].</summary>
    public Tensor Features(Tensor images) => Encode(images, null);

    public void Look(Tensor images, Action<string, Tensor> look)
    {
        using var scope = NewDisposeScope();
        look("features", Encode(images, look));
    }

    Tensor Encode(Tensor images, Action<string, Tensor>? look)
    {
        using var scope = NewDisposeScope();
        var features = Prepare(images);
        for (int block = 0; block < Blocks.Count; block++)
        {
            var next = Blocks[block].Next(features);
            features.Dispose(); // where no gradient needs them, two blocks' features are alive at a time
            features = next;
            Show(block, features, look);
        }
        return Pool(features).MoveToOuterDisposeScope();
    }

    /// <summary>What <see cref="IBlockwise"/> asks for: the stem, and the features after the last layer of each dense block.</summary>
    internal void Show(int block, Tensor features, Action<string, Tensor>? look)
    {
        string group = Blocks[block].Name.Split('.')[0];
        bool last = block + 1 == Blocks.Count || Blocks[block + 1].Name.Split('.')[0] != group;
        if (last && (Blocks[block].Appends || block == 0)) look?.Invoke(group, features);
    }

    /// <summary>What follows the last block: batch norm, ReLU and the mean over the image, [B, 1024, h, w] -> [B, 1024].</summary>
    public Tensor Pool(Tensor features)
    {
        using var scope = NewDisposeScope();
        return BatchNorms.Forward(norm5, features).relu_().mean([2, 3]).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of a head for features [B, 1024]: [B, findings].</summary>
    public Tensor Head(string name, Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!heads.TryGetValue(name, out var head))
            throw new ArgumentException($"there is no head '{name}'; there is {string.Join(", ", heads.Keys)}", nameof(name));
        if (features.dim() != 2 || features.shape[1] != FeatureCount) // libtorch would end the process
            throw new ArgumentException($"a head takes [batch, {FeatureCount}], not [{string.Join(", ", features.shape)}]", nameof(features));
        return head.forward(features);
    }

    Tensor Stem(Tensor images)
    {
        using var scope = NewDisposeScope();
        var maps = BatchNorms.Forward(norm0, conv0.forward(images)).relu_();
        return functional.max_pool2d(maps, 3, 2, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Dense blocks with transitions between them, as modules to register; their steps are added to the list.</summary>
    static IEnumerable<(string, Module<Tensor, Tensor>)> Stages(List<DenseNetBlock> steps)
    {
        int channels = StemChannels;
        for (int stage = 1; stage <= LayersOfBlock.Length; stage++)
        {
            string block = string.Create(CultureInfo.InvariantCulture, $"denseblock{stage}");
            var layers = new List<(string, Module<Tensor, Tensor>)>();
            for (int i = 1; i <= LayersOfBlock[stage - 1]; i++, channels += DenseLayer.Growth)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"denselayer{i}");
                var layer = new DenseLayer(channels);
                layers.Add((name, layer));
                steps.Add(new($"{block}.{name}", appends: true, layer.forward, $"features.{block}.{name}."));
            }
            yield return (block, Sequential(layers));
            if (stage == LayersOfBlock.Length) yield break;

            string between = string.Create(CultureInfo.InvariantCulture, $"transition{stage}");
            var transition = new Transition(channels);
            steps.Add(new(between, appends: false, transition.forward, $"features.{between}."));
            yield return (between, transition);
            channels /= 2;
        }
    }
}
