using XthonBot.Core.Foundation.Durability;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Payments;

namespace XthonBot.Core.Reactions.Notifications;

/// <summary>Writes down what customers and operators have to be told of payments.</summary>
internal sealed class PaymentNotifications(OutboxSignal signal)
    : IReaction<PaymentReceived>,
        IReaction<PaymentReversed>,
        IReaction<PaymentDoubted>,
        IReaction<PaymentJudged>,
        IReaction<WaitingPurchaseFailed>
{
    public void Write(StatementBatch batch, IReadOnlyList<PaymentReceived> events) =>
        ChatNotifications.Add(
            batch,
            events.Select(e =>
                Notification.ForCustomer(
                    NotificationKind.PaymentReceived,
                    e.Customer,
                    e.At,
                    Detail(e.Id, e.Way, e.Credited, e.Balance, Money.Zero, null)
                )
            )
        );

    public void Committed(IReadOnlyList<PaymentReceived> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<PaymentReversed> events) =>
        ChatNotifications.Add(
            batch,
            events.SelectMany(e =>
            {
                var detail = Detail(e.Id, e.Way, e.Reversed, e.Balance, e.Debt, null);
                return new[]
                {
                    Notification.ForCustomer(NotificationKind.PaymentReversed, e.Customer, e.At, detail),
                    Notification.ForOperators(NotificationKind.PaymentWentBack, e.At, detail: detail),
                };
            })
        );

    public void Committed(IReadOnlyList<PaymentReversed> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<PaymentDoubted> events) =>
        ChatNotifications.Add(
            batch,
            events.Select(e =>
                Notification.ForOperators(
                    NotificationKind.PaymentToDecide,
                    e.At,
                    detail: Detail(e.Id, e.Way, Money.Zero, Money.Zero, Money.Zero, e.Remark)
                )
            )
        );

    public void Committed(IReadOnlyList<PaymentDoubted> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<PaymentJudged> events) =>
        ChatNotifications.Add(
            batch,
            events.SelectMany(e =>
            {
                var detail = Detail(e.Id, e.Way, e.Credited, Money.Zero, Money.Zero, e.Reason) with
                {
                    Decision = e.Decision,
                    By = e.By.Name,
                };
                var decided = Notification.ForOperators(NotificationKind.PaymentDecided, e.At, detail: detail);
                return e.IsRefused
                    ? new[] { Notification.ForCustomer(NotificationKind.PaymentRefused, e.Customer, e.At, detail), decided }
                    : [decided];
            })
        );

    public void Committed(IReadOnlyList<PaymentJudged> events) => signal.Notify();

    public void Write(StatementBatch batch, IReadOnlyList<WaitingPurchaseFailed> events) =>
        ChatNotifications.Add(
            batch,
            events.Select(e =>
                Notification.ForCustomer(
                    NotificationKind.PurchaseNotContinued,
                    e.Customer,
                    e.At,
                    Detail(e.Id, "", Money.Zero, Money.Zero, Money.Zero, e.Reason) with
                    {
                        Service = e.Service.Value,
                    }
                )
            )
        );

    public void Committed(IReadOnlyList<WaitingPurchaseFailed> events) => signal.Notify();

    private static NotificationDetail.OfPayment Detail(PaymentId id, string way, Money amount, Money balance, Money debt, string? reason) =>
        new(id.Value, way, amount.Minor, balance.Minor, debt.Minor, reason, null);
}
