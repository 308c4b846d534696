using System.Diagnostics.CodeAnalysis;

namespace XthonBot.Core.Foundation.Kernel;

/// <summary>A customer of the store.</summary>
public readonly record struct CustomerId(long Value);

/// <summary>An API key of a customer.</summary>
public readonly record struct ApiKeyId(long Value);

/// <summary>A service on sale; public as a lower-case hexadecimal UUID.</summary>
public readonly record struct ServiceId(Guid Value)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out ServiceId id)
    {
        // The parser of the runtime also takes space around it, and 0x or + within: none of that is written back.
        var ok =
            Guid.TryParseExact(text, "D", out var value) && string.Equals(value.ToString("D"), text, StringComparison.OrdinalIgnoreCase);
        id = new ServiceId(ok ? value : default);
        return ok;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>An order; public as <c>tx_</c> and 32 hexadecimal digits.</summary>
public readonly record struct OrderId(Guid Value)
{
    private const string Prefix = "tx_";

    public static bool TryParse([NotNullWhen(true)] string? text, out OrderId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new OrderId(value);
        return ok;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

/// <summary>A text message that arrived.</summary>
public readonly record struct MessageId(long Value);

/// <summary>Work that was given up, on the operator's list.</summary>
public readonly record struct DeadLetterId(long Value);

/// <summary>Something that the bot asked a person.</summary>
public readonly record struct QuestionId(long Value);

/// <summary>An order, as the activation protocol numbers it.</summary>
public readonly record struct OrderNumber(long Value);

/// <summary>A movement of money.</summary>
public readonly record struct PostingId(long Value);

/// <summary>An endpoint of a customer; public as <c>wh_</c> and 32 hexadecimal digits.</summary>
public readonly record struct WebhookId(Guid Value)
{
    private const string Prefix = "wh_";

    public static bool TryParse([NotNullWhen(true)] string? text, out WebhookId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new WebhookId(value);
        return ok;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

/// <summary>A customer's payment into the store; public as <c>pay_</c> and 32 hexadecimal digits.</summary>
public readonly record struct PaymentId(Guid Value)
{
    private const string Prefix = "pay_";

    public static bool TryParse([NotNullWhen(true)] string? text, out PaymentId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new PaymentId(value);
        return ok;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

/// <summary>Something that webhooks are told, the same at every try; public as <c>msg_</c> and 32 hexadecimal digits.</summary>
public readonly record struct WebhookMessageId(Guid Value)
{
    private const string Prefix = "msg_";

    public static bool TryParse([NotNullWhen(true)] string? text, out WebhookMessageId id)
    {
        var ok = PrefixedId.TryParse(Prefix, text, out var value);
        id = new WebhookMessageId(value);
        return ok;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}

/// <summary>Who did something, for the ledger and the audit log.</summary>
public readonly record struct Actor(string Name)
{
    public static Actor System => new("system");

    public static Actor Customer(CustomerId id) => new($"customer:{id.Value}");

    /// <param name="telegramUserId">The operator's Telegram user id.</param>
    public static Actor Operator(long telegramUserId) => new($"operator:{telegramUserId}");

    public override string ToString() => Name;
}
