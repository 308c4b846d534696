using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using XthonBot.Core.Foundation.Protection;
using XthonBot.Core.Modules.Payments;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Payments;

/// <summary>The page of <c>examples/pay-page</c>, run as it is, with the store's own way to it.</summary>
public sealed class PayPageFacts
{
    private static readonly string Secret = StandardWebhookSignature.CreateSecret();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payer_pays_on_it_and_the_store_hears_of_it_and_gives_it_back()
    {
        await using var store = await HookReceiver.StartAsync();
        using var page = await StartAsync();
        await using var rig = Rig(page.Url);
        await rig.CheckAsync();
        var payment = rig.Payment(returnUrl: "https://t.me/store_bot") with
        {
            Description = "<b>10 & more",
            HookUrl = store.Url.ToString(),
        };
        Assert.Null(await rig.FindAsync(payment));
        var invoice = await rig.StartAsync(payment);
        Assert.Equal(invoice, await rig.StartAsync(payment));
        Assert.Equal((ProviderState.Open, invoice.Url), Shown(await rig.FindAsync(payment)));

        using var browser = new HttpClient();
        var shown = await browser.GetStringAsync(invoice.Url, Ct);
        Assert.Contains("10.00 USD", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", shown, StringComparison.Ordinal);
        using var tapped = await browser.PostAsync(invoice.Url, null, Ct);
        Assert.Contains("<p>paid</p>", await tapped.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var news = Heard(rig, await store.NextAsync());
        Assert.Equal((payment.Id, ProviderState.Settled, payment.Charge), (news.Payment, news.State, news.Received));
        Assert.Equal(news, (await rig.FindAsync(payment))!.News);
        Assert.Equal([news], await rig.ListAsync(rig.Clock.GetUtcNow().UtcDateTime.AddMinutes(-5)));
        Assert.Empty(await rig.ListAsync(rig.Clock.GetUtcNow().UtcDateTime.AddDays(1)));

        Assert.Equal(RefundAnswer.Done, await rig.RefundAsync(payment, invoice.ExternalId!));
        Assert.Equal(ProviderState.Refunded, Heard(rig, await store.NextAsync()).State);
        Assert.Equal(RefundAnswer.Done, await rig.RefundAsync(payment, invoice.ExternalId!));
    }

    [Fact]
    public async Task A_store_in_trouble_hears_of_it_later()
    {
        await using var store = await HookReceiver.StartAsync();
        store.Status = 503;
        using var page = await StartAsync();
        await using var rig = Rig(page.Url);
        var payment = rig.Payment() with { HookUrl = store.Url.ToString() };
        var invoice = await rig.StartAsync(payment);
        using var browser = new HttpClient();
        using var tapped = await browser.PostAsync(invoice.Url, null, Ct);
        await store.NextAsync();
        store.Status = 200;
        Assert.Equal(ProviderState.Settled, Heard(rig, await store.NextAsync()).State);
    }

    [Fact]
    public async Task A_payment_whose_time_is_over_takes_nothing()
    {
        await using var store = await HookReceiver.StartAsync();
        using var page = await StartAsync();
        await using var rig = Rig(page.Url);
        var payment = rig.Payment() with { HookUrl = store.Url.ToString(), ExpiresAt = rig.Clock.GetUtcNow().UtcDateTime.AddHours(-1) };
        var invoice = await rig.StartAsync(payment);
        using var browser = new HttpClient();
        using var tapped = await browser.PostAsync(invoice.Url, null, Ct);
        var news = Heard(rig, await store.NextAsync());
        Assert.Equal((ProviderState.Expired, null), (news.State, news.Received));
    }

    [Fact]
    public async Task Nobody_without_the_secret_asks_it_for_anything()
    {
        using var page = await StartAsync();
        await using var rig = Rig(page.Url);
        rig.Way.Options.Secret = StandardWebhookSignature.CreateSecret();
        foreach (var call in rig.Calls(rig.Payment()))
            Assert.Equal("Secret", (await Assert.ThrowsAsync<PaymentRefusedException>(call)).Setting);
        await using var late = Rig(page.Url);
        late.Clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<PaymentRefusedException>(late.CheckAsync);
        using var browser = new HttpClient();
        using var shown = await browser.GetAsync(new Uri(page.Url + $"/pay/{rig.NewId()}"), Ct);
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
    }

    // The page knows no other time than the machine's.
    private static PaymentRig Rig(string url) =>
        new(
            new PaymentWayOptions
            {
                Kind = PaymentKind.Generic,
                Secret = Secret,
                Url = url,
                Timeout = Patience.Limit,
            },
            TimeProvider.System.GetUtcNow()
        );

    private static PaymentNews Heard(PaymentRig rig, ReceivedHook hook)
    {
        rig.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var reading = rig.Understand(hook.Body, [.. hook.Headers.Select(h => (h.Key, h.Value))]);
        return Assert.Single(Assert.IsType<HookReading.Verified>(reading).News);
    }

    private static (ProviderState, string?) Shown(FoundPayment? found) => (found!.News.State, found.Url);

    private static async Task<Running> StartAsync()
    {
        var start = new ProcessStartInfo("node", Path.Combine(AppContext.BaseDirectory, "examples", "pay-page", "page.mjs"))
        {
            RedirectStandardOutput = true,
        };
        (start.Environment["PAY_SECRET"], start.Environment["PORT"]) = (Secret, "0");
        try
        {
            var process = Process.Start(start)!;
            var line = await process.StandardOutput.ReadLineAsync(Ct);
            return new Running(process, line!.Split(' ')[^1]);
        }
        catch (Win32Exception)
        {
            Needs.Node.SkipUnless(isThere: false);
            throw;
        }
    }

    private sealed record Running(Process Process, string Url) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill();
            Process.Dispose();
        }
    }
}
