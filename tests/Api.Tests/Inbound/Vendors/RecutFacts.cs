using System.Text.Json.Nodes;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.TestKit;
using static XthonBot.Api.Tests.V2.ReferenceFacts;

namespace XthonBot.Api.Tests.Inbound.Vendors;

/// <summary>
/// What Twilio and Plivo sign is one text without marks between the fields. Somebody who has seen one signed request, of a text that he
/// wrote himself, cuts it anew as often as he likes: none of it is another message, now or later, for anybody.
/// </summary>
public sealed class RecutFacts(VendorPackages vendors)
{
    private const int Tries = 400;
    private const string Nonce = "05429567804466091622";
    private const string Sid = "SM8a2c1f5d3b7e4c0f9a6d2e1b0c3f4a5d";
    private const string OtherSid = "SM00000000000000000000000000000001";
    private const string Uuid = "e8b1f0b2-7d3a-11ef-9a3b-0242ac110005";
    private const string OtherUuid = "00000000-7d3a-11ef-9a3b-0242ac110005";

    [Fact]
    public async Task Bug_One_signed_form_of_Twilio_was_as_many_messages_as_it_can_be_cut_into()
    {
        const string path = "/hooks/sms/twilio";
        (string Name, string Value)[] form =
        [
            ("Body", $"BodyYour code is 66666FromTelegramMessageSid{OtherSid}To+15550002Z"),
            ("From", "+12025550143"),
            ("MessageSid", Sid),
            ("NumMedia", "0"),
            ("To", "+15550001"),
        ];
        var signature = await vendors.AskAsync<string>(
            "twilio.sign",
            new JsonObject
            {
                ["secret"] = Gateways.TwilioToken,
                ["url"] = Gateways.PublicUrl + path,
                ["form"] = SignedRequest.ToJson(form),
            }
        );
        SignedRequest Of((string Name, string Value)[] cut) =>
            new(path, SignedRequest.Form, SignedRequest.Encode(cut), ("X-Twilio-Signature", signature));

        var text = string.Concat(form.Select(f => f.Name + f.Value));
        (string Name, string Value)[][] meant =
        [
            [
                ("Body", ""),
                ("Body", "Your code is 66666"),
                ("From", "Telegram"),
                ("MessageSid", OtherSid),
                ("To", "+15550002"),
                ("Z", text[(text.IndexOf('Z', StringComparison.Ordinal) + 1)..]),
            ],
            [("Body", form[0].Value), ("From", "+12025550143"), ("MessageSid", Sid + "NumMedia0"), ("To", "+15550001")],
            [
                ("Body", form[0].Value),
                ("From", "+12025550143"),
                ("MessageSid", Sid[..20]),
                (Sid[20..] + "NumMedia", "0"),
                ("To", "+15550001"),
            ],
            [.. form.Reverse()],
            [.. form, ("To", "+15550001")],
        ];
        await HoldAsync(Of, form, [.. meant, .. Cuts(text, ["Body", "From", "MessageSid", "To", "Z", "NumMedia"])]);
    }

    [Fact]
    public async Task Bug_One_signed_form_of_Plivo_was_as_many_messages_as_it_can_be_cut_into()
    {
        const string path = "/hooks/sms/plivo";
        (string Name, string Value)[] form =
        [
            ("From", "12025550143"),
            ("MessageUUID", Uuid),
            ("Text", $"From1MessageUUID{OtherUuid}TextYour code is 66666To15550002Z=.1"),
            ("To", "15550001"),
            ("Type", "sms"),
        ];
        var signature = await vendors.AskAsync<string>(
            "plivo.sign",
            new JsonObject
            {
                ["secret"] = Gateways.PlivoToken,
                ["url"] = Gateways.PublicUrl + path,
                ["form"] = SignedRequest.ToJson(form),
                ["nonce"] = Nonce,
            }
        );
        SignedRequest Of((string Name, string Value)[] cut) =>
            new(
                path,
                SignedRequest.Form,
                SignedRequest.Encode(cut),
                ("X-Plivo-Signature-V3", signature),
                ("X-Plivo-Signature-V3-Nonce", Nonce)
            );

        var text = string.Concat(form.Select(f => f.Name + f.Value));
        (string Name, string Value)[][] meant =
        [
            [
                ("From", text[4..text.IndexOf("TextYour", StringComparison.Ordinal)]),
                ("Text", "Your code is 66666"),
                ("To", "15550002"),
                ("Z", text[(text.IndexOf('Z', StringComparison.Ordinal) + 1)..]),
            ],
            [.. form.Reverse()],
        ];
        await HoldAsync(
            Of,
            form,
            [.. meant, .. Cuts(text, ["From", "MessageUUID", "Text", "To", "Type", "Z"])],
            also: async api =>
            {
                // A part of the form as the nonce, and a part of it as the address.
                var body = SignedRequest.Encode([.. form[..2], ("Text", form[2].Value[..^2])]);
                await new SignedRequest(
                    path,
                    SignedRequest.Form,
                    body,
                    ("X-Plivo-Signature-V3", signature),
                    ("X-Plivo-Signature-V3-Nonce", text[(text.IndexOf(".1", StringComparison.Ordinal) + 1)..] + "." + Nonce)
                ).SendAsync(api);
                var query = text[..text.IndexOf("=.", StringComparison.Ordinal)];
                var rest = text[(text.IndexOf("=.", StringComparison.Ordinal) + 2)..];
                await new SignedRequest(
                    $"{path}?{Uri.EscapeDataString(query)}=",
                    SignedRequest.Form,
                    SignedRequest.Encode((rest, "")),
                    ("X-Plivo-Signature-V3", signature),
                    ("X-Plivo-Signature-V3-Nonce", Nonce)
                ).SendAsync(api);
            }
        );
    }

