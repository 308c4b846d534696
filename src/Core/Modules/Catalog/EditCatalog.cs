using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.CodeFinding;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Catalog;

/// <summary>The closed list of what an operator does to the catalog.</summary>
public abstract record CatalogEdit
{
    private CatalogEdit() { }

    public sealed record Add(Money Price, string Name) : CatalogEdit;

    public sealed record SetPrice(Money Price) : CatalogEdit;

    public sealed record Rename(string Name) : CatalogEdit;

    public sealed record Pause : CatalogEdit;

    public sealed record Resume : CatalogEdit;

    /// <param name="Pattern">See <see cref="Service.SenderPattern"/>.</param>
    public sealed record SetSenders(string? Pattern) : CatalogEdit;

    /// <param name="Pattern">See <see cref="Service.CodePattern"/>.</param>
    public sealed record SetPattern(string? Pattern) : CatalogEdit;

    /// <param name="Texts">See <see cref="Service.TextCompletes"/>.</param>
    public sealed record SetTexts(TextCompletes? Texts) : CatalogEdit;
}

public sealed class EditCatalogHandler(Store store, TimeProvider time)
{
    public const int MaxNameLength = 64;

    /// <param name="code">1 to 16 lower-case letters and digits.</param>
    public async Task<Result<ServiceId>> HandleAsync(string code, CatalogEdit edit, Actor by, CancellationToken ct)
    {
        if (code.Length is 0 or > 16 || !code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            return new Error.Invalid("code", "code-format");
        if (
            edit is CatalogEdit.Add { Name: var added } && !IsName(added)
            || edit is CatalogEdit.Rename { Name: var renamed } && !IsName(renamed)
        )
            return new Error.Invalid("name", "name-length");
        if (edit is CatalogEdit.Add { Price.Minor: <= 0 } or CatalogEdit.SetPrice { Price.Minor: <= 0 })
            return new Error.Invalid("price", "amount-not-positive");
        if (
            edit is CatalogEdit.SetSenders { Pattern: { } senders } && !ServicePatterns.AcceptsSenders(senders)
            || edit is CatalogEdit.SetPattern { Pattern: { } pattern } && !CodeFinder.Accepts(pattern)
        )
            return new Error.Invalid("pattern", "pattern-format");

        var now = time.UtcNow();
        try
        {
            return await store.WriteAsync((db, token) => WriteAsync(db, code, edit, by, now, token), ct);
        }
        catch (DbUpdateException e) when (e.IsUniqueViolation())
        {
            return new Error.AlreadyExists(code);
        }
    }

    private static async Task<Result<ServiceId>> WriteAsync(
        StoreDbContext db,
        string code,
        CatalogEdit edit,
        Actor by,
        DateTime now,
        CancellationToken ct
    )
    {
        var service = edit is CatalogEdit.Add add
            ? db.Add(new Service(code, add.Name.Trim(), add.Price, now)).Entity
            : await db.Services.SingleOrDefaultAsync(s => s.Code == code, ct);
        if (service is null)
            return new Error.NotFound("service");

        var before = edit is CatalogEdit.Add ? null : Describe(service);
        switch (edit)
        {
            case CatalogEdit.SetPrice price:
                service.Price(price.Price);
                break;
            case CatalogEdit.Rename rename:
                service.Rename(rename.Name.Trim());
                break;
            case CatalogEdit.Pause or CatalogEdit.Resume:
                service.Pause(edit is CatalogEdit.Pause);
                break;
            case CatalogEdit.SetSenders senders:
                service.TakeFrom(senders.Pattern);
                break;
            case CatalogEdit.SetPattern pattern:
                service.FindCodesBy(pattern.Pattern);
                break;
            case CatalogEdit.SetTexts texts:
                service.CompleteBy(texts.Texts);
                break;
        }

        db.Publish(
            new Audited(by, "service." + edit.GetType().Name.ToLowerInvariant(), "service:" + code, before, Describe(service), null, now)
        );
        await db.SaveChangesAsync(ct);
        db.Publish(default(CatalogChanged));
        return new ServiceId(service.PublicId);
    }

    private static bool IsName(string name) => name.Trim().Length is > 0 and <= MaxNameLength;

    private static string Describe(Service service) =>
        $"{service.Name}, {new Money(service.PriceMinor)}{(service.IsPaused ? ", paused" : "")}"
        + (service.SenderPattern is { } senders ? $", senders {senders}" : "")
        + (service.CodePattern is { } pattern ? $", pattern {pattern}" : "")
        + (service.TextCompletes is { } texts ? $", completed by texts: {texts}" : "");
}
