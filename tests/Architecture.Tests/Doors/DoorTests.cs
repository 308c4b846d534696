using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;
using XthonBot.Core.Modules.Ledger;
using XthonBot.Core.Modules.Orders;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>The doors between the rooms are shut, and each of them is seen to hold somebody back.</summary>
public sealed class DoorTests
{
    private const string MapApi =
        "class C { void M(Microsoft.AspNetCore.Builder.WebApplication app) => XthonBot.Api.StoreApi.MapStoreApi(app); }";

    private const string AddIntegrations = """
        class C { object M(Microsoft.Extensions.DependencyInjection.IServiceCollection all)
            => XthonBot.Integrations.IntegrationServices.AddIntegrations(all); }
        """;

    [Fact]
    public void Core_knows_nobody() => Assert.Empty(AssemblyDoors.CoreKnowsNobody(House.Core));

    [Fact]
    public void The_api_knows_the_core_alone() => Assert.Empty(AssemblyDoors.ApiKnowsCoreAlone(House.Api));

    [Fact]
    public void The_integrations_know_the_core_alone() => Assert.Empty(AssemblyDoors.IntegrationsKnowCoreAlone(House.Integrations));

    [Fact]
    public void The_texts_know_the_core_alone() => Assert.Empty(AssemblyDoors.TextsKnowCoreAlone(House.Texts));

    [Fact]
    public void The_sandbox_knows_nobody() => Assert.Empty(AssemblyDoors.SandboxKnowsNobody(House.Sandbox));

    [Fact]
    public void Only_hosting_composes_the_api_the_integrations_and_the_sandbox() =>
        Assert.Empty(AssemblyDoors.OnlyHostingComposes(House.Bot));

    [Fact]
    public void Only_the_ledger_moves_money() => Assert.Empty(House.All.SelectMany(LedgerDoor.OnlyLedgerMovesMoney));

    [Fact]
    public void Only_orders_change_their_status() => Assert.Empty(House.All.SelectMany(OrderDoor.OnlyOrdersChangeTheirStatus));

    [Fact]
    public void Nobody_reads_the_clock_but_through_the_time_provider() =>
        Assert.Empty(House.All.SelectMany(ClockDoor.TimeComesFromTimeProvider));

    [Fact]
    public void A_handler_never_depends_on_a_handler() => Assert.Empty(HandlerDoor.HandlersDoNotKnowHandlers(House.Core));

    [Fact]
    public void What_a_message_says_is_read_in_one_place() => Assert.Empty(WordsDoor.WordsAreReadInOnePlace(House.Bot));

    [Theory]
    [InlineData("get_Text", "class C { object? M(Telegram.Bot.Types.CallbackQuery tap) => tap.Message?.Text; }")]
    [InlineData(
        "get_ReplyToMessage",
        "class C { object? M(Telegram.Bot.Types.Message message) => message is { ReplyToMessage.Text: { } question } ? question : null; }"
    )]
    [InlineData("get_Quote", "class C { Func<object?> M(Telegram.Bot.Types.Message message) => () => message.Quote; }")]
    public void Words_read_elsewhere_are_caught(string said, string planted) => Caught(WordsDoor.WordsAreReadInOnePlace, planted, said);

    [Theory]
    [InlineData("Telegram.Bot", "class C { Telegram.Bot.Types.Message? message; }")]
    [InlineData("Microsoft.AspNetCore.Http", "class C { Microsoft.AspNetCore.Http.HttpContext? context; }")]
    [InlineData("System.Net.Http", "class C { System.Net.Http.HttpClient? client; }")]
    [InlineData("Quartz", "class C { Quartz.IScheduler? scheduler; }")]
    [InlineData("Serilog", "class C { Serilog.ILogger? log; }")]
    [InlineData("XthonBot.Api", MapApi)]
    [InlineData("XthonBot.Integrations", AddIntegrations)]
    [InlineData("XthonBot.Sandbox", "class C { XthonBot.Sandbox.Hosting.SandboxServer? server; }")]
    [InlineData("XthonBot.Texts", "class C { XthonBot.Texts.Words? words; }")]
    public void Core_is_caught_with_a_stranger(string stranger, string planted) => Caught(AssemblyDoors.CoreKnowsNobody, planted, stranger);

    [Theory]
    [InlineData("Telegram.Bot", "class C { Telegram.Bot.Types.Message? message; }")]
    [InlineData("Quartz", "class C { Quartz.IScheduler? scheduler; }")]
    [InlineData("XthonBot.Integrations", AddIntegrations)]
    [InlineData("XthonBot.Sandbox", "class C { XthonBot.Sandbox.Hosting.SandboxServer? server; }")]
    [InlineData("XthonBot.Texts", "class C { XthonBot.Texts.Words? words; }")]
    public void The_api_is_caught_with_a_stranger(string stranger, string planted) =>
        Caught(AssemblyDoors.ApiKnowsCoreAlone, planted, stranger);

