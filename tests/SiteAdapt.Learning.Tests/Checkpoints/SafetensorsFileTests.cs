using System.Buffers.Binary;
using System.Text;
using SiteAdapt.Imaging;

namespace SiteAdapt.Learning.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string FilePath => folder.File("a.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Should_write_the_bytes_of_the_reference_library()
    {
        // Header and order as the reference's serialize() gives them for these two tensors.
        SafetensorsFile.Write(FilePath,
        [
            SafetensorsSource.From("b", SafetensorsType.U8, [2], new byte[] { 1, 2 }),
            SafetensorsSource.From("a", SafetensorsType.F32, [1, 2], new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 }),
        ], new Dictionary<string, string> { ["format"] = "pt" });
        string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[2],"data_offsets":[8,10]}}""";
        Assert.Equal(Bytes(header.PadRight((header.Length + 7) / 8 * 8), [0, 0, 128, 63, 0, 0, 0, 64, 1, 2]), File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Should_order_types_and_names_as_the_reference_library_does()
    {
        SafetensorsSource Tensor(string name, SafetensorsType type) => SafetensorsSource.From(name, type, [0], default);
        SafetensorsFile.Write(FilePath, [Tensor("b", SafetensorsType.I32), Tensor("é\"<", SafetensorsType.F32), Tensor("c", SafetensorsType.F32), Tensor("a", SafetensorsType.I64), Tensor("d", SafetensorsType.F64)],
            new Dictionary<string, string> { ["z"] = "1", ["y"] = "2" });
        string header = Encoding.UTF8.GetString(File.ReadAllBytes(FilePath)[8..]);
        Assert.StartsWith("""{"__metadata__":{"y":"2","z":"1"},"a":{""", header, StringComparison.Ordinal);
        int[] places = [.. new[] { "\"a\":", "\"d\":", "\"c\":", "\"é\\\"<\":", "\"b\":" }.Select(name => header.IndexOf(name, StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
        Assert.True(places[0] > 0);
    }

    [Fact]
    public void Should_refuse_to_write_a_name_twice_or_that_of_the_metadata()
    {
        SafetensorsSource Tensor(string name) => SafetensorsSource.From(name, SafetensorsType.U8, [0], default);
        Assert.Contains("the tensor name a is taken", Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FilePath, [Tensor("a"), Tensor("a")])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(FilePath, [Tensor("__metadata__")]));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Should_read_tensors_that_the_header_lists_in_another_order()
    {
        File.WriteAllBytes(FilePath, Bytes("""{"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"e":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", [5, 6]));
        Assert.Equal(["e", "a", "b"], SafetensorsFile.Read(FilePath).Select(tensor => tensor.Name));
        Assert.Equal([6], SafetensorsFile.Read(FilePath)[2].Bytes.ToArray());
    }

    [Fact]
    public void Should_take_the_longest_header_that_is_allowed()
    {
        File.WriteAllBytes(FilePath, Bytes("{}".PadRight(8 << 20), []));
        Assert.Empty(SafetensorsFile.Read(FilePath));
        File.WriteAllBytes(FilePath, Bytes("{}".PadRight((8 << 20) + 1), []));
        Refused("at most 8388608");
    }

    [Fact]
    public void Should_say_which_tensor_cannot_be_read_where_a_file_shrinks_while_it_is_open()
    {
        byte[] bytes = new byte[1 << 20]; // more than is read ahead
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("a", SafetensorsType.U8, [bytes.Length], bytes)]);
        using var reader = SafetensorsReader.Open(FilePath);
        var entry = reader.Header.Entries[0];
        Assert.Throws<ArgumentException>(() => reader.Read(entry, bytes.AsSpan(1)));
        using (var other = new FileStream(FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) other.SetLength(other.Length - 1);
        Assert.Contains($"{FilePath}: tensor 'a' cannot be read", Assert.Throws<InputException>(() => reader.Read(entry, bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_back_what_it_wrote_whatever_the_order()
    {
        var random = new Data.RandomStream(1, "bytes");
        var tensors = Enum.GetValues<SafetensorsType>().SelectMany(type => new[] { (long[])[], [0, 3], [2, 3, 1] }, (type, shape) =>
        {
            var bytes = new byte[shape.Aggregate((long)type.Size(), (product, side) => product * side)];
            for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.NextInt(256);
            return (Name: $"{type} \"quoted\" é {shape.Length}", Type: type, Shape: shape, Bytes: bytes);
        }).ToList();
        SafetensorsSource Source(int i) => SafetensorsSource.From(tensors[i].Name, tensors[i].Type, tensors[i].Shape, tensors[i].Bytes);
        SafetensorsFile.Write(FilePath, Enumerable.Range(0, tensors.Count).Select(Source));
        var first = File.ReadAllBytes(FilePath);
        SafetensorsFile.Write(FilePath, Enumerable.Range(0, tensors.Count).Reverse().Select(Source));
        Assert.Equal(first, File.ReadAllBytes(FilePath));
        Assert.Empty(SafetensorsFile.ReadHeader(FilePath).Metadata);

        var read = SafetensorsFile.Read(FilePath).ToDictionary(tensor => tensor.Name);
        Assert.Equal(tensors.Count, read.Count);
        Assert.All(tensors, tensor =>
        {
            Assert.Equal(tensor.Type, read[tensor.Name].Type);
            Assert.Equal(tensor.Shape, read[tensor.Name].Shape);
            Assert.Equal(tensor.Bytes, read[tensor.Name].Bytes.ToArray());
        });
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "longer than")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,8]}}""", 8, "data_offsets of 4 bytes; shape [2] of F32 needs 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "not before")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "a begin and an end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "a hole before")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}""", 3, "a hole before")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "two tensors of the name 'a'")]
    [InlineData("""{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "dtype F31")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,8]}}""", 8, "dtype Number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "shape whose item 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", 8, "shape whose item 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}""", 8, "not a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "no file can hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}""", 8, "cut off")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "no data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "no shape")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}""", 8, "'more'")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "there twice")]
    [InlineData("""{"a":[]}""", 0, "not described by an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "not a string")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "two __metadata__ entries")]
    [InlineData("""{"__metadata__":[]}""", 0, "not an object")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "two tensors of the name")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""", 8, "not valid JSON")]
    [InlineData("""{} {}  """, 0, "not valid JSON")]
    [InlineData(""" {} """, 0, "start with '{'")]
    [InlineData("""[[[[]]]]""", 0, "start with '{'")]
    [InlineData("""{"a":{"dtype":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}""", 0, "dtype StartObject")]
    public void Should_refuse_a_header_that_breaks_a_rule(string header, int dataBytes, string expected)
    {
        File.WriteAllBytes(FilePath, Bytes(header, new byte[dataBytes]));
        Refused(expected);
    }

    [Theory]
    [InlineData(8_388_609UL, "at most 8388608")]
    [InlineData(ulong.MaxValue, "at most 8388608")]
    [InlineData(3UL, "but only 2 follow")]
    [InlineData(50_000UL, "but only 2 follow")]
    [InlineData(0UL, "start with '{'")]
    public void Should_refuse_a_header_length_that_the_file_cannot_have(ulong length, string expected)
    {
        var bytes = Bytes("{}", []);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(FilePath, bytes);
        Refused(expected);
    }

    [Fact]
    public void Should_refuse_names_that_are_not_utf8()
    {
        var bytes = Bytes("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", [0]);
        bytes[8 + 2] = 0xff;
        File.WriteAllBytes(FilePath, bytes);
        Refused("not valid JSON");
    }

    [Fact]
    public void Should_refuse_a_missing_and_an_empty_file()
    {
        Refused("cannot be read");
        File.WriteAllBytes(FilePath, []);
        Refused("too few");
    }

    [Fact]
    public void Should_refuse_every_file_cut_short()
    {
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("a", SafetensorsType.F32, [2], new byte[8])]);
        var whole = File.ReadAllBytes(FilePath);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Throws<InputException>(() => SafetensorsFile.Read(FilePath));
        }
    }

    [Fact]
    public void Should_never_fail_but_with_a_clear_error_on_damaged_bytes()
    {
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("a", SafetensorsType.F32, [2], new byte[8]),
            SafetensorsSource.From("b", SafetensorsType.I64, [1], new byte[8])], new Dictionary<string, string> { ["k"] = "v" });
        var whole = File.ReadAllBytes(FilePath);
        var random = new Data.RandomStream(2, "damage");
        for (int trial = 0; trial < 400; trial++)
        {
            var damaged = whole.ToArray();
            for (int k = 0; k <= trial % 3; k++) damaged[random.NextInt(damaged.Length)] = (byte)random.NextInt(256);
            File.WriteAllBytes(FilePath, damaged);
            var fault = Record.Exception(() => SafetensorsFile.Read(FilePath));
            Assert.True(fault is null or InputException, fault?.ToString());
        }
    }

    [Fact]
    public void Should_keep_the_old_file_when_writing_fails()
    {
        SafetensorsFile.Write(FilePath, [SafetensorsSource.From("a", SafetensorsType.U8, [1], new byte[] { 5 })]);
        Assert.Throws<InvalidOperationException>(() =>
            SafetensorsFile.Write(FilePath, [SafetensorsSource.From("a", SafetensorsType.U8, [2], new byte[] { 6 })]));
        Assert.Equal([5], SafetensorsFile.Read(FilePath).Single().Bytes.ToArray());
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    void Refused(string expected)
    {
        var message = Assert.Throws<InputException>(() => SafetensorsFile.Read(FilePath)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        if (File.Exists(FilePath)) new FileStream(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(); // it is not kept open
    }

    static byte[] Bytes(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
    }
}
