using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using XthonBot.Core.ApiKeys;
using XthonBot.Core.Audit;
using XthonBot.Core.Catalog;
using XthonBot.Core.Customers;
using XthonBot.Core.Inbox;
using XthonBot.Core.Ledger;
using XthonBot.Core.Messages;
using XthonBot.Core.Notifications;
using XthonBot.Core.Orders;
using XthonBot.Core.Stock;

namespace XthonBot.Core.Data;

/// <summary>The store's tables. Each database has a thin context of its own for its migrations.</summary>
public abstract class StoreDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Service> Services => Set<Service>();

    public DbSet<StockNumber> Numbers => Set<StockNumber>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Balance> Balances => Set<Balance>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<InboundMessage> Messages => Set<InboundMessage>();

    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<InboxItem> Inbox => Set<InboxItem>();

    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(StoreDbContext).Assembly);
        SnakeCase.Apply(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();

    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        written => written, read => DateTime.SpecifyKind(read, DateTimeKind.Utc));
}
