using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Protection;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>The answer to a request with an idempotency key: a repeated request gets it again.</summary>
public sealed class IdempotentResponse
{
    private IdempotentResponse() { }

    public long CustomerId { get; private set; }

    /// <summary>The client's own name for the request.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Of what was asked for, so that the same name is not taken for another request.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The HTTP status; null while the first one runs.</summary>
    public int? Status { get; private set; }

    /// <summary>May hold a code.</summary>
    public ProtectedText? Body { get; private set; }

    public DateTime CreatedAt { get; private set; }

    /// <summary>Until then the first one is believed to run.</summary>
    public DateTime LeaseUntil { get; private set; }
}

internal sealed class IdempotentResponseMap : IEntityTypeConfiguration<IdempotentResponse>
{
    public void Configure(EntityTypeBuilder<IdempotentResponse> reply)
    {
        reply.ToTable("KeptReplies");
        reply.HasKey(r => new { r.CustomerId, r.Key });
        reply.HasIndex(r => r.CreatedAt);
    }
}
