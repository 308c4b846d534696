namespace XthonBot.Core.Modules.Catalog;

/// <summary>Which texts without a code complete an order, so that its price is kept.</summary>
public enum TextCompletes
{
    /// <summary>None: an order without a code is refunded.</summary>
    Never = 0,

    /// <summary>Those of a sender that matches <see cref="Service.SenderPattern"/>; none where the service has no such pattern.</summary>
    WantedSenders = 1,

    Any = 2,
}
