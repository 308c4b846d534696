using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Persistence;

namespace XthonBot.Core.Reactions.Webhooks;

/// <summary>A delivery is to be sent now, and comes of no other event: a test, a repetition, a low balance.</summary>
internal readonly record struct DeliveryDue : IDomainEvent;

/// <summary>A webhook was switched off since its address did not answer.</summary>
/// <param name="Host">Of its address.</param>
/// <param name="Reason">One of <see cref="WebhookOff"/>.</param>
internal readonly record struct WebhookDisabled(CustomerId Customer, string Host, string Reason, DateTime At) : IDomainEvent;
