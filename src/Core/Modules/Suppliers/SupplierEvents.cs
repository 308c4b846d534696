using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>What suppliers offer is not what it was a moment ago.</summary>
internal readonly record struct OffersChanged : IDomainEvent;
