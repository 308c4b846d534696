using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using XthonBot.Load.Databases;
using XthonBot.Sandbox;
using XthonBot.Sandbox.Desk;
using XthonBot.Sandbox.Hosting;

namespace XthonBot.Load.Loads;

/// <summary>Payers at the sandbox's Crypto Pay, one payment each, and an eye on the messages that they get of their money.</summary>
internal sealed class CashDesk
{
    public const string Amount = "5.00";
    private const string Way = "cryptopay";
    private const string Token = "1001:bench";
    private const string SignatureHeader = "crypto-pay-api-signature";
    private const int Openers = 8;

    // The key of Crypto Pay's signatures is the digest of the app's token.
    private static readonly byte[] Key = SHA256.HashData(Encoding.UTF8.GetBytes(Token));

    private readonly SandboxServer sandbox;
    private readonly Dictionary<int, DeskInvoice> invoices = [];
    private readonly long[] paidAt;
    private readonly long[] toldAt;
    private readonly TaskCompletionSource[] told;

    private CashDesk(SandboxServer sandbox, int payers)
    {
        this.sandbox = sandbox;
        (paidAt, toldAt) = (new long[payers + 1], new long[payers + 1]);
        told =
        [
            .. Enumerable.Range(0, payers + 1).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)),
        ];
    }

    public static string HookPath => $"/hooks/pay/{Way}";

    /// <summary>The payers are the store's customers from the first on.</summary>
    public static CashDesk Open(SandboxServer sandbox, int payers)
    {
        for (var payer = 1; payer <= payers; payer++)
            Crowd.Join(sandbox.World, Seed.TelegramId(payer));
        return new CashDesk(sandbox, payers);
    }

    public static Task<SandboxServer> StartSandboxAsync() =>
        SandboxServer.StartAsync(new SandboxOptions { Desk = new DeskOptions { CryptoPayToken = Token } });

    /// <summary>The arguments with which the store knows the desk.</summary>
    public static string[] Arguments(SandboxServer sandbox) =>
        [
            $"--Payments:Ways:{Way}:Kind=CryptoPay",
            $"--Payments:Ways:{Way}:Token={Token}",
            $"--Payments:Ways:{Way}:Url={sandbox.Url}desk/{Way}",
        ];

    public void Watch(RunningStore store) =>
        store.Chats.Shown += (before, now) =>
        {
            var at = Stopwatch.GetTimestamp();
            var payer = now.Chat.Id - Seed.TelegramId(0);
            if (before is null && payer > 0 && payer < told.Length && now.Text?.Contains(" received by ", StringComparison.Ordinal) == true)
            {
                toldAt[payer] = at;
                told[payer].TrySetResult();
            }
        };

    /// <summary>From now on the webhooks come; before that they are lost.</summary>
    public void SendWebhooks(RunningStore store) => sandbox.PayHookUrl = new Uri(store.Url, "/hooks/pay");

    /// <summary>Opens a payment for each of these payers over the API, spread evenly over this time.</summary>
    public async Task OpenPaymentsAsync(RunningStore store, int first, int count, TimeSpan over)
    {
        using var http = new HttpClient { BaseAddress = store.Url };
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Openers },
            async (i, ct) =>
            {
                if ((over * i / count) - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
                    await Task.Delay(early, TimeProvider.System, ct);
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/topups")
                {
                    Content = JsonContent.Create(new { amount = Amount, method = Way }),
                };
                request.Headers.Add("X-API-Key", Seed.Key(first + i));
                request.Headers.Add("Idempotency-Key", $"bench-{first + i}");
                using var answer = await http.SendAsync(request, ct);
                var url = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Envelope>(ct))!.Data.Url;
                lock (invoices)
                    invoices[first + i] = sandbox.World.Desk.Find(invoice => invoice.Url == url)!;
            }
        );
    }

    /// <summary>The payers pay in this order, so many a second.</summary>
    public async Task PayAsync(IReadOnlyList<int> payers, double perSecond)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < payers.Count; i++)
        {
            if (TimeSpan.FromSeconds(i / perSecond) - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
                await Task.Delay(early, TimeProvider.System);
            paidAt[payers[i]] = Stopwatch.GetTimestamp();
            await sandbox.World.CryptoPay.ActAsync(invoices[payers[i]], DeskAction.Pay, new DeskOrder());
        }
    }

    /// <summary>Waits until each of these payers has their message.</summary>
    /// <returns>The times from the payment at the desk to the message.</returns>
    public async Task<IReadOnlyList<TimeSpan>> UntilToldAsync(IReadOnlyList<int> payers, TimeSpan patience)
    {
        await Task.WhenAll(payers.Select(payer => told[payer].Task)).WaitAsync(patience);
        return [.. payers.Select(payer => Stopwatch.GetElapsedTime(paidAt[payer], toldAt[payer]))];
    }

    /// <summary>The webhook of a payment of <see cref="Seed.OpenPayments"/>, signed as Crypto Pay signs it.</summary>
    public static byte[] Webhook(int payment)
    {
        var (body, signature) = Sign(payment);
        return Encoding.UTF8.GetBytes(
            $"POST {HookPath} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                + $"{SignatureHeader}: {signature}\r\n\r\n{body}"
        );
    }

    /// <summary>The same for a client that writes its requests itself.</summary>
    public static HttpRequestMessage Signed(int payment)
    {
        var (body, signature) = Sign(payment);
        var request = new HttpRequestMessage(HttpMethod.Post, HookPath)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(SignatureHeader, signature);
        return request;
    }

    private static (string Body, string Signature) Sign(int payment)
    {
        var id = payment.ToString(CultureInfo.InvariantCulture);
        var body = $$$"""
            {"update_id":1,"update_type":"invoice_paid","request_date":"2026-12-01T00:00:00.000Z","payload":{"invoice_id":{{{id}}},
            "currency_type":"fiat","fiat":"USD","amount":"{{{Amount}}}","paid_asset":"USDT","paid_amount":"{{{Amount}}}","status":"paid",
            "created_at":"2026-12-01T00:00:00.000Z","paid_at":"2026-12-01T00:00:00.000Z",
            "payload":"pay_{{{PublicIds.Of(PublicIds.Payment, payment):N}}}"}}
            """;
        return (body, Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(body))));
    }

    private sealed record Envelope(TopUp Data);

    private sealed record TopUp(string Url);
}
