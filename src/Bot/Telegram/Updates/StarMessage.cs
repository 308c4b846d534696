using System.Text.Json;

namespace XthonBot.Bot.Telegram.Updates;

/// <summary>Telegram's own note of a payment to the bot, or of its refund. Nobody else can make one: a text like it is a text.</summary>
/// <param name="ChargeId">Telegram's id of the payment; a refund has the same.</param>
/// <param name="Payload">As the invoice said it.</param>
/// <param name="Payer">Null where the note does not name one.</param>
internal sealed record StarMessage(bool IsRefund, string ChargeId, string Payload, string Currency, long Total, long? Payer, DateTime? At)
{
    /// <returns>Null where the message is none, or says too little.</returns>
    public static StarMessage? Read(JsonElement message)
    {
        var (paid, refunded) = (message.Object("successful_payment"), message.Object("refunded_payment"));
        if (
            (paid ?? refunded) is not { } note
            || note.Text("telegram_payment_charge_id") is not { Length: > 0 } charge
            || note.Text("currency") is not { } currency
            || note.Number("total_amount") is not ({ } total and >= 0)
        )
            return null;
        return new StarMessage(
            paid is null,
            charge,
            note.Text("invoice_payload") ?? "",
            currency,
            total,
            message.Object("from") is { } from && !from.IsTrue("is_bot") && from.Number("id") is { } payer and > 0 ? payer : null,
            message.Number("date") is { } date and > 0 and <= uint.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(date).UtcDateTime : null
        );
    }
}

/// <summary>Telegram's question, before it takes the payer's money, whether it may.</summary>
/// <param name="Language">Of the payer's app.</param>
internal sealed record PreCheckout(long UpdateId, string QueryId, string Payload, string Currency, long Total, string? Language)
{
    public const string Kind = "pre_checkout_query";

    /// <returns>Null where not even its id can be read.</returns>
    public static PreCheckout? Read(RawUpdate update) =>
        LenientJson.Parse(update.Json) is { ValueKind: JsonValueKind.Object } json
        && json.Object(Kind) is { } query
        && query.Text("id") is { Length: > 0 } id
            ? new PreCheckout(
                update.Id,
                id,
                query.Text("invoice_payload") ?? "",
                query.Text("currency") ?? "",
                query.Number("total_amount") ?? -1,
                query.Object("from")?.Text("language_code")
            )
            : null;
}
