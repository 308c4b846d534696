using System.Security.Cryptography;
using System.Text;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Payments;
using XthonBot.Integrations.Payments.BtcPay;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments.BtcPay;

/// <summary>Deliveries as WebhookSender.cs of BTCPay Server writes and signs them.</summary>
public sealed class BtcPayHookFacts
{
    private static readonly PaymentWayOptions Options = BtcPayRig.WayOf("https://btcpay.example").Options;

    private static string Delivery(
        string type = "InvoiceSettled",
        string? store = BtcPayServer.Store,
        string? metadata = null,
        string? invoice = "BzmyyNRBCqSUVGAZrvaBcJ"
    ) =>
        $$"""
            {
              "manuallyMarked": false,
              "overPaid": true,
              "deliveryId": "9SCPFHwEoHNw4ee1vDCWj5",
              "webhookId": "MFEMv4pV3XVNwJ8ASkwNqK",
              "originalDeliveryId": "9SCPFHwEoHNw4ee1vDCWj5",
              "isRedelivery": false,
              "type": "{{type}}",
              "timestamp": 1795000200,
              "storeId": "{{store}}",
              {{(invoice is null ? "" : $"\"invoiceId\": \"{invoice}\",")}}
              "metadata": {{metadata ?? $$"""{ "orderId": "{{BtcPayRig.Id}}", "itemDesc": "Пополнение / 5 €", "price": 10.00 }"""}}
            }
            """;

    [Fact]
    public async Task A_delivery_that_node_signs_is_a_hint_for_its_payment()
    {
        var body = Encoding.UTF8.GetBytes(Delivery());
        var signature = await NodeAsync(
            "const c=require('crypto');let b=[];process.stdin.on('data',d=>b.push(d)).on('end',()=>"
                + "console.log('sha256='+c.createHmac('sha256',process.argv[1]).update(Buffer.concat(b)).digest('hex')))",
            BtcPayRig.Secret,
            body
        );

        Assert.Equal(new HookReading.Hint("BzmyyNRBCqSUVGAZrvaBcJ", BtcPayRig.Id), Read(body, signature));
    }

    [Fact]
    public void A_body_or_a_signature_that_differs_in_one_byte_is_forged()
    {
        var body = Encoding.UTF8.GetBytes(Delivery());
        var signature = Sign(body);
        Assert.IsType<HookReading.Hint>(Read(body, signature));
        for (var i = 0; i < body.Length; i++)
        {
            var altered = body.ToArray();
            altered[i] ^= 1;
            Assert.IsType<HookReading.Forged>(Read(altered, signature));
        }

        for (var i = 0; i < signature.Length; i++)
            Assert.IsType<HookReading.Forged>(Read(body, signature[..i] + (signature[i] == '0' ? '1' : '0') + signature[(i + 1)..]));
        Assert.IsType<HookReading.Forged>(Read(body, signature[7..]));
        Assert.IsType<HookReading.Forged>(Read(body, ""));
        Assert.IsType<HookReading.Forged>(Read(body, null));
    }

    [Fact]
    public void The_same_in_one_line_is_another_body()
    {
        var body = Delivery();
        Assert.IsType<HookReading.Forged>(
            Read(Encoding.UTF8.GetBytes(string.Concat(body.Split('\n').Select(line => line.Trim()))), Sign(Encoding.UTF8.GetBytes(body)))
        );
    }

    [Fact]
    public void Without_a_secret_nothing_is_believed()
    {
        var body = Encoding.UTF8.GetBytes(Delivery());
        var options = BtcPayRig.WayOf("https://btcpay.example", o => o.Secret = "").Options;
        var signature = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Array.Empty<byte>(), body));

        Assert.IsType<HookReading.Forged>(BtcPayHook.Read(options, Request(body, signature)));
    }

    [Theory]
    [InlineData("InvoiceSettled")]
    [InlineData("InvoiceProcessing")]
    [InlineData("InvoiceExpired")]
    [InlineData("InvoiceInvalid")]
    [InlineData("InvoiceReceivedPayment")]
    [InlineData("InvoicePaymentSettled")]
    [InlineData("InvoiceRefund")]
    public void Every_event_of_an_invoice_is_a_hint(string type) =>
        Assert.Equal(new HookReading.Hint("BzmyyNRBCqSUVGAZrvaBcJ", BtcPayRig.Id), Read(Delivery(type)));

    [Theory]
    [InlineData("InvoiceCreated", BtcPayServer.Store, null)]
    [InlineData("PayoutCreated", BtcPayServer.Store, null)]
    [InlineData("PaymentRequestStatusChanged", BtcPayServer.Store, null)]
    [InlineData("InvoiceSettled", "another-store", null)]
    [InlineData("InvoiceSettled", BtcPayServer.Store, """{ "orderId": "coffee-7" }""")]
    [InlineData("InvoiceSettled", BtcPayServer.Store, """{ "orderId": 7 }""")]
    [InlineData("InvoiceSettled", BtcPayServer.Store, "{}")]
    public void What_is_not_of_a_payment_of_the_store_is_nothing(string type, string store, string? metadata) =>
        Assert.IsType<HookReading.Nothing>(Read(Delivery(type, store, metadata)));

    [Fact]
    public void A_server_that_leaves_the_metadata_out_still_names_the_invoice() =>
        Assert.Equal(new HookReading.Hint("BzmyyNRBCqSUVGAZrvaBcJ", null), Read(Delivery(metadata: "null")));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"storeId":"x"}""")]
    public void A_signed_body_in_other_words_is_malformed(string body) => Assert.IsType<HookReading.Malformed>(Read(body));

    [Fact]
    public void An_event_without_its_invoice_is_malformed() => Assert.IsType<HookReading.Malformed>(Read(Delivery(invoice: null)));

    private static string Sign(byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(BtcPayRig.Secret), body));

    private static HookReading Read(string body) => Read(Encoding.UTF8.GetBytes(body), Sign(Encoding.UTF8.GetBytes(body)));

    private static HookReading Read(byte[] body, string? signature) => BtcPayHook.Read(Options, Request(body, signature));

    private static HookRequest Request(byte[] body, string? signature)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (signature is not null)
            headers["btcpay-sig"] = signature;
        return new HookRequest(headers, body);
    }

    private static Task<string> NodeAsync(string script, string argument, byte[] input) => Witness.NodeAsync(script, input, argument);
}
