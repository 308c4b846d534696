using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.BtcPay;

/// <summary>
/// Reads a delivery: JSON over several lines, signed as it is by HMAC-SHA256. None says for certain how much came in all, so each is a
/// hint.
/// </summary>
internal static class BtcPayHook
{
    public const string Header = "BTCPay-Sig";

    public static HookReading Read(PaymentWayOptions options, HookRequest request)
    {
        // Anybody can sign with no secret.
        if (options.Secret.Length == 0)
            return new HookReading.Forged("no secret is set");
        if (!request.Headers.TryGetValue(Header, out var given))
            return new HookReading.Forged("no signature");
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Secret), request.Body.Span));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given)))
            return new HookReading.Forged("wrong signature");
        if (Loose.Parse(Encoding.UTF8.GetString(request.Body.Span)) is not { ValueKind: JsonValueKind.Object } json)
            return new HookReading.Malformed("not JSON");
        return Loose.Text(json, "type") is { } type ? Understand(options, json, type) : new HookReading.Malformed("no type");
    }

    private static HookReading Understand(PaymentWayOptions options, JsonElement json, string type)
    {
        // One that was just made is known: it is what the creation answered.
        if (!type.StartsWith("Invoice", StringComparison.Ordinal) || type == "InvoiceCreated")
            return new HookReading.Nothing();
        if (Loose.Text(json, "storeid") is { } store && store != options.StoreId)
            return new HookReading.Nothing();
        if (Loose.Text(json, "invoiceid") is not { } invoice)
            return new HookReading.Malformed("no invoice");
        // Servers before 1.7.2 leave the metadata out.
        if (Loose.Field(json, "metadata") is not { ValueKind: JsonValueKind.Object } metadata)
            return new HookReading.Hint(invoice, null);
        // Another shop of the operator's may use the same store.
        return PaymentId.TryParse(Loose.Text(metadata, "orderid"), out var payment)
            ? new HookReading.Hint(invoice, payment)
            : new HookReading.Nothing();
    }
}
