using System.Net;
using XthonBot.TestKit;

namespace XthonBot.Faults.Clients;

/// <summary>Brings texts to the store's signed hook, and brings them again until they are taken, as a gateway does.</summary>
internal sealed class Gateway(SandboxTestClient telegram, StoreApiClient api, Journal journal)
{
    public async Task SendAsync(Text text)
    {
        var result = await telegram.SmsAsync("Telegram", text.Purchase.Phone, $"Your code is {text.Code}", text.Id);
        // Without an answer nobody knows; a wrong signature is one whose time the moved clock has left behind.
        if (result.Status is { } status && api.Read((HttpStatusCode)status, result.Body, "POST /hooks/sms").IsOk)
            journal.Accepted(text);
    }

    /// <summary>Sends what was not taken until it is.</summary>
    public async Task SendRestAsync(CancellationToken limit)
    {
        while (journal.Texts.Values.FirstOrDefault(text => !text.Accepted) is { } text)
        {
            await SendAsync(text);
            if (!text.Accepted)
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit);
        }
    }
}
