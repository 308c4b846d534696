using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>How long a lease lasts, how often it is renewed, and how often others ask for it.</summary>
public sealed record LeaseTerms(TimeSpan Duration, TimeSpan Renewal, TimeSpan Retry)
{
    /// <summary>Another process goes on with the work of a dead one within fifteen seconds.</summary>
    public static readonly LeaseTerms OfMany = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));

    /// <summary>A file belongs to one process, which releases at its start what the one before left: nothing has to run out, and nobody is to be told.</summary>
    public static readonly LeaseTerms OfOne = new(TimeSpan.FromDays(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));

    public static LeaseTerms For(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? OfOne : OfMany;
}
