using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>Something that one process does for all, until it lets go or is not heard of any more.</summary>
public sealed class Lease
{
    private Lease() { }

    /// <summary>The name of the lock, such as <c>telegram:42</c> for the polling of a bot.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The process that holds it; every start is a new one.</summary>
    public string Holder { get; private set; } = "";

    /// <summary>From then on anybody may take it.</summary>
    public DateTime Until { get; private set; }
}

internal sealed class LeaseMap : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> lease)
    {
        lease.ToTable("leases");
        lease.HasKey(l => l.Name);
    }
}