    private static async Task HoldAsync(
        Func<(string Name, string Value)[], SignedRequest> of,
        (string Name, string Value)[] form,
        IReadOnlyList<(string Name, string Value)[]> cuts,
        Func<ApiHost, Task>? also = null
    )
    {
        await using var api = await Gateways.StartAsync();
        var (key, service) = await ShopAsync(api);
        await api.Store.StockAsync(service.Code, ["+15550002"]);
        await BuyAsync(api, key, service);
        var other = await BuyAsync(api, key, service);
        Assert.Equal(200, (int)(await of(form).SendAsync(api)).Status);

        var taken = 0;
        foreach (var cut in cuts)
        {
            var status = (int)(await of(cut).SendAsync(api)).Status;
            Assert.True(status is 200 or 401, $"{status}");
            taken += status == 200 ? 1 : 0;
        }

        if (also is not null)
            await also(api);
        // Not one that is refused for another reason only: most are cut so that the signature fits.
        Assert.InRange(taken, cuts.Count / 2, cuts.Count);
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Equal("PENDING", (await api.GetAsync($"transactions/{other}", key)).Data.GetProperty("status").GetString());

        // Days later the text is gone, and it is still known.
        api.Store.Time.Advance(TimeSpan.FromDays(4));
        await api.Store.Get<Core.Modules.Messages.PurgeTextsHandler>().HandleAsync(TestContext.Current.CancellationToken);
        foreach (var cut in cuts.Take(Tries / 4).Append(form))
            await of(cut).SendAsync(api);
        Assert.Equal(1, await api.Store.ScalarAsync<int>("select count(*) as value from messages"));
        Assert.Equal(0, await api.Store.ScalarAsync<int>("select count(*) as value from messages where text is not null"));
        // The server itself would note an address, which the executable does not let it.
        Assert.DoesNotContain(
            api.Logs.Lines,
            line => !line.StartsWith("Information Request ", StringComparison.Ordinal) && line.Contains("66666", StringComparison.Ordinal)
        );
    }

    // At the names where they stand, at other places now and then; the names in their order, as they are signed.
    private static IEnumerable<(string Name, string Value)[]> Cuts(string text, string[] names)
    {
        var random = new Random(5);
        for (var found = 0; found < Tries; )
        {
            var starts = names
                .SelectMany(name => Places(text, name).Select(at => (At: at, name.Length)))
                .Append((At: 0, Length: random.Next(1, 12)))
                .Append((At: random.Next(text.Length - 12), Length: random.Next(1, 9)))
                .Where(s => s.At == 0 || random.Next(2) == 0)
                .OrderBy(s => s.At)
                .DistinctBy(s => s.At)
                .ToList();
            var cut = new List<(string Name, string Value)>();
            for (var i = 0; i < starts.Count; i++)
            {
                var (at, length) = starts[i];
                var end = i + 1 < starts.Count ? starts[i + 1].At : text.Length;
                cut.Add((text[at..Math.Min(end, at + length)], text[Math.Min(end, at + length)..end]));
            }

            var isSorted = cut.Zip(cut.Skip(1))
                .All(pair =>
                    string.CompareOrdinal(pair.First.Name, pair.Second.Name) is var order
                    && (order < 0 || (order == 0 && string.CompareOrdinal(pair.First.Value, pair.Second.Value) < 0))
                );
            if (!isSorted)
                continue;
            found++;
            yield return [.. cut.OrderBy(_ => random.Next())];
        }
    }

    private static IEnumerable<int> Places(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
