using Microsoft.EntityFrameworkCore;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Stock;

namespace XthonBot.Core.Views.Operator;

/// <param name="Tail">The text after the number, as it was written.</param>
public sealed record LeadingNumber(PhoneNumber Number, string Tail);

/// <summary>Reads the number that a text begins with, also where it has blanks: <c>+1 555 000 1234 Your code is 54321</c>.</summary>
public sealed class ReadLeadingNumberHandler(Store store)
{
    private const int MostWords = 16;

    /// <remarks>Where several beginnings are a number, it is the one that the store has; else the one that is complete.</remarks>
    public async Task<Result<LeadingNumber>> HandleAsync(string text, CancellationToken ct)
    {
        var candidates = Candidates(text.Trim());
        if (candidates is [])
            return PhoneNumber.Parse(text.Trim().Split([' ', '\n', '\t'], 2)[0]).Error ?? new Error.Invalid("number", "not-a-phone-number");
        if (candidates is [var only] && !(only.Number.IsUnusual && char.IsDigit(only.Tail[0])))
            return only;

        var phones = candidates.ConvertAll(candidate => candidate.Number.E164);
        var known = await store.ReadAsync(
            async (db, token) =>
                (
                    await db
                        .Numbers.Where(n => phones.Contains(n.Phone))
                        .Select(n => n.Phone)
                        .Union(db.Orders.Where(o => o.Phone != null && phones.Contains(o.Phone)).Select(o => o.Phone!))
                        .ToListAsync(token)
                ).ToHashSet(),
            ct
        );
        var fitting =
            known.Count > 0
                ? candidates.FindAll(candidate => known.Contains(candidate.Number.E164))
                : candidates.FindAll(candidate => !candidate.Number.IsUnusual);
        return fitting is [var one] ? one : new Error.Invalid("number", candidates.Count == 1 ? "digits-apart" : "several-readings");
    }

    private static List<LeadingNumber> Candidates(string text)
    {
        var found = new List<LeadingNumber>();
        var end = 0;
        for (var words = 1; words <= MostWords && end < text.Length; words++)
        {
            var start = end;
            while (end < text.Length && char.IsWhiteSpace(text[end]))
                end++;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            var tail = text[end..].Trim();
            if (tail.Length > 0 && PhoneNumber.Parse(text[..end]).TryGet(out var number, out _))
                found.Add(new LeadingNumber(number, tail));
            if (words > 1 && PlainText.Of(text[start..end]).Any(char.IsLetter))
                break;
        }

        return found;
    }
}
