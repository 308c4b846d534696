namespace XthonBot.Api.Envelopes;

/// <summary>Headers by which a client means to protect its money. One that is passed over protects nothing.</summary>
internal static class MoneyHeaders
{
    /// <summary>The header that the store understands.</summary>
    public const string IdempotencyKey = "Idempotency-Key";

    public static bool IsOne(string header) => NamesRequest(header) || header.Contains("price", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the header names the request, so that the request is carried out once.</summary>
    public static bool NamesRequest(string header) => header.Contains("idempot", StringComparison.OrdinalIgnoreCase);
}
