using XthonBot.Core.Modules.Payments;

namespace XthonBot.Api.Tests.Payments.BtcPay;

/// <summary>The money that came for an invoice for certain, by servers of any age.</summary>
public sealed class BtcPayInvoiceFacts
{
    /// <summary>The rate is 100000 dollars by chain and 100000.5 by Lightning.</summary>
    public static TheoryData<string, string, string[], ProviderState, string?> Cases { get; } =
        new()
        {
            { "New", "None", [], ProviderState.Open, null },
            { "New", "PaidPartial", ["0.00002 Processing"], ProviderState.Open, null },
            { "New", "PaidPartial", ["0.00002 Settled"], ProviderState.Open, "2" },
            { "Processing", "None", ["0.00005 Processing"], ProviderState.Open, null },
            { "Processing", "None", ["0.00002 Settled", "0.00003 Processing"], ProviderState.Open, "2" },
            { "Settled", "None", ["0.00005 Settled"], ProviderState.Settled, "5" },
            { "Settled", "None", ["0.00005001 Settled 0.00000001"], ProviderState.Settled, "5" },
            { "Expired", "PaidPartial", ["0.00001 Settled", "0.00003 Settled ln"], ProviderState.Settled, "4.000015" },
            { "Settled", "PaidOver", ["0.00012345 Settled"], ProviderState.Settled, "12.345" },
            { "Settled", "PaidOver", ["0.00005 Settled", "0.00007 Processing"], ProviderState.Settled, "5" },
            { "Settled", "None", ["0.00005 Settled", "0.00007 Processing"], ProviderState.Settled, "5" },
            { "Settled", "None", ["0.00005 Settled", "0.00005 Invalid"], ProviderState.Settled, "5" },
            // The store's tolerance let it pass.
            { "Settled", "None", ["0.0000499 Settled"], ProviderState.Settled, "4.99" },
            { "Settled", "Marked", [], ProviderState.Settled, "5.00" },
            { "Settled", "Marked", ["0.00001 Settled"], ProviderState.Settled, "5.00" },
            { "Settled", "Marked", ["0.00007 Settled"], ProviderState.Settled, "7" },
            { "Settled", "PaidLate", ["0.00005 Settled"], ProviderState.Settled, "5" },
            { "Expired", "None", [], ProviderState.Expired, null },
            { "Expired", "None", ["0.00005 Invalid"], ProviderState.Expired, null },
            { "Expired", "PaidPartial", ["0.00002 Settled"], ProviderState.Settled, "2" },
            { "Expired", "PaidPartial", ["0.00002 Processing"], ProviderState.Open, null },
            { "Expired", "PaidPartial", ["0.00002 Settled", "0.00001 Processing"], ProviderState.Open, "2" },
            { "Expired", "PaidLate", ["0.00005 Settled"], ProviderState.Settled, "5" },
            { "Expired", "PaidLate", ["0.00005 Processing"], ProviderState.Open, null },
            { "Invalid", "Marked", [], ProviderState.Canceled, null },
            { "Invalid", "None", ["0.00005 Processing"], ProviderState.Unclear, null },
            { "Invalid", "Marked", ["0.00005 Settled"], ProviderState.Unclear, "5" },
            { "OnHold", "None", ["0.00005 Settled"], ProviderState.Unclear, "5" },
        };

