using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Core.Modules.Catalog;

/// <summary>A service for which customers buy numbers, at one list price.</summary>
public sealed class Service
{
    private Service() { }

    internal Service(string code, string name, Money price, DateTime now)
    {
        PublicId = Guid.CreateVersion7(now);
        Code = code;
        Name = name;
        PriceMinor = price.Minor;
        CreatedAt = now;
    }

    public long Id { get; private set; }

    public Guid PublicId { get; private set; }

    /// <summary>Short, lower-case, unique: what the operator types.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public long PriceMinor { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Who writes to its customers: what the sender or the text of a message has to match; null where anybody may.</summary>
    public string? SenderPattern { get; private set; }

    /// <summary>Finds the code in a text, in place of the store's own finder; null where that one does.</summary>
    public string? CodePattern { get; private set; }

    /// <summary>Which texts without a code complete its orders; null where the store's setting decides.</summary>
    public TextCompletes? TextCompletes { get; private set; }

    public DateTime CreatedAt { get; private set; }

    internal void Price(Money price) => PriceMinor = price.Minor;

    internal void Rename(string name) => Name = name;

    internal void Pause(bool paused) => IsPaused = paused;

    internal void TakeFrom(string? senderPattern) => SenderPattern = senderPattern;

    internal void CompleteBy(TextCompletes? texts) => TextCompletes = texts;

    internal void FindCodesBy(string? codePattern) => CodePattern = codePattern;
}

internal sealed class ServiceMap : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.ToTable("services", table => table.HasCheckConstraint("ck_services_price", "price_minor > 0"));
        service.HasIndex(s => s.PublicId).IsUnique();
        service.HasIndex(s => s.Code).IsUnique();
    }
}