    [Theory]
    [InlineData("Telegram.Bot", "class C { Telegram.Bot.Types.Message? message; }")]
    [InlineData("Microsoft.AspNetCore.Http", "class C { Microsoft.AspNetCore.Http.HttpContext? context; }")]
    [InlineData("Quartz", "class C { Quartz.IScheduler? scheduler; }")]
    [InlineData("Serilog", "class C { Serilog.ILogger? log; }")]
    [InlineData("XthonBot.Api", MapApi)]
    [InlineData("XthonBot.Sandbox", "class C { XthonBot.Sandbox.Hosting.SandboxServer? server; }")]
    public void The_integrations_are_caught_with_a_stranger(string stranger, string planted) =>
        Caught(AssemblyDoors.IntegrationsKnowCoreAlone, planted, stranger);

    [Theory]
    [InlineData("Telegram.Bot", "class C { Telegram.Bot.Types.Message? message; }")]
    [InlineData("EntityFrameworkCore", "class C { Microsoft.EntityFrameworkCore.DbContext? db; }")]
    [InlineData("XthonBot.Core", "class C { XthonBot.Core.Foundation.Kernel.Money price; }")]
    [InlineData("XthonBot.Api", MapApi)]
    [InlineData("XthonBot.Integrations", AddIntegrations)]
    public void The_sandbox_is_caught_with_a_stranger(string stranger, string planted) =>
        Caught(AssemblyDoors.SandboxKnowsNobody, planted, stranger);

    [Theory]
    [InlineData("Telegram.Bot", "class C { Telegram.Bot.Types.Message? message; }")]
    [InlineData("Microsoft.AspNetCore.Http", "class C { Microsoft.AspNetCore.Http.HttpContext? context; }")]
    [InlineData("EntityFrameworkCore", "class C { Microsoft.EntityFrameworkCore.DbContext? db; }")]
    [InlineData(
        "XthonBot.Api",
        "class C { void M(Microsoft.AspNetCore.Builder.WebApplication app) => XthonBot.Api.StoreApi.MapStoreApi(app); }"
    )]
    [InlineData("XthonBot.Sandbox", "class C { XthonBot.Sandbox.SandboxOptions? options; }")]
    public void The_texts_are_caught_with_a_stranger(string stranger, string planted) =>
        Caught(AssemblyDoors.TextsKnowCoreAlone, planted, stranger);

    [Theory]
    [InlineData("XthonBot.Sandbox", "namespace XthonBot.Bot.Chat { class C { object M() => new XthonBot.Sandbox.SandboxOptions(); } }")]
    [InlineData(
        "XthonBot.Api",
        "namespace XthonBot.Bot.Jobs { class C { Func<object> M() => () => new XthonBot.Api.Health.ReadinessState(true); } }"
    )]
    [InlineData(
        "XthonBot.Api",
        "namespace XthonBot.Bot.Telegram { class TelegramContact { XthonBot.Api.Health.IReadinessCheck? check; } }"
    )]
    [InlineData("XthonBot.Integrations", "namespace XthonBot.Bot.Jobs { " + AddIntegrations + " }")]
    public void Composition_elsewhere_is_caught(string composed, string planted) =>
        Caught(AssemblyDoors.OnlyHostingComposes, planted, composed);

    [Theory]
    [InlineData(
        "makes a Posting: Transfer",
        "void M() => Posting.Transfer(PostingKind.Deposit, \"sales\", \"customer:1\", new Money(1), Actor.System, null, null, default);"
    )]
    [InlineData("makes a Balance: .ctor", "void M() => new Balance(1);")]
    [InlineData("writes a Posting: Add", "void M(StoreDbContext db, Posting posting) => db.Add(posting);")]
    [InlineData("writes a Posting: ExecuteDelete", "void M(StoreDbContext db) => db.Postings.ExecuteDelete();")]
    [InlineData(
        "writes a Balance: ExecuteUpdateAsync",
        "Task M(StoreDbContext db) => db.Balances.ExecuteUpdateAsync(set => set.SetProperty(b => b.AmountMinor, 5L));"
    )]
    [InlineData(
        "writes a Balance: SetProperty",
        "Func<StoreDbContext, Task<int>> M() => async db => await db.Balances.ExecuteUpdateAsync(set => set.SetProperty(b => b.AmountMinor, 5L));"
    )]
    [InlineData(
        "by hand: update balances",
        "void M(StoreDbContext db) => db.Database.ExecuteSqlRaw(\"update balances set amount_minor = 5\");"
    )]
    [InlineData("by hand: INSERT OR IGNORE", "string M() => \"INSERT OR IGNORE INTO postings (id) values (1)\";")]
    public void A_hand_in_the_till_is_caught(string said, string planted) =>
        Caught(LedgerDoor.OnlyLedgerMovesMoney, Inside("XthonBot.Core.Modules.Customers", planted), said);

