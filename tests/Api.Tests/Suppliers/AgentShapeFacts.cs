using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Suppliers;
using XthonBot.Integrations.Suppliers.Agents;

namespace XthonBot.Api.Tests.Suppliers;

/// <summary>An agent's answers in the protocol's shapes, in those of others, and in any.</summary>
public sealed class AgentShapeFacts
{
    [Theory]
    [InlineData(
        """{"status":"SUCCESS","countryList":[{"country":"usa","operatorMap":{"any":{"tg":5},"att":{"tg":3},"tmobile":{"tg":2}}}]}""",
        5
    )]
    [InlineData(
        """{"status":"SUCCESS","countryList":[{"country":"usa","operatorMap":{"att":{"tg":3},"tmobile":{"tg":"2"}}},{"country":"ukraine","operatorMap":{"life":{"tg":9}}}]}""",
        5
    )]
    [InlineData(
        """{"status":"SUCCESS","countryList":[{"country":"usaphysical","operatorMap":{"any":{"TG":4}}},{"country":"usavirtual","operatorMap":{"any":{"tg":1}}}]}""",
        5
    )]
    [InlineData("""{"status":"success","countryList":{"usa":{"any":{"tg":5}}}}""", 5)]
    [InlineData("""{"countryList":[{"country":"usa","operatorMap":{"any":[{"service":"tg","count":5},{"service":"wa","count":1}]}}]}""", 5)]
    [InlineData("""{"countryList":[{"country":"usa","operatorMap":{"any":[{"tg":5},{"wa":1}]}}]}""", 5)]
    [InlineData("""{"countryList":[{"country":"usa","operatorMap":[{"operator":"any","services":{"tg":{"count":5}}}]}]}""", 5)]
    [InlineData("""{"countryList":[{"country":"usa","services":{"tg":5}}]}""", 5)]
    [InlineData("""{"countryList":[{"usa":"United States","operatorMap":{"any":{"tg":5}}}]}""", 5)]
    [InlineData("""{"countryList":[{"country":"usa","operatorMap":{"any":{"tg":-5}}}]}""", 0)]
    [InlineData("""{"countryList":[{"country":"usa","operatorMap":[]}]}""", 0)]
    [InlineData("""{"countryList":[]}""", 0)]
    [InlineData("""{"status":"SUCCESS"}""", null)]
    [InlineData("""{"countryList":null}""", null)]
    public void What_it_has_is_read_in_many_shapes(string json, int? count)
    {
        var offers = AgentOffers.Read(JsonElement.Parse(json));
        Assert.Equal(
            count,
            offers is null
                ? null
                : AgentOffers.Counts([.. offers.Where(o => AgentOffers.Fits(o, new SupplierOptions()))]).GetValueOrDefault("tg")
        );
    }

    [Theory]
    [InlineData("""{"status":"SUCCESS","number":12015550101,"activationId":355}""", "+12015550101", "355")]
    [InlineData("""{"status":"SUCCESS","number":12015550101.0,"activationId":"355"}""", "+12015550101", "\"355\"")]
    [InlineData(
        """{"STATUS":"Success","Number":"+1 (201) 555-0101","ActivationId":"a-\u00e9\"b"}""",
        "+12015550101",
        "\"a-\\u00E9\\u0022b\""
    )]
    [InlineData(
        """{"status":"SUCCESS","number":"2015550101","activationId":18446744073709551615,"more":{"number":7}}""",
        "+12015550101",
        "18446744073709551615"
    )]
    [InlineData("""{"status":"SUCCESS","number":null,"activationId":1}""", null, "1")]
    [InlineData("""{"status":"SUCCESS","number":"\ud83d","activationId":"\ud83d"}""", null, null)]
    [InlineData("""{"\ud83d":1,"status":"SUCCESS","note":"\ud83d","number":12015550101,"activationId":355,}""", "+12015550101", "355")]
    [InlineData("""{"status":"SUCCESS","number":-12015550101,"activationId":true}""", null, null)]
    [InlineData("""{"status":"SUCCESS","number":12015550101.5,"activationId":""}""", null, null)]
    public void A_number_is_read_in_many_shapes_and_its_id_kept_as_it_is(string json, string? phone, string? id)
    {
        var answer = AgentAnswer.Read(Encoding.UTF8.GetBytes(json))!;
        Assert.Equal(("SUCCESS", phone, id), (answer.Status, answer.Number?.E164, answer.ExternalId));
    }

    [Fact]
    public void No_answer_whatever_its_shape_is_a_fault() =>
        Json(4)
            .Sample(
                json =>
                {
                    if (AgentAnswer.Read(Encoding.UTF8.GetBytes(json.ToJsonString())) is not { } answer)
                        return;
                    Assert.True(answer.ExternalId is null or { Length: <= 64 });
                    _ = (answer.Number, answer.Word);
                    var offers = AgentOffers.Read(answer.Json) ?? [];
                    Assert.All(AgentOffers.Counts(offers).Values, count => Assert.True(count >= 0));
                    Assert.All(AgentOffers.Places(offers, "tg"), place => Assert.True(place.Count > 0));
                },
                iter: 3_000
            );

    private static readonly string[] Names =
    [
        "status",
        "countryList",
        "country",
        "operatorMap",
        "any",
        "usa",
        "tg",
        "services",
        "service",
        "count",
        "number",
        "activationId",
        "",
    ];

    private static Gen<JsonNode> Json(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Long.Select(n => (JsonNode)JsonValue.Create(n)),
            Gen.Double.Where(double.IsFinite).Select(n => (JsonNode)JsonValue.Create(n)),
            Gen.Bool.Select(b => (JsonNode)JsonValue.Create(b)),
            Gen.Int[0, 99].Select(n => (JsonNode)JsonValue.Create(n.ToString(CultureInfo.InvariantCulture))),
            Gen.Int[0, Names.Length - 1].Select(i => Names[i]).Select(n => (JsonNode)JsonValue.Create(n))
        );
        if (depth == 0)
            return leaf;
        var inner = Json(depth - 1);
        var fields = Gen.Select(Gen.Int[0, Names.Length - 1].Select(i => Names[i]), inner)
            .Array[0, 5]
            .Select(all =>
                (JsonNode)
                    new JsonObject(all.DistinctBy(f => f.Item1).Select(f => KeyValuePair.Create(f.Item1, (JsonNode?)f.Item2.DeepClone())))
            );
        var items = inner.Array[0, 4].Select(all => (JsonNode)new JsonArray([.. all.Select(n => n.DeepClone())]));
        return Gen.OneOf(leaf, items, fields, fields);
    }
}
