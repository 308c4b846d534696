using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>How long a lease lasts, how often it is renewed, and how often others ask for it.</summary>
public sealed record LeaseTimings(TimeSpan Duration, TimeSpan Renewal, TimeSpan Retry)
{
    /// <summary>Another process goes on with the work of a dead one within fifteen seconds.</summary>
    public static readonly LeaseTimings Cluster = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));

    /// <summary>
    /// A file belongs to one process, which releases at its start what the one before left: nothing has to run out, and nobody is to be
    /// told.
    /// </summary>
    public static readonly LeaseTimings SingleProcess = new(TimeSpan.FromDays(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(1));

    public static LeaseTimings For(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? SingleProcess : Cluster;
}
