using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Inbound;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Inbound.Vendors;

public sealed class PlivoFacts(VendorPackages vendors)
{
    private const string Path = "/hooks/sms/plivo";
    private const string Nonce = "05429567804466091622";

    private static readonly (string Name, string Value)[] Message =
    [
        ("From", "12025550143"),
        ("To", "15550001"),
        ("Text", "Your code is 54321 & more: ünï ❤"),
        ("Type", "sms"),
        ("MessageUUID", "e8b1f0b2-7d3a-11ef-9a3b-0242ac110005"),
    ];

    [Theory]
    [InlineData("X-Plivo-Signature-V3")]
    [InlineData("X-Plivo-Signature-Ma-V3")]
    public Task What_Plivo_signs_is_stored_once_and_nothing_else_is(string header) =>
        SignedSourceLaws.HoldAsync(
            async _ => new SignedRequest(
                Path,
                SignedRequest.Form,
                SignedRequest.Encode(Message),
                (header, await SignatureAsync(Gateways.PublicUrl + Path, Message)),
                ("X-Plivo-Signature-V3-Nonce", Nonce)
            ),
            "/hooks/sms/plivo2",
            reply => reply.Status == System.Net.HttpStatusCode.OK,
            hasTime: false
        );

    [Fact]
    public async Task Whatever_form_Plivos_package_signs_is_known_and_only_under_its_address()
    {
        (string Name, string Value)[][] forms =
        [
            Message,
            [.. Message, ("NewParameter", "of tomorrow"), ("a", "lower case comes last"), ("Z", "")],
            [.. Message, ("text", "the same name in lower case")],
            [.. Message, ("Media", "b"), ("Media", "a"), ("Media", "a")],
            [.. Message.Reverse(), ("Emoji 😀", "+%&=?/. \t\r\n")],
        ];
        string[] urls =
        [
            Gateways.PublicUrl + Path,
            "https://h.example:8443" + Path,
            "http://h.example" + Path,
            "https://h.example" + Path + "?b=2&a=1%20x&a=0",
            "https://h.example:8443" + Path + "?a=",
        ];
        foreach (var form in forms)
        {
            foreach (var url in urls)
            {
                var signature = await SignatureAsync(url, form);
                Assert.True(await vendors.AskAsync<bool>("plivo.verify", Arguments(url, form, signature)));
                Assert.IsType<InboundResult.Messages>(Read(form, url, signature));
                Assert.IsType<InboundResult.Unauthorized>(Read(form, url + "x", signature));
                Assert.IsType<InboundResult.Unauthorized>(Read(form, url.Replace("plivo", "Plivo", StringComparison.Ordinal), signature));
                Assert.IsType<InboundResult.Unauthorized>(Read(form, url, signature, Nonce + "1"));
            }
        }
    }

    [Fact]
    public async Task One_good_signature_of_a_list_is_enough()
    {
        var url = Gateways.PublicUrl + Path;
        var good = await SignatureAsync(url, Message);
        var bad = await SignatureAsync(url, Message[1..]);

        foreach (var list in new[] { $"{bad},{good}", $"{good}, {bad}", $"{bad} ,{good} " })
            Assert.IsType<InboundResult.Messages>(Read(Message, url, list));
        foreach (var list in new[] { $"{bad},{bad}", "", ",", good[..^1], $"{good[..10]},{good[10..]}" })
            Assert.IsType<InboundResult.Unauthorized>(Read(Message, url, list));
    }

    private static InboundResult Read((string, string)[] form, string url, string signature, string nonce = Nonce) =>
        new PlivoSource().Read(
            new InboundRequest(
                new HeaderDictionary { ["X-Plivo-Signature-V3"] = signature, ["X-Plivo-Signature-V3-Nonce"] = nonce },
                SignedRequest.Encode(form),
                url
            ),
            new SourceSettings("plivo", Gateways.PlivoToken),
            default
        );

    private static JsonObject Arguments(string url, (string, string)[] form, string? signature = null) =>
        new()
        {
            ["secret"] = Gateways.PlivoToken,
            ["url"] = url,
            ["form"] = SignedRequest.ToJson(form),
            ["nonce"] = Nonce,
            ["signature"] = signature,
        };

    private Task<string> SignatureAsync(string url, (string, string)[] form) =>
        vendors.AskAsync<string>("plivo.sign", Arguments(url, form));
}
