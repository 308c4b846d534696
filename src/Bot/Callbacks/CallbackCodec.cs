using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Questions;

namespace XthonBot.Bot.Callbacks;

/// <summary>
/// Writes a payload as <c>verb|field|…|seal</c> in the 64 bytes that Telegram allows. The seal binds it to one person:
/// a payload that was forged, or belongs to somebody else, does not open.
/// </summary>
internal sealed class CallbackCodec
{
    private const int MaxBytes = 64;
    private const int SealBytes = 6;

    // A verb must never change its meaning: buttons live on in old chats. Not used again are aq, which carried the beginning of a command,
    // and w, which carried Telegram's id of an update.
    private static readonly Dictionary<string, Type> Verbs = new()
    {
        ["h"] = typeof(Callback.Home),
        ["ta"] = typeof(Callback.AcceptTerms),
        ["td"] = typeof(Callback.DeclineTerms),
        ["sl"] = typeof(Callback.Services),
        ["s"] = typeof(Callback.Service),
        ["ba"] = typeof(Callback.BuyAgain),
        ["b"] = typeof(Callback.Buy),
        ["ol"] = typeof(Callback.Orders),
        ["o"] = typeof(Callback.Order),
        ["oc"] = typeof(Callback.CancelOrder),
        ["od"] = typeof(Callback.DisputeOrder),
        ["m"] = typeof(Callback.Balance),
        ["mt"] = typeof(Callback.TopUp),
        ["mq"] = typeof(Callback.AskTopUp),
        ["ma"] = typeof(Callback.TopUpBy),
        ["mw"] = typeof(Callback.StartTopUp),
        ["mb"] = typeof(Callback.PayAndBuy),
        ["mx"] = typeof(Callback.StartPayAndBuy),
        ["pl"] = typeof(Callback.Payments),
        ["p"] = typeof(Callback.Payment),
        ["pn"] = typeof(Callback.OpenPayment),
        ["ps"] = typeof(Callback.PayStars),
        ["pr"] = typeof(Callback.AskReceipt),
        ["mr"] = typeof(Callback.RequestTopUp),
        ["?w"] = typeof(Callback.WriteToStore),
        ["k"] = typeof(Callback.ApiKeys),
        ["kn"] = typeof(Callback.NewKey),
        ["kt"] = typeof(Callback.NewTestKey),
        ["ko"] = typeof(Callback.Key),
        ["kw"] = typeof(Callback.SetKeyReadOnly),
        ["ka"] = typeof(Callback.AskKey),
        ["kq"] = typeof(Callback.AskRevoke),
        ["kr"] = typeof(Callback.Revoke),
        ["hl"] = typeof(Callback.Webhooks),
        ["hn"] = typeof(Callback.NewWebhook),
        ["ho"] = typeof(Callback.Webhook),
        ["ht"] = typeof(Callback.TestWebhook),
        ["hr"] = typeof(Callback.RotateWebhook),
        ["hs"] = typeof(Callback.SwitchOnWebhook),
        ["hq"] = typeof(Callback.AskRemoveWebhook),
        ["hx"] = typeof(Callback.RemoveWebhook),
        ["l"] = typeof(Callback.Languages),
        ["ls"] = typeof(Callback.SetLanguage),
        ["?"] = typeof(Callback.Help),
        ["wx"] = typeof(Callback.StopWork),
        ["a"] = typeof(Callback.Admin),
        ["asl"] = typeof(Callback.AdminServices),
        ["as"] = typeof(Callback.AdminService),
        ["ap"] = typeof(Callback.AdminPause),
        ["ate"] = typeof(Callback.AdminTexts),
        ["atr"] = typeof(Callback.AdminSetTexts),
        ["at"] = typeof(Callback.AdminStats),
        ["qa"] = typeof(Callback.AdminAsk),
        ["qc"] = typeof(Callback.AdminAskCustomer),
        ["qs"] = typeof(Callback.AdminAskService),
        ["qx"] = typeof(Callback.CancelQuestion),
        ["qn"] = typeof(Callback.AnswerNone),
        ["ac"] = typeof(Callback.AdminCustomer),
        ["au"] = typeof(Callback.AdminUnban),
        ["arq"] = typeof(Callback.AdminAskRefund),
        ["ar"] = typeof(Callback.AdminRefund),
        ["adl"] = typeof(Callback.AdminDisputes),
        ["ado"] = typeof(Callback.AdminDispute),
        ["adj"] = typeof(Callback.AdminJudgeDispute),
        ["aup"] = typeof(Callback.AdminSuppliers),
        ["aus"] = typeof(Callback.AdminSettle),
        ["afl"] = typeof(Callback.AdminFailed),
        ["af"] = typeof(Callback.AdminRetry),
        ["afq"] = typeof(Callback.AdminAskPutAside),
        ["afx"] = typeof(Callback.AdminPutAside),
        ["aml"] = typeof(Callback.AdminMessages),
        ["am"] = typeof(Callback.AdminMessage),
        ["ahq"] = typeof(Callback.AdminAskAssign),
        ["ah"] = typeof(Callback.AdminAssign),
        ["adq"] = typeof(Callback.AdminAskDismiss),
        ["ad"] = typeof(Callback.AdminDismiss),
        ["apl"] = typeof(Callback.AdminPayments),
        ["apo"] = typeof(Callback.AdminPayment),
        ["apc"] = typeof(Callback.AdminCreditPayment),
        ["apq"] = typeof(Callback.AdminAskPayment),
        ["apn"] = typeof(Callback.AdminLeavePayment),
        ["arp"] = typeof(Callback.AdminAskRefundPayment),
        ["arx"] = typeof(Callback.AdminRefundPayment),
        ["acr"] = typeof(Callback.AdminCreditRequest),
    };

