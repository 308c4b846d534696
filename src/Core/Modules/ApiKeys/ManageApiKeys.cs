using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>A live key as its owner sees it.</summary>
/// <param name="Name">Its owner's name for it.</param>
/// <param name="Networks">As <see cref="AllowedNetworks"/> writes them; null for anywhere.</param>
public sealed record ApiKeyView(
    ApiKeyId Id,
    string PublicPart,
    DateTime CreatedAt,
    DateTime? LastUsedAt,
    string? Name,
    bool IsReadOnly,
    string? Networks,
    Money? DailyLimit,
    bool IsTest
)
{
    /// <summary>The part of it that is no secret: <c>xk_</c> or <c>xk_test_</c> and ten characters.</summary>
    public string PublicText => KeyText.Prefix(IsTest) + PublicPart;

    internal static Expression<Func<ApiKey, ApiKeyView>> Projection { get; } =
        k => new ApiKeyView(
            new ApiKeyId(k.Id),
            k.PublicPart,
            k.CreatedAt,
            k.LastUsedAt,
            k.Name,
            k.IsReadOnly,
            k.AllowedNetworks,
            k.DailyLimitMinor == null ? null : new Money(k.DailyLimitMinor.Value),
            k.IsTest
        );
}

public sealed class ListApiKeysHandler(Store store)
{
    public Task<List<ApiKeyView>> HandleAsync(CustomerId customer, CancellationToken ct) =>
        store.ReadAsync(
            (db, token) =>
                db
                    .ApiKeys.Where(k => k.CustomerId == customer.Value && k.RevokedAt == null)
                    .OrderBy(k => k.Id)
                    .Select(ApiKeyView.Projection)
                    .ToListAsync(token),
            ct
        );
}

public sealed class RevokeApiKeyHandler(Store store, TimeProvider time)
{
    /// <summary>Ends a key of this customer at once; revoking it again changes nothing.</summary>
    public async Task<Result<Done>> HandleAsync(CustomerId customer, ApiKeyId key, CancellationToken ct)
    {
        var now = time.UtcNow();
        return await store.WriteAsync(
            async (db, token) =>
            {
                db.Publish(default(ApiKeyChanged));
                var mine = db.ApiKeys.Where(k => k.Id == key.Value && k.CustomerId == customer.Value);
                var rows = await mine.Where(k => k.RevokedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedAt, now), token);
                return rows == 1 || await mine.AnyAsync(token) ? default(Done) : (Result<Done>)new Error.NotFound("key");
            },
            ct
        );
    }
}
