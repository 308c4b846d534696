using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Customers;

namespace XthonBot.Core.Modules.ApiKeys;

/// <param name="Request">The nonce of the button; the same one issues one key.</param>
/// <param name="IsTest">A key of the test world.</param>
public sealed record IssueApiKey(CustomerId Customer, string Request, bool IsTest = false);

/// <param name="Key">The whole key, in the clear for the only time.</param>
public sealed record IssuedApiKey(string Key, string PublicPart);

public sealed class IssueApiKeyHandler(Store store, TimeProvider time)
{
    /// <summary>At most this many live keys a customer.</summary>
    public const int Limit = 5;

    public async Task<Result<IssuedApiKey>> HandleAsync(IssueApiKey command, CancellationToken ct)
    {
        var (key, publicPart) = KeyText.Create(command.IsTest);
        var now = time.UtcNow();
        try
        {
            return await store.WriteAsync(
                async (db, token) =>
                {
                    var customer = command.Customer.Value;
                    // The customer is held: two at once would choose the same slot.
                    await CustomerLocks.HoldAsync(db, command.Customer, token);
                    if (await db.ApiKeys.AnyAsync(k => k.CustomerId == customer && k.Request == command.Request, token))
                        return (Result<IssuedApiKey>)new Error.AlreadyDone("key");

                    var taken = await db
                        .ApiKeys.Where(k => k.CustomerId == customer && k.RevokedAt == null)
                        .Select(k => k.Slot)
                        .ToListAsync(token);
                    var slot = Enumerable.Range(1, Limit).Except(taken).FirstOrDefault();
                    if (slot == 0)
                        return new Error.TooManyKeys(Limit);

                    db.Add(new ApiKey(customer, slot, publicPart, KeyText.Digest(key), command.Request, command.IsTest, now));
                    await db.SaveChangesAsync(token);
                    return new IssuedApiKey(key, publicPart);
                },
                ct
            );
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            // The same request was carried out in this moment.
            return new Error.AlreadyDone("key");
        }
    }
}