    public static TheoryData<string, string, string[], ProviderState, string?, BtcPayAge> CasesOfAllAges
    {
        get
        {
            var all = new TheoryData<string, string, string[], ProviderState, string?, BtcPayAge>();
            foreach (var (status, additional, payments, state, received) in Cases.Select(c => c.Data))
            {
                foreach (var age in Enum.GetValues<BtcPayAge>())
                    all.Add(status, additional, payments, state, received, age);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(CasesOfAllAges))]
    public async Task Money_counts_once_it_is_confirmed(
        string status,
        string additional,
        string[] payments,
        ProviderState state,
        string? received,
        BtcPayAge age
    )
    {
        await using var rig = await BtcPayRig.StartAsync();
        rig.Server.Age = age;
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        foreach (var payment in payments.Select(p => p.Split(' ')))
            BtcPayServer.Pay(
                invoice,
                payment[0],
                payment[1],
                payment is [_, _, var fee] && fee != "ln" ? fee : "0",
                payment is [_, _, "ln"] ? 1 : 0
            );
        BtcPayServer.Set(invoice, status, additional);

        var byId = (await rig.FindAsync("inv1"))!.News;
        var byOrder = (await rig.FindAsync())!.News;

        Assert.Equal(byId, byOrder);
        Assert.Equal(("inv1", BtcPayRig.Id), (byId.ExternalId, byId.Payment!.Value));
        Assert.Equal((state, received, received is null ? null : "USD"), (byId.State, byId.Received?.Text, byId.Received?.Currency));
    }

    [Theory]
    [InlineData("Settled", "Marked", "Settled Marked")]
    [InlineData("Settled", "PaidOver", "Settled PaidOver")]
    [InlineData("Expired", "PaidLate", "Expired PaidLate")]
    [InlineData("Invalid", "None", "Invalid")]
    [InlineData("Settled", "None", null)]
    public async Task What_is_not_as_it_should_be_is_remarked(string status, string additional, string? remark)
    {
        await using var rig = await BtcPayRig.StartAsync();
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        BtcPayServer.Pay(invoice, "0.00005", "Settled");
        BtcPayServer.Set(invoice, status, additional);

        Assert.Equal(remark, (await rig.FindAsync("inv1"))!.News.Remark);
    }

    [Fact]
    public async Task A_hair_more_for_the_smallest_unit_of_the_coin_is_what_was_asked()
    {
        await using var rig = await BtcPayRig.StartAsync();
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        BtcPayServer.Pay(invoice, "0.0000500024", "Settled");
        BtcPayServer.Set(invoice, "Settled");

        Assert.Equal(BtcPayRig.Dollars("5.00"), (await rig.FindAsync("inv1"))!.News.Received);
    }

    [Fact]
    public async Task Money_that_is_never_confirmed_is_for_a_person_once_the_server_looks_no_longer()
    {
        await using var rig = await BtcPayRig.StartAsync();
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        BtcPayServer.Pay(invoice, "0.00002", "Processing");
        BtcPayServer.Set(invoice, "Expired", "PaidPartial");

        Assert.Equal(ProviderState.Open, (await rig.FindAsync("inv1"))!.News.State);
        rig.Clock.Advance(TimeSpan.FromSeconds(90_000));
        Assert.Equal(ProviderState.Unclear, (await rig.FindAsync("inv1"))!.News.State);
    }

    [Fact]
    public async Task The_time_is_that_of_the_last_confirmed_payment()
    {
        await using var rig = await BtcPayRig.StartAsync();
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        BtcPayServer.Pay(invoice, "0.00002", "Settled");
        BtcPayServer.Pay(invoice, "0.00003", "Settled");
        BtcPayServer.Set(invoice, "Settled");

        Assert.Equal(BtcPayRig.Now.AddSeconds(101), (await rig.FindAsync("inv1"))!.News.At);
    }

    [Theory]
    [InlineData("Settled", ProviderState.Settled, "5.00")]
    [InlineData("Expired", ProviderState.Unclear, null)]
    [InlineData("Processing", ProviderState.Open, null)]
    [InlineData("Invalid", ProviderState.Unclear, null)]
    public async Task Of_payments_that_cannot_be_read_only_the_amount_of_a_settled_invoice_is_certain(
        string status,
        ProviderState state,
        string? received
    )
    {
        await using var rig = await BtcPayRig.StartAsync();
        var invoice = rig.Server.Add("inv1", $"{BtcPayRig.Id}");
        BtcPayServer.Pay(invoice, "0.00009", "Settled");
        BtcPayServer.Set(invoice, status, "PaidOver");
        invoice["paymentMethods"]![0]!.AsObject().Remove("rate");

        var news = (await rig.FindAsync("inv1"))!.News;
        Assert.Equal((state, received), (news.State, news.Received?.Text));
        Assert.Equal($"{status} payments unreadable", news.Remark);
    }
}
