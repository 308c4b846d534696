using System.ComponentModel;
using System.Text.Json.Serialization;
using XthonBot.Api.Docs;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.ApiKeys;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Growth;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Messages;
using XthonBot.Core.Views.Accounts;

namespace XthonBot.Api.V2;

internal sealed record AccountData(
    [property: JsonPropertyName("telegram_id"), Description("Your Telegram user id.")] long TelegramId,
    [property: Amount("12.50"), Description("Amount with two decimals.")] string Balance,
    [property: Description("Percent taken off every list price, 0 to 90.")] int Bonus,
    [property: Sample("en"), Description("Language of the chat.")] string Language,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("open_transactions"), Description("Transactions whose numbers you hold at this moment.")]
        int OpenTransactions,
    [property:
        JsonPropertyName("max_open_transactions"),
        Description("The most that you may have open; a purchase above it is 409. Null: any number.")
    ]
        int? MaxOpenTransactions,
    [property: Description("The key of this request.")] KeyData Key,
    [property: JsonPropertyName("bonus_tiers"), Description("How what you pay in sets the bonus. Null where the store has no tiers.")]
        BonusTiersData? BonusTiers
)
{
    public static AccountData Of(AccountView account) =>
        new(
            account.Customer.TelegramId,
            $"{account.Customer.Balance}",
            account.Customer.BonusPercent,
            account.Customer.Language,
            account.Customer.CreatedAt.InSeconds(),
            account.OpenOrders,
            account.MaxOpenOrders > 0 ? account.MaxOpenOrders : null,
            KeyData.Of(account.Key),
            account.Bonus is { } bonus ? BonusTiersData.Of(bonus) : null
        );
}

internal sealed record BonusTiersData(
    [property:
        JsonPropertyName("set_by_store"),
        Description("Whether the store gave you a bonus of its own, which payments do not change.")
    ]
        bool SetByStore,
    [property:
        JsonPropertyName("paid_in"),
        Amount("123.00"),
        Description("What you paid in over those days; what went back does not count.")
    ]
        string PaidIn,
    [property: Description("How many days a payment counts.")] int Days,
    [property: Description("When the bonus falls if you pay in nothing more. Null where there is none to fall.")] DateTime? Until,
    [property: Description("The next tier. Null at the top, and where the store set the bonus.")] NextBonusData? Next
)
{
    public static BonusTiersData Of(BonusStanding standing) =>
        new(
            standing.IsByHand,
            $"{standing.PaidIn}",
            BonusOptions.Period.Days,
            standing.Until?.InSeconds(),
            standing.Next is { } next ? new NextBonusData(next.Percent, $"{next.From}", $"{next.Missing}") : null
        );
}

internal sealed record NextBonusData(
    [property: Description("Percent off every list price.")] int Bonus,
    [property: Amount("300.00"), Description("What has to be paid in for it.")] string From,
    [property: Amount("177.00"), Description("What is missing.")] string Missing
);

internal sealed record KeyData(
    [property: Sample("xk_AbCdEf1234"), Description("Its public part.")] string Id,
    [property: Sample("night shift"), Description("What its owner calls it.")] string? Name,
    [property: OneOf(Vocabularies.KeyScope)] IReadOnlyList<string> Scopes,
    [property: Sample("203.0.113.7, 2001:db8::/48"), Description("Addresses and networks from which it may be used. Null: any.")]
        string? Addresses,
    [property:
        JsonPropertyName("daily_limit"),
        Amount("5.00"),
        Description("The most that its purchases may cost in a day of UTC. Null: no limit.")
    ]
        string? DailyLimit,
    [property: JsonPropertyName("created_at")] DateTime CreatedAt,
    [property: JsonPropertyName("last_used_at"), Description("Up to a minute late.")] DateTime? LastUsedAt
)
{
    public static KeyData Of(ApiKeyView key) =>
        new(
            key.PublicText,
            key.Name,
            key.IsReadOnly ? ["read"] : ["read", "buy"],
            key.Networks,
            key.DailyLimit is { } limit ? $"{limit}" : null,
            key.CreatedAt.InSeconds(),
            key.LastUsedAt?.InSeconds()
        );
}

internal sealed record MovementData(
    [property: Sample("mv_802")] string Id,
    [property: OneOf(Vocabularies.MovementType)] string Type,
    [property: Amount("-1.20"), Description("What it added to the balance; with a minus what it took.")] string Amount,
    [property: JsonPropertyName("transaction_id"), Sample(Samples.Transaction), Description("Of a charge or a refund.")]
        string? TransactionId,
    [property: Sample("USA Telegram"), Description("Name of the service; of a charge or a refund.")] string? Service,
    [property: Sample("mv_802"), Description("Of a refund: the id of the charge that it gives back.")] string? Refunds,
    [property: JsonPropertyName("refunded_by"), Sample("mv_813"), Description("Of a charge that was given back: the id of the refund.")]
        string? RefundedBy,
    [property: Sample("paid in cash"), Description("What the store wrote to it.")] string? Note,
    DateTime At
)
{
    private const string Prefix = "mv_";

    public static string[] Types => [.. Enum.GetValues<PostingKind>().Select(TypeOf)];

    public static MovementData Of(LedgerEntry movement) =>
        new(
            IdOf(movement.Id),
            TypeOf(movement.Kind),
            $"{movement.Amount}",
            movement.Order is { } order ? $"{order}" : null,
            movement.ServiceName,
            movement.Refunds is { } charge ? IdOf(charge) : null,
            movement.RefundedBy is { } refund ? IdOf(refund) : null,
            movement.Note,
            movement.At.InSeconds()
        );

    public static string IdOf(PostingId id) => NumberedId.Text(Prefix, id.Value);

    public static bool TryReadId(string? text, out PostingId id)
    {
        var isOne = NumberedId.TryRead(Prefix, text, out var value);
        id = new PostingId(value);
        return isOne;
    }

    private static string TypeOf(PostingKind kind) =>
        kind switch
        {
            PostingKind.Purchase => "charge",
            PostingKind.Refund => "refund",
            PostingKind.Deposit => "deposit",
            PostingKind.Adjustment => "adjustment",
            PostingKind.Debt => "debt",
            PostingKind.Repayment => "repayment",
            PostingKind.Reversal => "reversal",
            _ => throw new InvalidOperationException($"No word for {kind}."),
        };
}

internal sealed record MessageData(
    [property: Sample("sms_4711")] string Id,
    [property: Sample("Telegram"), Description("Who sent it, as the network says.")] string From,
    [property: Sample("Your code is 54321"), Description("Null where it can no longer be read.")] string? Text,
    [property: Sample("54321"), Description("The code in it; null where none was found.")] string? Code,
    [property: JsonPropertyName("received_at")] DateTime ReceivedAt
)
{
    private const string Prefix = "sms_";

    public static MessageData Of(OrderMessage message) =>
        new(IdOf(message.Id), message.Sender, message.Text, message.Code, message.ReceivedAt.InSeconds());

    public static string IdOf(MessageId id) => NumberedId.Text(Prefix, id.Value);

    public static bool TryReadId(string? text, out MessageId id)
    {
        var isOne = NumberedId.TryRead(Prefix, text, out var value);
        id = new MessageId(value);
        return isOne;
    }
}
