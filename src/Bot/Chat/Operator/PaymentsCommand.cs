using XthonBot.Bot.Callbacks;
using XthonBot.Bot.Chat.Payments;
using XthonBot.Bot.Chat.Routing;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Customers;
using XthonBot.Core.Modules.Payments;
using XthonBot.Texts;

namespace XthonBot.Bot.Chat.Operator;

/// <summary><c>/payments</c>: those that wait for a decision, and all others by state, customer or way.</summary>
internal sealed class PaymentsCommand(
    ReadPaymentsHandler read,
    FindCustomerHandler customers,
    CustomerLookup lookup,
    PaymentProviders providers,
    PaymentWords ways,
    OperatorPaymentCards cards
) : IChatFeature
{
    private const int PageSize = 8;

    public void Map(Routes routes) =>
        routes
            .Operators.Command("/payments", HandleAsync)
            .Tap<Callback.AdminPayments>((chat, list, ct) => ListAsync(chat, list.Filter, list.From, ct))
            .Tap<Callback.AdminPayment>((chat, payment, ct) => OpenAsync(chat, payment.Id, ct));

    private async Task<Screen> HandleAsync(ChatContext chat, string rest, CancellationToken ct)
    {
        if (rest.Length == 0)
            return await ListAsync(chat, PaymentsFilter.ToDecide, default, ct);
        if (PaymentId.TryParse(rest, out var id))
            return await OpenAsync(chat, id, ct);
        switch (rest.ToLowerInvariant())
        {
            case "open":
                return await ListAsync(chat, PaymentsFilter.Open, default, ct);
            case "all":
                return await ListAsync(chat, PaymentsFilter.All, default, ct);
        }

        if (providers.Find(rest) is { } way)
            return await ListAsync(chat, PaymentsFilter.Of(way), default, ct);
        var looked = await lookup.FindAsync(chat, "payments", rest, ct);
        return looked.Customer is { } customer ? await ListAsync(chat, PaymentsFilter.Of(customer.Id), default, ct) : looked.Instead!;
    }

    private async Task<Screen> ListAsync(ChatContext chat, string filter, PaymentId from, CancellationToken ct)
    {
        var words = chat.Words;
        var which = PaymentsFilter.Read(filter, providers);
        var page = await read.ListAsync(which, from == default ? null : from, PageSize, ct);
        var toDecide = await read.CountToDecideAsync(ct);
        var rows = new List<IReadOnlyList<Button>>();
        foreach (var payment in page.Payments)
        {
            var payer = await customers.HandleAsync(payment.Customer, ct);
            rows.Add([
                new Button.Tap(
                    words.Label(
                        "payments.row",
                        ("mark", PaymentScreens.Mark(payment.State)),
                        ("amount", ScreenText.Dollars(payment.Amount)),
                        ("way", ways.Title(words, payment)),
                        ("customer", payer.Username is { } name ? "@" + name : CustomerCommands.Called(payer))
                    ),
                    new Callback.AdminPayment(payment.Id)
                ),
            ]);
        }

        if (PaymentScreens.Turns(words, from != default, page.Next, to => new Callback.AdminPayments(filter, to)) is { Count: > 0 } turns)
            rows.Add(turns);
        rows.Add([
            new Button.Tap(words.Label("payments.todecide", ("count", toDecide)), Tab(PaymentsFilter.ToDecide)),
            new Button.Tap(words.Label("payments.open"), Tab(PaymentsFilter.Open)),
            new Button.Tap(words.Label("payments.all"), Tab(PaymentsFilter.All)),
        ]);
        rows.AddRange(
            providers
                .All.Chunk(2)
                .Select(pair =>
                    (IReadOnlyList<Button>)
                        [.. pair.Select(way => new Button.Tap(ways.Title(words, way.Name, way.Options.Kind), Tab(PaymentsFilter.Of(way))))]
                )
        );
        rows.Add(AdminScreens.Back(chat));
        var whose = which.Customer is { } of ? CustomerCommands.NameOf(await customers.HandleAsync(of, ct)) : "";
        return new Screen(
            page.Payments.Count == 0
                ? words.Html(providers.All.Count == 0 ? "payments.noways" : "payments.none")
                : words.Html("payments.list", ("whose", whose)),
            [.. rows]
        );

        static Callback Tab(string filter) => new Callback.AdminPayments(filter, default);
    }

    private async Task<Screen> OpenAsync(ChatContext chat, PaymentId id, CancellationToken ct) =>
        (await read.HandleAsync(id, null, ct)).TryGet(out var payment, out var error)
            ? await cards.CardAsync(chat.Words, payment, null, ct)
            : new Screen(ErrorTexts.Of(chat.Words, error), AdminScreens.Back(chat));
}