    [Fact]
    public void Money_moved_past_the_use_cases_is_caught() =>
        Caught(
            LedgerDoor.OnlyLedgerMovesMoney,
            Inside("XthonBot.Bot.Chat", "Task M(StoreDbContext db) => LedgerWriter.DepositAsync(db, default, default);"),
            "moves money: DepositAsync"
        );

    [Theory]
    [InlineData(
        "beside its code: Status",
        "Task M(StoreDbContext db) => db.Orders.ExecuteUpdateAsync(set => set.SetProperty(o => o.Status, OrderStatus.Refunded));"
    )]
    [InlineData(
        "beside its code: ClosedAt",
        "void M(StoreDbContext db) => db.Orders.ExecuteUpdate(set => set.SetProperty(o => o.Code, default(XthonBot.Core.Foundation.Protection.ProtectedText?)).SetProperty(o => o.ClosedAt, (DateTime?)null));"
    )]
    [InlineData("writes an Order: ExecuteDelete", "void M(StoreDbContext db) => db.Orders.ExecuteDelete();")]
    [InlineData("writes an Order: Remove", "void M(StoreDbContext db, Order order) => db.Remove(order);")]
    [InlineData("by hand: update orders", "void M(StoreDbContext db) => db.Database.ExecuteSqlRaw(\"update orders set status = 4\");")]
    public void A_status_changed_elsewhere_is_caught(string said, string planted) =>
        Caught(OrderDoor.OnlyOrdersChangeTheirStatus, Inside("XthonBot.Core.Modules.Messages", planted), said);

    [Theory]
    [InlineData("DateTime.get_UtcNow", "object M() => DateTime.UtcNow;")]
    [InlineData("DateTime.get_Now", "async Task<DateTime> M() { await Task.Yield(); return DateTime.Now; }")]
    [InlineData("DateTime.get_Today", "Func<DateTime> M() => () => DateTime.Today;")]
    [InlineData("DateTimeOffset.get_UtcNow", "object M() => DateTimeOffset.UtcNow;")]
    [InlineData("Environment.get_TickCount64", "object M() => Environment.TickCount64;")]
    [InlineData("Guid.CreateVersion7", "object M() => Guid.CreateVersion7();")]
    [InlineData("Task.Delay", "Task M(CancellationToken ct) => Task.Delay(TimeSpan.FromSeconds(1), ct);")]
    [InlineData("CancellationTokenSource..ctor", "object M() => new CancellationTokenSource(TimeSpan.FromSeconds(1));")]
    [InlineData("PeriodicTimer..ctor", "object M() => new PeriodicTimer(TimeSpan.FromSeconds(1));")]
    [InlineData("TimeProvider.get_System", "object M() => TimeProvider.System;")]
    public void A_look_at_the_clock_is_caught(string said, string planted) =>
        Caught(ClockDoor.TimeComesFromTimeProvider, Inside("XthonBot.Bot.Jobs", planted), said);

    [Fact]
    public void What_a_time_provider_or_a_stopwatch_says_is_fine() =>
        Assert.Empty(
            ClockDoor.TimeComesFromTimeProvider(
                Planted.Module(
                    Inside(
                        "XthonBot.Bot.Jobs",
                        """
                        Task Wait(TimeProvider time) => Task.Delay(TimeSpan.FromSeconds(1), time);
                        object Read(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
                        object Stop(TimeProvider time) => new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
                        object Measure() => System.Diagnostics.Stopwatch.StartNew();
                        """
                    )
                )
            )
        );

    [Theory]
    [InlineData("class SellHandler(RefundHandler refund) { public object Refund => refund; } class RefundHandler;")]
    [InlineData("class SellHandler { Func<object> M() => () => new RefundHandler(); } class RefundHandler;")]
    public void A_handler_that_leans_on_another_is_caught(string planted) =>
        Caught(
            HandlerDoor.HandlersDoNotKnowHandlers,
            $"namespace XthonBot.Core.Modules.Orders {{ {planted} }}",
            "XthonBot.Core.Modules.Orders.SellHandler knows XthonBot.Core.Modules.Orders.RefundHandler"
        );

    private static string Inside(string room, string members) =>
        $$"""
            namespace {{room}}
            {
                using Microsoft.EntityFrameworkCore;
                using XthonBot.Core.Foundation.Persistence;
                using XthonBot.Core.Modules.Ledger;
                using XthonBot.Core.Modules.Orders;
                using XthonBot.Core.Foundation.Kernel;
                class Planted { {{members}} }
            }
            """;

    private static void Caught(Func<ModuleDefinition, IEnumerable<string>> rule, string planted, string said) =>
        Assert.Contains(rule(Planted.Module(planted)), problem => problem.Contains(said, StringComparison.Ordinal));
}
