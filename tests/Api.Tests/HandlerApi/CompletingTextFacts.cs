using System.Text.Json;

namespace XthonBot.Api.Tests.HandlerApi;

/// <summary>An order that a text without a code completed, as scripts read it by the protocol and by REST.</summary>
public sealed class CompletingTextFacts
{
    private const string Text = "Somebody has signed in: was it you?";

    [Fact]
    public async Task By_the_protocol_the_whole_text_stands_in_the_place_of_the_code()
    {
        await using var client = await Client.StartAsync(5, ("Orders:TextCompletes", "Any"));
        var (id, phone) = await client.BuyAsync();
        EnvelopeAssert.Ok(await client.Api.MessageAsync("+" + phone, Text, "1"));

        Assert.Equal($"STATUS_OK:{Text}", await client.StatusAsync(id));
        Assert.Equal($"FULL_SMS:{Text}", await client.AskAsync($"action=getFullSms&id={id}"));
        var sms = JsonElement.Parse(await client.AskAsync($"action=getStatusV2&id={id}")).GetProperty("sms");
        Assert.Equal((JsonValueKind.Null, Text), (sms.GetProperty("code").ValueKind, sms.GetProperty("text").GetString()));
        Assert.Equal("BAD_STATUS", await client.SetAsync(id, 8));

        Assert.Equal("ACCESS_RETRY_GET", await client.SetAsync(id, 3));
        Assert.Equal($"STATUS_WAIT_RETRY:{Text}", await client.StatusAsync(id));
        await client.TextAsync(phone, "54321", "2");
        Assert.Equal("STATUS_OK:54321", await client.StatusAsync(id));
        Assert.Equal("8.80", await client.BalanceAsync());
    }

    [Fact]
    public async Task Once_its_texts_are_deleted_there_is_nothing_to_read()
    {
        await using var client = await Client.StartAsync(5, ("Orders:TextCompletes", "Any"));
        var (id, phone) = await client.BuyAsync();
        EnvelopeAssert.Ok(await client.Api.MessageAsync("+" + phone, Text, "1"));
        client.Api.Store.Time.Advance(TimeSpan.FromDays(4));
        await client.Api.Store.Get<Core.Modules.Messages.PurgeTextsHandler>().HandleAsync(TestContext.Current.CancellationToken);

        Assert.Equal("NO_ACTIVATION", await client.StatusAsync(id));
    }

    [Fact]
    public async Task By_rest_the_code_stays_null_the_text_is_among_the_messages_and_a_cancel_is_409()
    {
        await using var client = await Client.StartAsync(5, ("Orders:TextCompletes", "Any"));
        var (_, phone) = await client.BuyAsync();
        EnvelopeAssert.Ok(await client.Api.MessageAsync("+" + phone, Text, "1"));
        var list = (await client.Api.GetAsync("transactions", client.Key)).Data.GetProperty("items");
        var id = list[0].GetProperty("id").GetString();

        var code = await client.Api.GetAsync($"transactions/{id}/code?wait=30", client.Key);
        Assert.Equal(
            ("SUCCEEDED", JsonValueKind.Null),
            (code.Data.GetProperty("status").GetString(), code.Data.GetProperty("code").ValueKind)
        );
        Assert.Equal("A text without a code has been delivered, see its messages", code.Message);
        var messages = (await client.Api.GetAsync($"transactions/{id}/messages", client.Key)).Data.GetProperty("items");
        Assert.Equal(Text, messages[0].GetProperty("text").GetString());

        var refused = await client.Api.PostAsync($"transactions/{id}/cancel", client.Key);
        Assert.Equal(
            (409, "A text without a code has been delivered, the number cannot be canceled"),
            ((int)refused.Status, refused.Message)
        );
        Assert.Equal($$"""{"id":"{{id}}","status":"SUCCEEDED","code":null}""", refused.Data.GetRawText());
    }
}
