using System.Text.Json;

namespace SiteAdapt.Studies.Tests;

public sealed class CanonicalJsonTests
{
    static string Of(string json) => CanonicalJson.Of(JsonDocument.Parse(json).RootElement, without: "record_sha256");

    /// <summary>The expected text is what jq prints: jq -cSj 'del(.record_sha256)'.</summary>
    [Fact]
    public void Should_write_what_jq_writes() => Assert.Equal(
        """{"B":true,"a":[1,{"x":null,"y":"ä/\"\\\n\u0001"}],"b":"😀"}""",
        Of("""{ "record_sha256": "0", "a" : [ 1, {"y": "\u00e4\/\"\\\n\u0001", "x": null} ], "b": "\ud83d\ude00", "B": true }"""));

    [Fact]
    public void Should_leave_the_hash_out_of_the_outermost_object_only_and_numbers_as_they_stand() =>
        Assert.Equal("""{"a":{"record_sha256":1.50},"n":1E-05}""", Of("""{"n":1E-05,"record_sha256":"x","a":{"record_sha256":1.50}}"""));

    [Fact]
    public void Should_refuse_a_key_that_stands_there_twice() => Assert.Throws<JsonException>(() => Of("""{"a":{"b":1,"b":2}}"""));

    [Fact]
    public void Should_give_another_hash_for_any_other_value()
    {
        string[] texts = ["""{"a":1}""", """{"a":1.0}""", """{"a":"1"}""", """{"a":[1]}""", """{"b":1}""", """{"a":null}"""];
        Assert.Equal(texts.Length, texts.Select(text => DecisionRecord.HashOf(JsonDocument.Parse(text).RootElement)).Distinct().Count());
        // sha256sum of {"a":1}
        Assert.Equal("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862", DecisionRecord.HashOf(JsonDocument.Parse("""{ "a": 1, "record_sha256": "anything" }""").RootElement));
    }
}
