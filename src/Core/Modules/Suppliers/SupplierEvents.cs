using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Suppliers;

/// <summary>The suppliers' offers changed.</summary>
internal readonly record struct OffersChanged : IDomainEvent;
