using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Payments;

/// <summary>The one table of which state may follow which.</summary>
public static class PaymentTransitions
{
    private static readonly Dictionary<PaymentState, PaymentState[]> Next = new()
    {
        [PaymentState.Open] =
        [
            PaymentState.Paid,
            PaymentState.Partial,
            PaymentState.Review,
            PaymentState.Expired,
            PaymentState.Canceled,
            PaymentState.Refunded,
            PaymentState.ChargedBack,
        ],
        [PaymentState.Expired] =
        [
            PaymentState.Paid,
            PaymentState.Partial,
            PaymentState.Review,
            PaymentState.Refunded,
            PaymentState.ChargedBack,
        ],
        [PaymentState.Canceled] =
        [
            PaymentState.Paid,
            PaymentState.Partial,
            PaymentState.Review,
            PaymentState.Refunded,
            PaymentState.ChargedBack,
        ],
        [PaymentState.Partial] = [PaymentState.Paid, PaymentState.Review, PaymentState.Refunded, PaymentState.ChargedBack],
        [PaymentState.Review] =
        [
            PaymentState.Paid,
            PaymentState.Partial,
            PaymentState.Canceled,
            PaymentState.Refunded,
            PaymentState.ChargedBack,
        ],
        [PaymentState.Paid] = [PaymentState.Review, PaymentState.Refunded, PaymentState.ChargedBack],
        [PaymentState.Refunded] = [PaymentState.Review],
        [PaymentState.ChargedBack] = [PaymentState.Review],
    };

    public static bool MayFollow(PaymentState from, PaymentState to) => from == to || Next[from].Contains(to);
}
