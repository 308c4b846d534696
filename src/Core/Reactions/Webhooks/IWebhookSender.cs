using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>One try to tell one webhook of one event.</summary>
/// <param name="Secrets">One, or two while one takes the place of the other; each signs.</param>
/// <param name="Id">The same at every try.</param>
/// <param name="At">When it happened.</param>
/// <param name="Order">As the event left it: with its status and, where a text brought one, the code of that text.</param>
public sealed record WebhookCall(
    Uri Url,
    IReadOnlyList<string> Secrets,
    WebhookMessageId Id,
    WebhookEvents Event,
    DateTime At,
    OrderView? Order,
    WebhookText? Message,
    LowBalance? LowBalance
)
{
    /// <summary>Of an event about a payment.</summary>
    public WebhookTopUp? TopUp { get; init; }

    // A record would print all of it.
    public override string ToString() => $"{Id}";
}

/// <param name="Text">Null once it was deleted, as the code.</param>
public sealed record WebhookText(string Sender, string? Text, string? Code, DateTime ReceivedAt);

/// <summary>Its result.</summary>
/// <param name="Status">The HTTP status; null where none was answered.</param>
/// <param name="Error">Why it failed, as a word that says nothing of the address; null where it arrived.</param>
public sealed record WebhookAnswer(int? Status, string? Error)
{
    public bool IsDelivered => Error is null;

    /// <summary>The endpoint says that it is gone for good: HTTP 410.</summary>
    public bool IsGone => Status == 410;
}

/// <summary>Writes what a webhook is sent, in the shapes of the API.</summary>
public interface IWebhookBodies
{
    /// <summary>In JSON; the same event has the same bytes at every try.</summary>
    byte[] Render(WebhookCall call);
}

/// <summary>The far end of the webhooks.</summary>
public interface IWebhookSender
{
    /// <summary>Signs and sends, and returns in <see cref="WebhookOptions.Timeout"/> at the latest.</summary>
    Task<WebhookAnswer> SendAsync(WebhookCall call, CancellationToken ct);
}
