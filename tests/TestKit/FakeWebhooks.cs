using System.Collections.Concurrent;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.TestKit;

/// <summary>The far end of the webhooks, which keeps what it was told.</summary>
public sealed class FakeWebhooks : IWebhookSender
{
    private readonly ConcurrentQueue<WebhookCall> calls = new();

    /// <summary>Every try, in their order.</summary>
    public IReadOnlyList<WebhookCall> Calls => [.. calls];

    /// <summary>Decides what is answered, if set: may wait, or throw.</summary>
    public Func<WebhookCall, Task<WebhookAnswer>>? Decide { get; set; }

    public void Fail(int status = 500) => Decide = _ => Task.FromResult(new WebhookAnswer(status, $"status-{status}"));

    public async Task<WebhookAnswer> SendAsync(WebhookCall call, CancellationToken ct)
    {
        calls.Enqueue(call);
        return Decide is { } decide ? await decide(call).WaitAsync(ct) : new WebhookAnswer(200, null);
    }
}
