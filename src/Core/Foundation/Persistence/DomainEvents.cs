using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>
/// Something that happened, published by the use case that did it. It carries what reactions need, so that none has to query for it.
/// </summary>
internal interface IDomainEvent;

/// <summary>
/// Reacts to what a use case did, without the use case knowing it. Registered by <see cref="DomainEventServices.AddReaction"/>.
/// </summary>
internal interface IReaction<TEvent>
    where TEvent : IDomainEvent
{
    /// <summary>
    /// Adds statements for all events of a batch at once. They run in the transaction of the writes that published, together with those
    /// of all other reactions; if they fail, so do the writes.
    /// </summary>
    void Write(StatementBatch batch, IReadOnlyList<TEvent> events) { }

    /// <summary>
    /// Called after the commit and before the writers get their answers: wakes somebody, or forgets a cache. It must be quick.
    /// </summary>
    void Committed(IReadOnlyList<TEvent> events) { }
}

/// <summary>The domain events of a transaction, by kind, in the order in which the kinds came.</summary>
internal sealed class DomainEvents
{
    private readonly List<Kind> kinds = [];

    public void Add<TEvent>(IEnumerable<TEvent> events)
        where TEvent : IDomainEvent
    {
        var known = kinds.OfType<Kind<TEvent>>().FirstOrDefault();
        if (known is null)
            kinds.Add(known = new Kind<TEvent>());
        known.Events.AddRange(events);
    }

    public async Task WriteAsync(StoreDbContext db, DomainEventDispatcher dispatcher, CancellationToken ct)
    {
        if (kinds.Count == 0)
            return;
        var batch = new StatementBatch(db);
        foreach (var kind in kinds)
            kind.Write(batch, dispatcher);
        await batch.RunAsync(ct);
    }

    public void Committed(DomainEventDispatcher dispatcher)
    {
        foreach (var kind in kinds)
            kind.Committed(dispatcher);
    }

    private abstract class Kind
    {
        public abstract void Write(StatementBatch batch, DomainEventDispatcher dispatcher);

        public abstract void Committed(DomainEventDispatcher dispatcher);
    }

    private sealed class Kind<TEvent> : Kind
        where TEvent : IDomainEvent
    {
        public List<TEvent> Events { get; } = [];

        public override void Write(StatementBatch batch, DomainEventDispatcher dispatcher)
        {
            foreach (var reaction in dispatcher.To<TEvent>())
                reaction.Write(batch, Events);
        }

        public override void Committed(DomainEventDispatcher dispatcher)
        {
            foreach (var reaction in dispatcher.To<TEvent>())
                dispatcher.Tell(reaction, Events);
        }
    }
}

/// <summary>Finds who reacts to an event.</summary>
/// <remarks>Only when the first of its kind comes: reactions may depend on the store, which publishes.</remarks>
public sealed partial class DomainEventDispatcher(IServiceProvider services, ILogger<DomainEventDispatcher> log)
{
    private readonly ConcurrentDictionary<Type, object> byEvent = new();

    internal IReadOnlyList<IReaction<TEvent>> To<TEvent>()
        where TEvent : IDomainEvent =>
        (IReaction<TEvent>[])
            byEvent.GetOrAdd(typeof(TEvent), static (_, services) => services.GetServices<IReaction<TEvent>>().ToArray(), services);

    internal void Tell<TEvent>(IReaction<TEvent> reaction, IReadOnlyList<TEvent> events)
        where TEvent : IDomainEvent
    {
        try
        {
            reaction.Committed(events);
        }
#pragma warning disable CA1031 // It is committed, and whoever wrote it must hear so.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(log, e, reaction.GetType().Name, typeof(TEvent).Name);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Reaction} failed after the commit of {Event}")]
    private static partial void LogFailed(ILogger log, Exception e, string reaction, string @event);
}

internal static class DomainEventServices
{
    /// <summary>Registers a class, once, for every <see cref="IReaction{TEvent}"/> that it implements.</summary>
    public static IServiceCollection AddReaction<T>(this IServiceCollection services)
        where T : class
    {
        services.AddSingleton<T>();
        foreach (
            var reaction in typeof(T).GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReaction<>))
        )
            services.AddSingleton(reaction, built => built.GetRequiredService<T>());
        return services;
    }
}
