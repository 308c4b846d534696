using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>The next step of a request with an idempotency key.</summary>
public abstract record IdempotencyDecision
{
    private IdempotencyDecision() { }

    /// <summary>It is the first one, and runs.</summary>
    /// <param name="IsTakenOver">One before it died without an answer; what it did may have taken effect.</param>
    public sealed record Run(bool IsTakenOver) : IdempotencyDecision;

    /// <summary>It was answered before.</summary>
    public sealed record Again(int Status, string Body) : IdempotencyDecision;

    /// <summary>The first one still runs.</summary>
    public sealed record Wait : IdempotencyDecision;

    /// <summary>The key belongs to another request.</summary>
    public sealed record Other : IdempotencyDecision;
}

/// <summary>Keeps the first answer to each idempotency key of a customer, and gives it again.</summary>
public sealed class IdempotencyStore(Store store, TextProtector protector, TimeProvider time)
{
    /// <summary>How long an answer is kept at least.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Longer than any request takes.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    // One statement decides who is first, also of fifty at once; after a crash one of those who repeat goes on. It is no WorkClaim: the row
    // comes into being by the claim itself, and whoever repeats the request takes it over, not a sweep over what is due.
    private const string TakeSql = """
        insert into kept_replies (customer_id, key, digest, created_at, lease_until) values (@customer, @key, @digest, @now, @until)
        on conflict (customer_id, key) do update set lease_until = excluded.lease_until
            where kept_replies.status is null and kept_replies.lease_until <= @now and kept_replies.digest = excluded.digest
        returning created_at
        """;

    /// <param name="digest">Of method, path and query.</param>
    public async Task<IdempotencyDecision> BeginAsync(CustomerId customer, string key, string digest, CancellationToken ct)
    {
        var now = time.UtcNow();
        DateTime? first = null;
        await store.WriteAsync(
            (db, token) =>
                db
                    .Statements.Get(TakeSql)
                    .With("customer", customer.Value)
                    .With("key", StorableText.Of(key))
                    .With("digest", digest)
                    .With("now", now)
                    .With("until", now + Lease)
                    .RunAsync(row => first = row.GetUtc(0), token),
            ct
        );
        return first is { } at ? new IdempotencyDecision.Run(IsTakenOver: at != now) : await FindAsync(customer, key, digest, ct);
    }

    public Task<int> KeepAsync(CustomerId customer, string key, int status, string body, CancellationToken ct)
    {
        var content = protector.Protect(body);
        return store.WriteAsync(
            (db, token) =>
                Of(db, customer, key)
                    .Where(r => r.Status == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.Status, status).SetProperty(r => r.Body, content), token),
            ct
        );
    }

    /// <summary>Nothing came of it, by a fault of ours: whoever repeats it is the first.</summary>
    public Task<int> ReleaseAsync(CustomerId customer, string key, CancellationToken ct) =>
        store.WriteAsync(
            (db, token) =>
                Of(db, customer, key)
                    .Where(r => r.Status == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, r => r.CreatedAt), token),
            ct
        );

    /// <summary>Deletes what was kept long enough.</summary>
    public Task<int> PurgeAsync(CancellationToken ct)
    {
        var before = time.UtcNow() - KeptFor - TimeSpan.FromHours(1);
        return store.WriteAsync((db, token) => db.IdempotentResponses.Where(r => r.CreatedAt < before).ExecuteDeleteAsync(token), ct);
    }

    private async Task<IdempotencyDecision> FindAsync(CustomerId customer, string key, string digest, CancellationToken ct)
    {
        var found = await store.ReadAsync(
            (db, token) =>
                Of(db, customer, key)
                    .Select(r => new
                    {
                        r.Digest,
                        r.Status,
                        r.Body,
                    })
                    .SingleOrDefaultAsync(token),
            ct
        );
        return found switch
        {
            // Deleted between the two looks.
            null => new IdempotencyDecision.Wait(),
            _ when found.Digest != digest => new IdempotencyDecision.Other(),
            { Status: { } status } when protector.Unprotect(found.Body) is { } body => new IdempotencyDecision.Again(status, body),
            _ => new IdempotencyDecision.Wait(),
        };
    }

    private static IQueryable<IdempotentResponse> Of(StoreDbContext db, CustomerId customer, string key)
    {
        var stored = StorableText.Of(key);
        return db.IdempotentResponses.Where(r => r.CustomerId == customer.Value && r.Key == stored);
    }
}
