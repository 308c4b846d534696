namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// The host's clock was set back: what waits for a time waits for the right one from here on. A try too many costs nothing.
/// </summary>
/// <param name="Now">By the clock as it is.</param>
/// <param name="Latest">Times beyond it are in the future again.</param>
internal readonly record struct ClockSetBack(DateTime Now, DateTime Latest) : IDomainEvent
{
    /// <summary>Until when a piece of work may be held at most: what is held for longer is cut to it.</summary>
    public DateTime LongestLease => Latest + TimeSpan.FromMinutes(3);
}
