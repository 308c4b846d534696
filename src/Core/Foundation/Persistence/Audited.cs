using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Foundation.Persistence;

/// <summary>An operator did something. Published in the transaction that does it, and written down in it.</summary>
/// <param name="Subject">The object of it, such as <c>service:tg</c> or <c>customer:42</c>.</param>
/// <param name="Reference">The cause, where doing it twice would not be the same as once: unique, so that a repeated cause does
/// nothing.</param>
internal readonly record struct Audited(
    Actor Actor,
    string Action,
    string Subject,
    string? Before,
    string? After,
    string? Reason,
    DateTime At,
    string? Reference = null
) : IDomainEvent;
