using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Payments;
using XthonBot.Faults.Checks;
using XthonBot.TestKit;

namespace XthonBot.Faults.Tests;

/// <summary>The check of the payments notices wrong books, and nothing else.</summary>
public sealed class PaymentCheckFacts
{
    private const long Ann = 31_000;
    private const long Bob = 31_001;
    private static readonly Guid Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    private static readonly StoredPayment Paid = new(
        Id,
        Ann,
        "btcpay",
        "ext-1",
        500,
        PaymentState.Paid,
        IsReversed: false,
        Deposited: 500,
        Reversed: 0
    );

    private static readonly StoredPayment Refunded = Paid with { State = PaymentState.Refunded, IsReversed = true, Reversed = 500 };

    private static readonly DeskMoney Money = new("btcpay", "ext-1", $"pay_{Id:n}", 5.00m, 5.00m, IsReturned: false);

    private static readonly StoredPayment Bought = Paid with
    {
        Waiting = WaitingPurchase.Bought,
        WaitingPrice = 300,
        Orders = 1,
        OrderPrice = 300,
    };

    [Fact]
    public void Right_books_are_found_right()
    {
        Assert.Empty(All([Paid], [Money]));
        Assert.Empty(All([], []));
        Assert.Empty(All([Bought], [Money]));
        Assert.Empty(All([Bought with { Waiting = WaitingPurchase.GivenUp, Orders = 0, OrderPrice = 0 }], [Money]));
        Assert.Empty(All([Paid with { ExternalId = null, State = PaymentState.Open, Deposited = 0 }], []));
        Assert.Empty(All([Paid with { Deposited = 250, State = PaymentState.Partial }], [Money with { Received = 2.50m }]));
        Assert.Empty(All([Paid with { Deposited = 166 }], [Money with { Asked = 3.00m, Received = 1.00m }]));
        Assert.Empty(All([Refunded], [Money with { IsReturned = true }]));
        Assert.Empty(All([Refunded], [Money], isRefundAsked: true));
        // The store heard of the refund alone.
        Assert.Empty(All([Refunded with { Deposited = 0, Reversed = 0 }], [Money with { IsReturned = true }]));
        // More came after a refund by hand: an operator sees it.
        Assert.Empty(All([Refunded with { State = PaymentState.Review }], [Money with { Received = 10.00m }], isRefundAsked: true));
    }

    [Fact]
    public void A_missing_credit_is_found_at_the_end()
    {
        Assert.Contains("credited 0 for", End([Paid with { Deposited = 0, State = PaymentState.Open }], [Money]), StringComparison.Ordinal);
        Assert.Contains("does not know of it", End([], [Money]), StringComparison.Ordinal);
        Assert.Contains("does not know of it", End([Paid with { ExternalId = null, Deposited = 0 }], [Money]), StringComparison.Ordinal);
        Assert.Contains("which is worth 1000", End([Paid], [Money with { Received = 10.00m }]), StringComparison.Ordinal);
        // Until then it may be under way.
        Assert.Empty(Check([Paid with { Deposited = 0 }], [Money]).Wrong());
    }

