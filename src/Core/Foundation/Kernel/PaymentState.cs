namespace XthonBot.Core.Foundation.Kernel;

/// <summary>The states of a payment.</summary>
public enum PaymentState
{
    /// <summary>Waits for the payer.</summary>
    Open = 0,

    /// <summary>At least the amount that was asked for has come and is credited.</summary>
    Paid = 1,

    /// <summary>Less than the amount has come; what has come is credited.</summary>
    Partial = 2,

    /// <summary>Something came, or is said to have come, that an operator has to judge.</summary>
    Review = 3,

    /// <summary>Nothing came in time. Money that comes late is credited all the same.</summary>
    Expired = 4,

    /// <summary>It was called off, or refused. Money that comes all the same is credited.</summary>
    Canceled = 5,

    /// <summary>The payer has the money back, and the credit is reversed.</summary>
    Refunded = 6,

    /// <summary>The payer took the money back by their bank or store, and the credit is reversed.</summary>
    ChargedBack = 7,
}

public static class PaymentStateNames
{
    /// <summary>The name in public, such as <c>CHARGED_BACK</c>.</summary>
    public static string Text(this PaymentState state) =>
        state == PaymentState.ChargedBack ? "CHARGED_BACK" : state.ToString().ToUpperInvariant();
}
