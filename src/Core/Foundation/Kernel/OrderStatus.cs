namespace XthonBot.Core.Foundation.Kernel;

/// <summary>The states of an order; the REST API writes them in capitals.</summary>
public enum OrderStatus
{
    Pending = 0,
    Succeeded = 1,
    Canceled = 2,
    Expired = 3,
    Refunded = 4,
}

public static class OrderStatusText
{
    public static string Text(this OrderStatus status) =>
        status switch
        {
            OrderStatus.Pending => "PENDING",
            OrderStatus.Succeeded => "SUCCEEDED",
            OrderStatus.Canceled => "CANCELED",
            OrderStatus.Expired => "EXPIRED",
            OrderStatus.Refunded => "REFUNDED",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };
}
