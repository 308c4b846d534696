using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>
/// <c>/desk/cryptopay/api/&lt;method&gt;</c>: the calls of Crypto Pay's API
/// (https://help.send.tg/en/articles/10279948-crypto-pay-api).
/// </summary>
internal sealed class CryptoPayApi(DeskContext desk, CryptoPay speaker)
{
    private const int LongestExpiry = 2_678_400;

    public void Map(IEndpointRouteBuilder app) => app.MapMethods("/desk/cryptopay/api/{method}", ["GET", "POST"], HandleAsync);

    private async Task HandleAsync(HttpContext http, string method)
    {
        object answer;
        try
        {
            var arguments = await Arguments.ReadAsync(http.Request, http.RequestAborted);
            CheckToken(http.Request);
            object result = method switch
            {
                "getMe" => Me(),
                "createInvoice" => CryptoPay.Wire(Create(arguments)),
                "getInvoices" => new { Items = List(arguments) },
                "deleteInvoice" => Delete(arguments),
                "getBalance" => Balance(),
                "getExchangeRates" => CryptoPayRates.Table.ToList(),
                _ => throw new Refusal(405, "METHOD_NOT_FOUND"),
            };
            answer = new { Ok = true, Result = result };
        }
        catch (Refusal refusal)
        {
            http.Response.StatusCode = refusal.Code;
            answer = new { Ok = false, Error = new { refusal.Code, Name = refusal.Description } };
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(Json.Bytes(answer), http.RequestAborted);
    }

    private void CheckToken(HttpRequest request)
    {
        var given = Encoding.UTF8.GetBytes(request.Headers["Crypto-Pay-API-Token"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(desk.Options.CryptoPayToken)))
            throw new Refusal(401, "UNAUTHORIZED");
    }

    private object Me() =>
        new
        {
            AppId = long.TryParse(desk.Options.CryptoPayToken.Split(':')[0], out var id) ? id : 0,
            Name = "Sandbox",
            PaymentProcessingBotUsername = "CryptoTestnetBot",
        };

    private DeskInvoice Create(Arguments arguments)
    {
        var isFiat = (arguments.Text("currency_type") ?? "crypto") switch
        {
            "fiat" => true,
            "crypto" => false,
            _ => throw Bad("CURRENCY_TYPE_INVALID"),
        };
        var fiat = isFiat ? arguments.Text("fiat") ?? throw Bad("FIAT_REQUIRED") : null;
        var asset = isFiat ? null : arguments.Text("asset") ?? throw Bad("ASSET_REQUIRED");
        if (fiat is not null && !CryptoPayRates.IsFiat(fiat))
            throw Bad("FIAT_INVALID");
        if (asset is not null && !CryptoPayRates.Assets.Contains(asset))
            throw Bad("ASSET_INVALID");
        var text = arguments.Text("amount") ?? throw Bad("AMOUNT_REQUIRED");
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount <= 0)
            throw Bad("AMOUNT_INVALID");
        if (Encoding.UTF8.GetByteCount(arguments.Text("payload") ?? "") > 4096)
            throw Bad("PAYLOAD_TOO_LONG");
        if (arguments.Text("description") is { Length: > 1024 })
            throw Bad("DESCRIPTION_TOO_LONG");
        var button = arguments.Text("paid_btn_name");
        if (button is not (null or "viewItem" or "openChannel" or "openBot" or "callback"))
            throw Bad("PAID_BTN_NAME_INVALID");
        if (button is not null && !Uri.TryCreate(arguments.Text("paid_btn_url"), UriKind.Absolute, out _))
            throw Bad("PAID_BTN_URL_INVALID");
        if (arguments.Text("expires_in") is not null && arguments.Integer("expires_in") is not (>= 1 and <= LongestExpiry))
            throw Bad("EXPIRES_IN_INVALID");
        var terms = new CryptoPayTerms(
            asset,
            fiat,
            Accepted(arguments),
            arguments.Text("hidden_message"),
            button,
            arguments.Text("paid_btn_url"),
            arguments.Text("allow_comments") is null || arguments.Flag("allow_comments"),
            arguments.Text("allow_anonymous") is null || arguments.Flag("allow_anonymous")
        );
        return speaker.Open(
            terms,
            amount,
            arguments.Text("payload"),
            arguments.Text("description"),
            arguments.Integer("expires_in") is { } seconds ? TimeSpan.FromSeconds(seconds) : null
        );
    }

    /// <summary>A list in JSON, or names with commas.</summary>
    private static List<string>? Accepted(Arguments arguments)
    {
        if (arguments.Text("accepted_assets") is not { Length: > 0 } text)
            return null;
        var assets = text.StartsWith('[')
            ? JsonSerializer.Deserialize<List<string>>(text)!
            : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return assets.TrueForAll(CryptoPayRates.Assets.Contains) ? assets : throw Bad("ACCEPTED_ASSETS_INVALID");
    }

    /// <summary>Newest first.</summary>
    private List<object> List(Arguments arguments)
    {
        var ids = arguments.Text("invoice_ids")?.Split(',', StringSplitOptions.TrimEntries).ToHashSet();
        var status = arguments.Text("status");
        var currency = arguments.Text("asset") ?? arguments.Text("fiat");
        var count = arguments.Integer("count") ?? 100;
        if (count is < 1 or > 1000)
            throw Bad("COUNT_INVALID");
        return
        [
            .. desk
                .Book.List(invoice =>
                    invoice.Provider == speaker.Provider
                    && invoice.State != DeskState.Deleted
                    && (ids is null || ids.Contains(invoice.ExternalId))
                    && (currency is null || invoice.Currency == currency)
                    && status switch
                    {
                        null or "" => true,
                        "active" => invoice.State == DeskState.Open,
                        "paid" => invoice.State == DeskState.Paid,
                        "expired" => invoice.State == DeskState.Expired,
                        _ => throw Bad("STATUS_INVALID"),
                    }
                )
                .Skip((int)Math.Clamp(arguments.Integer("offset") ?? 0, 0, int.MaxValue))
                .Take((int)count)
                .Select(CryptoPay.Wire),
        ];
    }

    private bool Delete(Arguments arguments)
    {
        lock (desk.Book.Gate)
        {
            var invoice = desk.Book.Find($"{speaker.Provider}-{arguments.Text("invoice_id")}");
            if (invoice?.State != DeskState.Open)
                throw Bad("INVOICE_NOT_FOUND");
            desk.Book.Change(invoice.Id, open => open with { State = DeskState.Deleted });
        }
        return true;
    }

    private List<object> Balance()
    {
        var paid = desk.Book.List(invoice => invoice.Provider == speaker.Provider && invoice.State == DeskState.Paid);
        return
        [
            .. CryptoPayRates.Assets.Select(asset => new
            {
                CurrencyCode = asset,
                Available = CryptoPay.Amount(
                    asset == "USDT" ? paid.Sum(invoice => invoice.Asked * CryptoPayRates.InDollars(invoice.Currency)) : 0
                ),
                Onhold = "0",
            }),
        ];
    }

    private static Refusal Bad(string name) => new(400, name);
}
