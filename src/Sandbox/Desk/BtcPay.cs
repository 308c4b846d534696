using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace XthonBot.Sandbox.Desk;

/// <summary>
/// A BTCPay Server: the states and the order of its news are those of its InvoiceWatcher, the retries those of its WebhookSender
/// (https://github.com/btcpayserver/btcpayserver). A payment is confirmed at once.
/// </summary>
internal sealed class BtcPay : MoneySpeaker
{
    public const string Method = "BTC-CHAIN";

    /// <summary>The dollars, or whatever the invoice is in, of one bitcoin.</summary>
    public const decimal Rate = 100_000;

    public static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private const string Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static readonly HookRetry Retry = new(
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), .. Enumerable.Repeat(TimeSpan.FromMinutes(10), 6)],
        status => status is null or 408 or 429 or (>= 500 and <= 599),
        HoldsLine: true
    );
    private readonly List<BtcPayHook> hooks;

    public BtcPay(DeskContext desk)
        : base(desk)
    {
        hooks = [new("sandbox", null, desk.Options.BtcPayHookSecret, true, true, [])];
        desk.Book.Register(this);
    }

    public override string Provider => "btcpay";

    public static string NewId() => RandomNumberGenerator.GetString(Letters, 22);

    public DeskInvoice Open(decimal amount, string currency, JsonObject metadata, JsonObject checkout, TimeSpan expiresIn)
    {
        var now = Desk.Time.GetUtcNow();
        var id = NewId();
        var invoice = Desk.Book.Add(
            new DeskInvoice
            {
                Provider = Provider,
                ExternalId = id,
                Reference = metadata["orderId"]?.ToString() ?? "",
                Title = "BTCPay Server",
                Description = metadata["itemDesc"]?.ToString() ?? "",
                Asked = amount,
                Currency = currency,
                CreatedAt = now,
                ExpiresAt = now + expiresIn,
                Url = Desk.PayPage(Provider, id),
                Terms = new BtcPayTerms(metadata.ToJsonString(), checkout.ToJsonString()),
            }
        );
        Tell(invoice, "InvoiceCreated");
        return invoice;
    }

    public IReadOnlyList<BtcPayHook> Hooks
    {
        get
        {
            lock (hooks)
                return [.. hooks];
        }
    }

    public void AddHook(BtcPayHook hook)
    {
        lock (hooks)
            hooks.Add(hook);
    }

    public bool RemoveHook(string id)
    {
        lock (hooks)
            return hooks.RemoveAll(hook => hook.Id == id) > 0;
    }

    /// <summary>The merchant decides by hand.</summary>
    public void Mark(DeskInvoice invoice, bool settled)
    {
        lock (Desk.Book.Gate)
        {
            var state = settled ? DeskState.Paid : DeskState.Deleted;
            var marked = Desk.Book.Change(invoice.Id, now => BtcPayTerms.In(now with { State = state }, "Marked"));
            Tell(
                marked,
                settled ? "InvoiceSettled" : "InvoiceInvalid",
                settled ? [("manuallyMarked", true), ("overPaid", false)] : [("manuallyMarked", true)]
            );
        }
    }

    /// <returns>The id of the pull payment that its payer claims the money by.</returns>
    public string RefundByApi(DeskInvoice invoice)
    {
        lock (Desk.Book.Gate)
            return BtcPayTerms.Of(Refund(invoice)).PullPayment!;
    }

    public override void OnExpired(DeskInvoice invoice)
    {
        var isPartial = invoice.Payments.Count > 0;
        Tell(invoice, "InvoiceExpired", ("partiallyPaid", isPartial));
        if (isPartial)
            Tell(invoice, "InvoiceExpiredPaidPartial");
    }

    protected override void OnPaid(DeskInvoice invoice, DeskPayment payment)
    {
        var isFull = invoice.Received >= invoice.Asked;
        var isOver = invoice.Received > invoice.Asked;
        var isLate = invoice.State == DeskState.Expired;
        Tell(invoice, "InvoiceReceivedPayment", Payment(payment, isLate));
        if (invoice.State == DeskState.Open && isFull)
        {
            invoice = Desk.Book.Change(
                invoice.Id,
                now => BtcPayTerms.In(now with { State = DeskState.Paid }, isOver ? "PaidOver" : "None")
            );
            Tell(invoice, "InvoiceProcessing", ("overPaid", isOver));
            Tell(invoice, "InvoicePaymentSettled", Payment(payment, isLate));
            Tell(invoice, "InvoiceSettled", ("manuallyMarked", false), ("overPaid", isOver));
            return;
        }
        if (invoice.State is DeskState.Open or DeskState.Expired)
        {
            var wasLate = BtcPayTerms.Of(invoice).AdditionalStatus == "PaidLate";
            invoice = Desk.Book.Change(invoice.Id, now => BtcPayTerms.In(now, isFull ? "PaidLate" : "PaidPartial"));
            if (isFull && !wasLate)
                Tell(invoice, "InvoicePaidAfterExpiration");
        }
        // An invoice that is settled stays as it is, with more money.
        Tell(invoice, "InvoicePaymentSettled", Payment(payment, isLate));
    }

    protected override void OnRefunded(DeskInvoice invoice)
    {
        var pull = NewId();
        Tell(
            Desk.Book.Change(invoice.Id, now => now with { Terms = BtcPayTerms.Of(now) with { PullPayment = pull } }),
            "InvoiceRefund",
            ("pullPaymentId", pull)
        );
    }

    public static JsonObject PaymentOf(DeskPayment payment) =>
        new()
        {
            ["id"] = $"{payment.Id}-0",
            ["receivedDate"] = payment.At.ToUnixTimeSeconds(),
            ["value"] = Coins(payment.Amount),
            ["fee"] = "0",
            ["status"] = "Settled",
            ["destination"] = "bcrt1qsandbox",
        };

    public static string Coins(decimal amount) => (amount / Rate).ToString("0.########", CultureInfo.InvariantCulture);

    private static (string, JsonNode?)[] Payment(DeskPayment payment, bool isLate) =>
        [("afterExpiration", isLate), ("paymentMethodId", Method), ("payment", PaymentOf(payment))];

    private void Tell(DeskInvoice invoice, string type, params (string Name, JsonNode? Value)[] more)
    {
        var timestamp = Desk.Time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var hook in Hooks.Where(hook => hook.Hears(type)))
        {
            var original = NewId();
            Desk.Hooks.Send(
                new DeskHook(
                    Provider,
                    invoice.Id,
                    type,
                    () => hook.Url ?? Desk.Hooks.AddressOf(Desk.Options.BtcPayWay),
                    hook.IsRetried ? Retry : Retry with { Waits = [] },
                    attempt => Write(attempt, Event(original, attempt.Number))
                )
                {
                    Line = hook.Id,
                }
            );

            JsonObject Event(string first, int number)
            {
                var body = new JsonObject
                {
                    ["deliveryId"] = number == 1 ? first : NewId(),
                    ["webhookId"] = hook.Id,
                    ["originalDeliveryId"] = first,
                    ["isRedelivery"] = number > 1,
                    ["type"] = type,
                    ["timestamp"] = timestamp,
                    ["storeId"] = Desk.Options.BtcPayStoreId,
                    ["invoiceId"] = invoice.ExternalId,
                };
                foreach (var (name, value) in more)
                    body[name] = value?.DeepClone();
                body["metadata"] = JsonNode.Parse(BtcPayTerms.Of(invoice).Metadata);
                return body;
            }

            HookPost Write(HookAttempt attempt, JsonObject body)
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(body, Indented);
                var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(hook.Secret), bytes));
                return new HookPost(bytes, ("BTCPay-Sig", $"sha256={attempt.Key(signature)}"));
            }
        }
    }
}

/// <param name="Url">Null for the one that is there from the start: it follows the store.</param>
/// <param name="Events">Those alone, unless <paramref name="IsEverything"/>.</param>
internal sealed record BtcPayHook(string Id, Uri? Url, string Secret, bool IsRetried, bool IsEverything, IReadOnlyList<string> Events)
{
    public bool Hears(string type) => IsEverything || Events.Contains(type);
}

/// <param name="Metadata">As it was given, in JSON.</param>
internal sealed record BtcPayTerms(string Metadata, string Checkout, string AdditionalStatus = "None", string? PullPayment = null)
{
    public static BtcPayTerms Of(DeskInvoice invoice) => (BtcPayTerms)invoice.Terms!;

    public static DeskInvoice In(DeskInvoice invoice, string additionalStatus) =>
        invoice with
        {
            Terms = Of(invoice) with { AdditionalStatus = additionalStatus },
        };
}
