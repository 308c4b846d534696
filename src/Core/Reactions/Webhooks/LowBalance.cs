using System.Text.Json;
using System.Text.Json.Serialization;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>The figures of a low-balance event. Stored as JSON.</summary>
public sealed record LowBalance(long BalanceMinor, long ThresholdMinor)
{
    [JsonIgnore]
    public Money Balance => new(BalanceMinor);

    [JsonIgnore]
    public Money Threshold => new(ThresholdMinor);

    internal string Write() => JsonSerializer.Serialize(this);

    /// <summary>Also as releases before this one wrote it, with a bar between.</summary>
    internal static LowBalance? Read(string? stored) =>
        stored switch
        {
            ['{', ..] => JsonSerializer.Deserialize<LowBalance>(stored),
            not null when stored.Split('|') is [var balance, var threshold] => new LowBalance(
                Money.Stored(balance).Minor,
                Money.Stored(threshold).Minor
            ),
            _ => null,
        };
}
