using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Modules.Stock;

/// <summary>An operator put numbers on a shelf, or took some off it.</summary>
internal readonly record struct StockChanged : IDomainEvent;

/// <summary>A number expired too often in a row, and is not sold any more.</summary>
/// <param name="OrderKey">The order with which that happened.</param>
internal readonly record struct NumberWithheld(long OrderKey, DateTime At) : IDomainEvent;
