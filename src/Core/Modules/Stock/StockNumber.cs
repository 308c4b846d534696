using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Persistence;
using XthonBot.Core.Modules.Catalog;

namespace XthonBot.Core.Modules.Stock;

public enum NumberStatus
{
    /// <summary>On the shelf.</summary>
    Free = 0,

    /// <summary>In an open order.</summary>
    Held = 1,

    /// <summary>After a cancel or an expiry, until <see cref="StockNumber.AvailableAt"/>.</summary>
    CoolingDown = 2,

    /// <summary>Its order brought a code and has ended.</summary>
    Sold = 3,

    /// <summary>Taken off the shelf by the operator.</summary>
    Withdrawn = 4,

    /// <summary>Expired too often in a row: off the shelf until the operator looks at it.</summary>
    Withheld = 5,
}

/// <summary>A phone number on the shelf of one service.</summary>
public sealed class StockNumber
{
    private StockNumber() { }

    public long Id { get; private set; }

    public long ServiceId { get; private set; }

    public string Phone { get; private set; } = "";

    public NumberStatus Status { get; private set; }

    /// <summary>Since when it is free; the one that waits longest is sold first.</summary>
    public DateTime FreeSince { get; private set; }

    public DateTime? AvailableAt { get; private set; }

    /// <summary>When it left the shelf for good (sold or withdrawn).</summary>
    public DateTime? LeftAt { get; private set; }

    public int ExpiredInARow { get; private set; }

    /// <summary>
    /// The top-up that brought it, so that one which was interrupted goes on without counting its own lines as duplicates.
    /// </summary>
    public string Batch { get; private set; } = "";

    public DateTime AddedAt { get; private set; }

    /// <summary>Where its texts can be read, by http(s); null where a gateway brings them. May carry a secret: never logged.</summary>
    public string? Link { get; private set; }

    /// <summary>
    /// When the link is asked next, while an order holds the number; whoever asks moves it ahead first, and so holds it for as long.
    /// </summary>
    public DateTime? PollAt { get; private set; }

    /// <summary>How often in a row the link gave no answer.</summary>
    public int PollFailures { get; private set; }

    /// <summary>A digest of what the link showed last; null while it never showed a text.</summary>
    public string? Heard { get; private set; }

    /// <summary>The order since whose beginning the link has answered: what it shows from then on is news to that order.</summary>
    public long? HeardOrderId { get; private set; }
}

internal sealed class StockNumberMap : IEntityTypeConfiguration<StockNumber>
{
    public void Configure(EntityTypeBuilder<StockNumber> number)
    {
        number.ToTable("numbers");
        number.HasOne<Service>().WithMany().HasForeignKey(n => n.ServiceId).OnDelete(DeleteBehavior.Restrict);
        // A number is on one shelf at a time; once sold or withdrawn it may be stocked again.
        number
            .HasIndex(n => n.Phone)
            .IsUnique()
            .HasFilter($"status not in ({SqlEnum.Of(NumberStatus.Sold, NumberStatus.Withdrawn)})")
            .HasDatabaseName("ux_numbers_phone_live");
        number.HasIndex(n => new { n.Phone, n.LeftAt });
        number
            .HasIndex(n => new
            {
                n.ServiceId,
                n.FreeSince,
                n.Id,
            })
            .HasFilter($"status = {(int)NumberStatus.Free}")
            .HasDatabaseName("ix_numbers_free");
        number.Property(n => n.Link).HasMaxLength(StockLine.MostLinkLength);
        number.Property(n => n.PollFailures).HasDefaultValue(0);
        number
            .HasIndex(n => n.PollAt)
            .HasFilter($"status = {(int)NumberStatus.Held} and link is not null")
            .HasDatabaseName("ix_numbers_polled");
        number.HasIndex(n => n.PollAt, "heard").HasFilter("heard is not null").HasDatabaseName("ix_numbers_heard");
        number.HasIndex(n => n.AvailableAt).HasFilter($"status = {(int)NumberStatus.CoolingDown}").HasDatabaseName("ix_numbers_cooling");
    }
}
