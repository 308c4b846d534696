using System.Globalization;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Desk;

/// <summary>A provider at whose address anything can arrive: too little, too much, too late, twice.</summary>
internal abstract class MoneySpeaker(DeskContext desk) : DeskSpeaker
{
    /// <summary>More than any currency needs, and no more than a provider prints.</summary>
    private const int Decimals = 8;

    protected DeskContext Desk => desk;

    public override IReadOnlyList<string> Actions(DeskInvoice invoice) =>
        [
            .. invoice.State == DeskState.Open
                ? (string[])
                    [DeskAction.Pay, DeskAction.PayLess, DeskAction.PayMore, DeskAction.PayLate, DeskAction.PayTwice, DeskAction.Expire]
                : [],
            .. invoice.State == DeskState.Expired ? (string[])[DeskAction.PayLate] : [],
            .. invoice.State == DeskState.Paid ? (string[])[DeskAction.PayTwice] : [],
            .. invoice.Received > 0 ? (string[])[DeskAction.Refund] : [],
        ];

    public override Task<DeskOutcome> ActAsync(DeskInvoice invoice, string action, DeskOrder order)
    {
        // One act's news stand together in the line of webhooks.
        lock (desk.Book.Gate)
        {
            var now = desk.Book.Required(invoice.Id);
            if (!Actions(now).Contains(action))
                throw Refusal.Conflict($"{action} is not possible with this invoice now");
            Act(now, action, order);
        }
        return Task.FromResult(DeskOutcome.Fine);
    }

    /// <summary>A payment has come: the state that follows, and the news. Called under the lock of the book.</summary>
    /// <param name="invoice">With the payment among its others.</param>
    protected abstract void OnPaid(DeskInvoice invoice, DeskPayment payment);

    protected abstract void OnRefunded(DeskInvoice invoice);

    /// <summary>Gives all back that came.</summary>
    protected DeskInvoice Refund(DeskInvoice invoice)
    {
        OnRefunded(desk.Book.Change(invoice.Id, now => now.Returned(DeskState.Refunded)));
        return desk.Book.Required(invoice.Id);
    }

    protected static string Plain(decimal amount) => amount.ToString("0.00######", CultureInfo.InvariantCulture);

    private void Act(DeskInvoice invoice, string action, DeskOrder order)
    {
        var due = invoice.Due > 0 ? invoice.Due : invoice.Asked;
        switch (action)
        {
            case DeskAction.Pay:
                Pay(invoice, order.Amount ?? due);
                break;
            case DeskAction.PayLess:
                Pay(invoice, order.Amount ?? Half(due));
                break;
            case DeskAction.PayMore:
                Pay(invoice, order.Amount ?? (due + Half(invoice.Asked)));
                break;
            case DeskAction.PayLate:
                Pay(invoice.State == DeskState.Expired ? invoice : desk.Book.Expire(invoice.Id), order.Amount ?? due);
                break;
            case DeskAction.PayTwice:
                if (invoice.State == DeskState.Open)
                    Pay(invoice, due);
                Pay(desk.Book.Required(invoice.Id), order.Amount ?? invoice.Asked);
                break;
            case DeskAction.Expire:
                desk.Book.Expire(invoice.Id);
                break;
            case DeskAction.Refund:
                Refund(invoice);
                break;
        }
    }

    private void Pay(DeskInvoice invoice, decimal amount)
    {
        var id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var payment = new DeskPayment(id, amount, desk.Time.GetUtcNow(), IsLate: invoice.State == DeskState.Expired);
        OnPaid(desk.Book.Change(invoice.Id, now => now.With(payment)), payment);
    }

    /// <summary>In the invoice's own decimals where they suffice: half of 5.00 is 2.50.</summary>
    private static decimal Half(decimal amount)
    {
        var scale = Math.Max((int)amount.Scale, 2);
        var half = Math.Round(amount / 2, scale, MidpointRounding.ToZero);
        return half > 0 ? half : Math.Round(amount / 2, Decimals, MidpointRounding.ToZero);
    }
}
