using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.ApiKeys;

/// <summary>A key was revoked, or what it may do was changed.</summary>
internal readonly record struct ApiKeyChanged : IDomainEvent;
