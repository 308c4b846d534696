using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Catalog;

/// <summary>An operator changed what is on sale.</summary>
internal readonly record struct CatalogChanged : IDomainEvent;
