using TorchSharp.Modules;

namespace SiteAdapt.Learning;

/// <summary>A parameter and its place in the flat tensors of <see cref="FlatParameters"/>.</summary>
public sealed class ParameterSlot
{
    internal ParameterSlot(string name, Parameter parameter, long offset)
    {
        Name = name;
        Parameter = parameter;
        Offset = offset;
        ShapeArray = parameter.shape;
        Count = parameter.numel();
        ChannelsLast = !parameter.is_contiguous() && MemoryLayout.IsChannelsLast(parameter);
    }

    public string Name { get; }

    public Parameter Parameter { get; }

    public IReadOnlyList<long> Shape => ShapeArray;

    /// <summary>Index of the first element in the flat tensors.</summary>
    public long Offset { get; }

    public long Count { get; }

    /// <summary>Whether the elements lie in channels-last order.</summary>
    public bool ChannelsLast { get; }

    internal long[] ShapeArray { get; }
}
