using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>The closed list of what its owner may change about a key.</summary>
public abstract record KeyChange
{
    private KeyChange() { }

    /// <param name="Name">1 to 40 characters that can be seen; null for none.</param>
    public sealed record Rename(string? Name) : KeyChange;

    public sealed record SetReadOnly(bool IsReadOnly) : KeyChange;

    /// <param name="Networks">Null for anywhere.</param>
    public sealed record AllowFrom(AllowedNetworks? Networks) : KeyChange;

    /// <param name="PerDay">Null for no limit. Purchases of a key without a limit are not counted.</param>
    public sealed record LimitSpending(Money? PerDay) : KeyChange;
}

/// <summary>Changes a live key: seen at once by this process, and by others within <see cref="ApiKeyCache.Age"/>.</summary>
public sealed class ChangeApiKeyHandler(Store store)
{
    private const int LongestName = 40;

    /// <returns><see cref="Error.NotFound"/> where it is not a live key of this customer; <see cref="Error.Invalid"/> for a name that
    /// cannot be one.</returns>
    public async Task<Result<Done>> HandleAsync(CustomerId customer, ApiKeyId key, KeyChange change, CancellationToken ct)
    {
        if (
            change is KeyChange.Rename { Name: { } name }
            && (name.Length is 0 or > LongestName || name.Any(char.IsControl) || string.IsNullOrWhiteSpace(name))
        )
            return new Error.Invalid("name", "key-name");

        var rows = await store.WriteAsync(
            (db, token) =>
            {
                db.Publish(default(ApiKeyChanged));
                var mine = db.ApiKeys.Where(k => k.Id == key.Value && k.CustomerId == customer.Value && k.RevokedAt == null);
                return change switch
                {
                    KeyChange.Rename to => mine.ExecuteUpdateAsync(
                        set => set.SetProperty(k => k.Name, to.Name is { } text ? StorableText.Of(text) : null),
                        token
                    ),
                    KeyChange.SetReadOnly to => mine.ExecuteUpdateAsync(set => set.SetProperty(k => k.IsReadOnly, to.IsReadOnly), token),
                    KeyChange.AllowFrom to => mine.ExecuteUpdateAsync(
                        set => set.SetProperty(k => k.AllowedNetworks, to.Networks?.ToString()),
                        token
                    ),
                    KeyChange.LimitSpending to => mine.ExecuteUpdateAsync(
                        set => set.SetProperty(k => k.DailyLimitMinor, to.PerDay?.Minor),
                        token
                    ),
                    _ => throw new InvalidOperationException($"Unknown change {change}."),
                };
            },
            ct
        );
        return rows == 1 ? default(Done) : new Error.NotFound("key");
    }
}