    private static readonly Dictionary<Type, Shape> Shapes = Verbs.ToDictionary(v => v.Value, v => new Shape(v.Key, v.Value));

    private readonly byte[] key;

    /// <param name="secret">The bot's token: a new token makes the old buttons expire.</param>
    public CallbackCodec(string secret) => key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "callback seal"u8);

    internal static IEnumerable<Type> Known => Verbs.Values;

    public string Encode(Callback callback, long telegramId)
    {
        var shape = Shapes[callback.GetType()];
        var body = string.Join('|', shape.Fields.Select(f => Write(f.GetValue(callback)!)).Prepend(shape.Verb));
        var text = $"{body}|{Seal(body, telegramId)}";
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes
            ? text
            : throw new InvalidOperationException($"The payload of {callback.GetType().Name} does not fit into {MaxBytes} bytes.");
    }

    /// <returns>Null for anything that this store did not write for this person.</returns>
    public Callback? Decode(string? text, long telegramId)
    {
        var end = text?.LastIndexOf('|') ?? -1;
        if (
            end < 0
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(text![(end + 1)..]),
                Encoding.UTF8.GetBytes(Seal(text[..end], telegramId))
            )
        )
            return null;

        var parts = text[..end].Split('|');
        if (!Verbs.TryGetValue(parts[0], out var type) || Shapes[type] is var shape && shape.Fields.Length != parts.Length - 1)
            return null;
        return (Callback)shape.Constructor.Invoke([.. shape.Fields.Select((f, i) => Read(parts[i + 1], f.PropertyType))]);
    }

    /// <summary>A value that makes one button's purchase one purchase.</summary>
    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SealBytes));

    private string Seal(string body, long telegramId) =>
        Base64Url.EncodeToString(
            HMACSHA256
                .HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{telegramId}|{body}")))
                .AsSpan(0, SealBytes)
        );

    private static string Write(object value) =>
        value switch
        {
            ServiceId id => Base64Url.EncodeToString(id.Value.ToByteArray()),
            OrderId id => Base64Url.EncodeToString(id.Value.ToByteArray()),
            WebhookId id => Base64Url.EncodeToString(id.Value.ToByteArray()),
            PaymentId id => Base64Url.EncodeToString(id.Value.ToByteArray()),
            ApiKeyId id => id.Value.ToString(CultureInfo.InvariantCulture),
            CustomerId id => id.Value.ToString(CultureInfo.InvariantCulture),
            MessageId id => id.Value.ToString(CultureInfo.InvariantCulture),
            DeadLetterId id => id.Value.ToString(CultureInfo.InvariantCulture),
            QuestionId id => id.Value.ToString(CultureInfo.InvariantCulture),
            QuestionKind kind => ((int)kind).ToString(CultureInfo.InvariantCulture),
            bool flag => flag ? "1" : "0",
            string text => text.Replace('|', ' '),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"A button cannot carry a {value.GetType().Name}."),
        };

    private static object Read(string text, Type type) =>
        type switch
        {
            _ when type == typeof(ServiceId) => new ServiceId(new Guid(Base64Url.DecodeFromChars(text))),
            _ when type == typeof(OrderId) => new OrderId(new Guid(Base64Url.DecodeFromChars(text))),
            _ when type == typeof(WebhookId) => new WebhookId(new Guid(Base64Url.DecodeFromChars(text))),
            _ when type == typeof(PaymentId) => new PaymentId(new Guid(Base64Url.DecodeFromChars(text))),
            _ when type == typeof(ApiKeyId) => new ApiKeyId(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(CustomerId) => new CustomerId(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(MessageId) => new MessageId(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(DeadLetterId) => new DeadLetterId(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(QuestionId) => new QuestionId(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when type == typeof(QuestionKind) => (QuestionKind)int.Parse(text, CultureInfo.InvariantCulture),
            _ when type == typeof(bool) => text == "1",
            _ when type == typeof(string) => text,
            _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
        };

    private sealed class Shape
    {
        public Shape(string verb, Type type)
        {
            Verb = verb;
            Constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single();
            Fields = [.. Constructor.GetParameters().Select(p => type.GetProperty(p.Name!)!)];
        }

        public string Verb { get; }

        public ConstructorInfo Constructor { get; }

        public PropertyInfo[] Fields { get; }
    }
}