    [Fact]
    public void A_double_credit_is_found_at_once()
    {
        Assert.Contains("credited 1000", Now([Paid with { Deposited = 1000 }], [Money]), StringComparison.Ordinal);
        Assert.Contains("worth 250", Now([Paid], [Money with { Received = 2.50m }]), StringComparison.Ordinal);
        Assert.Contains("has no money", Now([Paid], []), StringComparison.Ordinal);
        Assert.Contains(
            "has no money",
            Now([Paid, Paid with { Id = Guid.CreateVersion7(), ExternalId = null }], [Money]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_credit_for_somebody_else_is_found()
    {
        var first = Paid with { ExternalId = "ext-0", TelegramId = Bob, Deposited = 0, State = PaymentState.Open };
        var second = Paid with { Id = Guid.CreateVersion7() };
        Assert.Contains("whose payment it is not", End([first, second], [Money]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refund_that_is_not_reversed_or_reversed_twice_or_for_nothing_is_found()
    {
        Assert.Contains("the credit stands", End([Paid], [Money with { IsReturned = true }]), StringComparison.Ordinal);
        Assert.Contains("by hand", End([Paid], [Money], isRefundAsked: true), StringComparison.Ordinal);
        Assert.Contains(
            "1000 of it",
            Now([Refunded with { Reversed = 1000 }], [Money with { IsReturned = true }]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "0 of the 500",
            End([Refunded with { Reversed = 0 }], [Money with { IsReturned = true }]),
            StringComparison.Ordinal
        );
        Assert.Contains("nobody has the money back", Now([Refunded], [Money]), StringComparison.Ordinal);
    }

    [Fact]
    public void Money_that_waits_for_a_decision_without_a_reason_or_for_none_is_found()
    {
        Assert.Contains("waits for a decision", End([Paid with { State = PaymentState.Review }], [Money]), StringComparison.Ordinal);
        Assert.Contains(
            "nobody is told",
            End([Refunded], [Money with { Received = 10.00m }], isRefundAsked: true),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_purchase_that_was_made_twice_not_at_all_or_too_dear_is_found()
    {
        Assert.Contains("has 2 orders", Now([Bought with { Orders = 2 }], [Money]), StringComparison.Ordinal);
        Assert.Contains("has 0 orders", Now([Bought with { Orders = 0 }], [Money]), StringComparison.Ordinal);
        Assert.Contains("has 1 orders", Now([Bought with { Waiting = WaitingPurchase.GivenUp }], [Money]), StringComparison.Ordinal);
        Assert.Contains("agreed at 300", Now([Bought with { OrderPrice = 301 }], [Money]), StringComparison.Ordinal);
        var waits = Bought with { Waiting = WaitingPurchase.Waiting, Orders = 0, OrderPrice = 0 };
        Assert.Contains("still waits", End([waits], [Money]), StringComparison.Ordinal);
        Assert.Empty(Check([waits], [Money]).Wrong());
    }

    [Fact]
    public void A_balance_that_is_not_what_came_is_found()
    {
        var payer = new Buyer(Ann, BuyerKind.Chat) { ButtonsTapped = 1 };
        var order = new StoredOrder(Id, Ann, OrderStatus.Pending, OrderChannel.Chat, 300, "+16550000001", null, 1, 1, 0, 0);
        Assert.Empty(PayerCheck.Wrong(Books(200, 0, order), [payer]));
        Assert.Single(PayerCheck.Wrong(Books(199, 0, order), [payer]));
        Assert.Single(PayerCheck.Wrong(Books(700, 0, order), [payer]));
        Assert.Single(PayerCheck.Wrong(Books(200, 300, order), [payer]));
        // A debt is what is missing.
        Assert.Empty(PayerCheck.Wrong(Books(0, 300, order, Refunded), [payer]));
        // One button buys once.
        Assert.Single(PayerCheck.Wrong(Books(-100, 0, [order, order with { Id = Guid.CreateVersion7() }], Paid), [payer]));
    }

    /// <summary>Each charge of Stars stands for itself; what else comes for an invoice is added up, given back or not.</summary>
    [Fact]
    public void The_desk_says_what_came_under_each_id()
    {
        var now = DateTimeOffset.UnixEpoch;
        SandboxDeskPayment Came(string id, decimal amount, bool isReturned = false) => new(id, amount, now, false, Ann, isReturned);
        SandboxInvoice Invoice(string provider, params SandboxDeskPayment[] payments) =>
            new($"{provider}-1", provider, "1", "pay_1", "", "", 5, 0, "USD", "paid", now, now, null, null, payments, [], []);

        Assert.Equal(
            [new("stars", "a", "pay_1", 5, 5, false), new("stars", "b", "pay_1", 5, 5, true), new("heleket", "1", "pay_1", 5, 7.5m, false)],
            DeskMoney.Of([
                Invoice("stars", Came("a", 5), Came("b", 5, isReturned: true)),
                Invoice("heleket", Came("a", 5), Came("b", 2.5m)),
                Invoice("cryptopay"),
            ])
        );
        Assert.True(DeskMoney.Of([Invoice("heleket", Came("a", 5, isReturned: true))]).Single().IsReturned);
    }

    private static PaymentCheck Check(StoredPayment[] stored, DeskMoney[] desk, bool isRefundAsked = false) =>
        new(stored, desk, _ => isRefundAsked);

    private static string[] All(StoredPayment[] stored, DeskMoney[] desk, bool isRefundAsked = false)
    {
        var check = Check(stored, desk, isRefundAsked);
        return [.. check.Wrong(), .. check.Missing()];
    }

    private static string Now(StoredPayment[] stored, DeskMoney[] desk) => string.Join('\n', Check(stored, desk).Wrong());

    private static string End(StoredPayment[] stored, DeskMoney[] desk, bool isRefundAsked = false) =>
        string.Join('\n', Check(stored, desk, isRefundAsked).Missing());

    private static StoredState Books(long balance, long debt, StoredOrder order, StoredPayment? payment = null) =>
        Books(balance, debt, [order], payment ?? Paid);

    private static StoredState Books(long balance, long debt, StoredOrder[] orders, StoredPayment payment) =>
        new(
            orders.ToDictionary(o => o.Id),
            Array.Empty<StoredText>().ToLookup(text => text.ExternalId),
            new Dictionary<long, long> { [Ann] = balance },
            new Dictionary<long, long> { [Ann] = debt },
            [payment]
        );
}
