using System.Text.Json.Nodes;

namespace SiteAdapt.Learning.Tests;

/// <summary>What proves that a resumed run is the undisturbed one must see every difference.</summary>
public sealed class CheckpointComparisonTests : IDisposable
{
    const string Weights = Checkpoint.Model;
    readonly TemporaryFolder folder = new();
    readonly Checkpoint first, second;

    public CheckpointComparisonTests() => (first, second) = (Save("first"), Save("second"));

    public void Dispose() => folder.Dispose();

    Checkpoint Save(string name)
    {
        Checkpoint.Save(folder.File(name), new SmallLearner(), SmallLearner.State(3));
        return Checkpoint.Open(folder.File(name));
    }

    static SafetensorsSource Values(params float[] values) =>
        SafetensorsSource.From("w", SafetensorsType.F32, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray());

    void Write(params SafetensorsSource[] tensors) => SafetensorsFile.Write(Path.Combine(second.Folder, Weights), tensors);

    IReadOnlyList<string> Differences => CheckpointComparison.Of(first, second).Differences;

    [Fact]
    public void Should_count_what_is_identical()
    {
        var comparison = CheckpointComparison.Of(first, second);
        Assert.True(comparison.IsIdentical);
        Assert.Equal((4, 3 * 6 * 4 + 8), (comparison.Tensors, comparison.Bytes)); // weights, two moments, one step
    }

    [Fact]
    public void Should_see_the_last_bit_of_a_value()
    {
        Write(Values(0, 1, 2, 3, 4, MathF.BitIncrement(5)));
        Assert.Equal([$"{Weights}: 'w' differs"], Differences);
        Assert.False(CheckpointComparison.Of(first, second).IsIdentical);
        Write(Values(0, 1, 2, 3, 4, 5));
        Assert.Empty(Differences);
    }

    [Fact]
    public void Should_tell_types_and_shapes_apart_whose_bytes_are_the_same()
    {
        byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>([0, 1, 2, 3, 4, 5]).ToArray();
        Write(SafetensorsSource.From("w", SafetensorsType.I32, [6], bytes));
        Assert.Equal([$"{Weights}: 'w' has another type or shape"], Differences);
        Write(SafetensorsSource.From("w", SafetensorsType.F32, [2, 3], bytes));
        Assert.Equal([$"{Weights}: 'w' has another type or shape"], Differences);
    }

    [Fact]
    public void Should_name_what_only_one_has()
    {
        Write(Values(0, 1, 2, 3, 4, 5), SafetensorsSource.From("v", SafetensorsType.U8, [1], new byte[1]));
        File.Copy(Path.Combine(second.Folder, Checkpoint.OptimizerFile), Path.Combine(second.Folder, "another.safetensors"));
        Assert.Equal(["another.safetensors is in one of them only", $"{Weights}: 'v' is in the second only"], Differences);
        Assert.Equal(["another.safetensors is in one of them only", $"{Weights}: 'v' is in the first only"], CheckpointComparison.Of(second, first).Differences);
    }

    [Fact]
    public void Should_compare_random_states_and_history()
    {
        string file = Path.Combine(second.Folder, "run.json");
        var state = JsonNode.Parse(File.ReadAllText(file))!;
        state["streams"]!["source"] = new string('a', 191) + 'b';
        state["history"]![0]!["loss"] = 0.8;
        File.WriteAllText(file, state.ToJsonString());
        Assert.Collection(Differences.Order(StringComparer.Ordinal),
            difference => Assert.Equal("run.json: history[0].loss: there 0.7, asked for 0.8", difference),
            difference => Assert.StartsWith("run.json: streams.source: there \"aaa", difference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"a":1,"b":{"c":[1,2]}}""", """{"a":1,"b":{"c":[1,3]}}""", "b.c[1]: there 2, asked for 3")]
    [InlineData("""{"a":1}""", """{"b":1}""", "a: there 1, asked for nothing|b: there nothing, asked for 1")]
    [InlineData("""{"a":[1,2]}""", """{"a":[1]}""", "a: there [1,2], asked for [1]")]
    [InlineData("""{"a":{}}""", """{"a":[]}""", "a: there {}, asked for []")]
    [InlineData("1", "2", ": there 1, asked for 2")]
    public void Should_name_the_fields_in_which_two_records_differ(string there, string wanted, string expected) =>
        Assert.Equal(expected, string.Join('|', JsonDifference.Find(JsonNode.Parse(there), JsonNode.Parse(wanted))));

    /// <summary>60 characters with the quotes are shown, of more the first 57.</summary>
    [Theory]
    [InlineData(58, 58, "")]
    [InlineData(59, 56, "...")]
    public void Should_cut_long_values_short(int length, int shown, string end)
    {
        string text = JsonDifference.Find(new string('x', length), null).Single();
        Assert.Equal($": there \"{new string('x', shown)}{(end.Length == 0 ? "\"" : end)}, asked for nothing", text);
    }
}
