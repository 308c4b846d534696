using System.Text.Json;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.Http;
using XthonBot.Integrations.Reading;

namespace XthonBot.Integrations.Payments.BtcPay;

/// <summary>The money that came for an invoice, in the invoice's own currency at its own rates.</summary>
/// <param name="Settled">Confirmed, without the network fee that the payer was asked for on top.</param>
/// <param name="IsPending">There is more that is not confirmed.</param>
internal sealed record BtcPayMoney(decimal Settled, bool IsPending, DateTime? At)
{
    public static readonly BtcPayMoney None = new(0, false, null);

    public bool IsAny => Settled > 0 || IsPending;

    /// <summary>Reads the payments of each payment method.</summary>
    /// <returns>Null where a payment cannot be read: its sum would be a guess.</returns>
    public static BtcPayMoney? Read(JsonElement? methods)
    {
        if (methods is not { ValueKind: JsonValueKind.Array } list)
            return null;
        var money = None;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var method in list.EnumerateArray())
            {
                if (Loose.Field(method, "payments") is not { ValueKind: JsonValueKind.Array } payments)
                    continue;
                var rate = Number(method, "rate");
                foreach (var payment in payments.EnumerateArray())
                {
                    if (Loose.Text(payment, "id") is { } id && !seen.Add(id))
                        continue;
                    if (money.With(payment, rate) is not { } sum)
                        return null;
                    money = sum;
                }
            }
        }
        catch (OverflowException)
        {
            return null;
        }

        return money;
    }

    private BtcPayMoney? With(JsonElement payment, decimal? rate) =>
        Loose.Text(payment, "status")?.ToUpperInvariant() switch
        {
            "SETTLED" when rate > 0 && Number(payment, "value") is { } value => this with
            {
                Settled = Settled + (value - (Number(payment, "fee") ?? 0)) * rate.Value,
                At = UnixTime.Read(payment, "receiveddate") is { } at && !(at < At) ? at : At,
            },
            "PROCESSING" => this with { IsPending = true },
            // One that was replaced or came to nothing.
            "INVALID" => this,
            _ => null,
        };

    private static decimal? Number(JsonElement element, string name) => Charge.Read(Loose.Text(element, name), "-")?.Value;
}
