using System.Text;
using System.Text.Json;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

/// <summary>Payments in Telegram Stars. Other money needs a provider's token, and the sandbox knows no provider.</summary>
internal static class Invoices
{
    public static object Send(World world, Arguments arguments)
    {
        var asked = Read(arguments);
        var markup = MarkupReader.Read(arguments);
        if (markup is not null && (markup.Kind != MarkupKind.Inline || !FirstButton(markup.Value).Flag("pay")))
            throw Refusal.BadRequest("REPLY_MARKUP_BUY_EMPTY");
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var invoice = world.Stars.Open(asked, chat.Person.Id);
        try
        {
            return Sending.Post(
                world,
                chat,
                arguments,
                markup,
                new Message
                {
                    From = world.Bot,
                    Chat = chat.Chat,
                    InvoiceId = invoice.Id,
                    Content = new()
                    {
                        ["invoice"] = Json.Element(
                            new Invoice(
                                asked.Title,
                                asked.Description,
                                arguments.Text("start_parameter") ?? "",
                                Stars.Currency,
                                asked.Amount
                            )
                        ),
                    },
                }
            );
        }
        catch (Refusal)
        {
            world.Desk.Remove(invoice.Id);
            throw;
        }
    }

    public static object CreateLink(World world, Arguments arguments)
    {
        if (arguments.Integer("subscription_period") is > 0)
            throw Refusal.BadRequest("SUBSCRIPTION_PERIOD_INVALID");
        return world.Stars.Open(Read(arguments), null).Url!;
    }

    public static object AnswerPreCheckout(World world, Arguments arguments)
    {
        var error = arguments.Flag("ok") ? null : Required(arguments, "error_message");
        world.Stars.Answer(arguments.Text("pre_checkout_query_id") ?? "", error);
        return true;
    }

    public static object Refund(World world, Arguments arguments)
    {
        if (arguments.Integer("user_id") is not ({ } userId and > 0))
            throw Refusal.BadRequest("invalid user_id specified");
        world.Stars.Refund(userId, Required(arguments, "telegram_payment_charge_id"));
        return true;
    }

    public static object Transactions(World world, Arguments arguments)
    {
        var offset = (int)Math.Clamp(arguments.Integer("offset") ?? 0, 0, int.MaxValue);
        var limit = (int)Math.Clamp(arguments.Integer("limit") ?? 100, 1, 100);
        return new { Transactions = world.Stars.Transfers(offset, limit).Select(StarTransaction.Of).ToList() };
    }

    public static object Balance(World world) => new { Amount = world.Stars.Balance };

    private static StarInvoice Read(Arguments arguments)
    {
        var title = Required(arguments, "title");
        var description = Required(arguments, "description");
        var payload = Required(arguments, "payload");
        if (title.Length > 32)
            throw Refusal.BadRequest("INVOICE_TITLE_INVALID");
        if (description.Length > 255)
            throw Refusal.BadRequest("INVOICE_DESCRIPTION_INVALID");
        if (Encoding.UTF8.GetByteCount(payload) > 128)
            throw Refusal.BadRequest("INVOICE_PAYLOAD_INVALID");
        if (Required(arguments, "currency") != Stars.Currency || arguments.Text("provider_token") is { Length: > 0 })
            throw Refusal.BadRequest("PAYMENT_PROVIDER_INVALID");
        return new StarInvoice(title, description, payload, Price(arguments));
    }

    private static long Price(Arguments arguments)
    {
        if (arguments.Json("prices") is not { ValueKind: JsonValueKind.Array } prices)
            throw Refusal.BadRequest("expected an Array of labeled prices");
        // Stars are asked for by exactly one price.
        if (prices.GetArrayLength() != 1)
            throw Refusal.BadRequest("STARS_INVOICE_INVALID");
        if (prices[0].Text("label") is not { Length: > 0 })
            throw Refusal.BadRequest("can't parse labeled price: LabeledPrice label must be non-empty");
        if (prices[0].Member("amount") is not { ValueKind: JsonValueKind.Number } amount || !amount.TryGetInt64(out var stars))
            throw Refusal.BadRequest("can't parse labeled price: field \"amount\" must be a valid Number");
        return stars > 0 ? stars : throw Refusal.BadRequest("CURRENCY_TOTAL_AMOUNT_INVALID");
    }

    private static string Required(Arguments arguments, string name) =>
        arguments.Text(name) is { Length: > 0 } value ? value : throw Refusal.BadRequest($"parameter \"{name}\" is required");

    private static JsonElement FirstButton(JsonElement markup) => Markup.Buttons(markup.GetProperty("inline_keyboard")).FirstOrDefault();

    /// <param name="Source">Where the Stars came from; null where they went out.</param>
    private sealed record StarTransaction(string Id, long Amount, long Date, StarPartner? Source, StarPartner? Receiver)
    {
        public static StarTransaction Of(StarTransfer transfer)
        {
            var partner = new StarPartner("user", "invoice_payment", transfer.User, transfer.Payload);
            return new StarTransaction(
                transfer.Id,
                Math.Abs(transfer.Amount),
                transfer.At.ToUnixTimeSeconds(),
                transfer.Amount > 0 ? partner : null,
                transfer.Amount > 0 ? null : partner
            );
        }
    }

    private sealed record StarPartner(string Type, string TransactionType, User User, string InvoicePayload);
}
