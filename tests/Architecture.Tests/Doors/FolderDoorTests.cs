using XthonBot.Architecture.Tests.Reading;
using XthonBot.Core.Modules.Orders;
using XthonBot.Core.Modules.Questions;
using XthonBot.Core.Modules.Stock;
using XthonBot.Core.Reactions.Webhooks;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>The doors between the folders are shut, and each of them is seen to hold somebody back.</summary>
public sealed class FolderDoorTests
{
    private static readonly string[] Rooms = ["Api", "Integrations", "Texts", "Bot", "Sandbox"];

    [Fact]
    public void Every_folder_of_core_has_its_place() => Assert.Empty(FolderDoor.EveryFolderHasItsPlace(House.Core));

    [Fact]
    public void The_folders_of_core_know_only_those_below() => AssertNone(FolderDoor.ArrowsPointDown(House.Core));

    [Fact]
    public void A_table_is_written_by_its_folder_alone() => AssertNone(House.All.SelectMany(TableDoor.TablesAreWrittenByTheirFolder));

    [Fact]
    public void The_folders_of_the_other_rooms_form_no_circle() =>
        AssertNone(CircleDoor.FoldersFormNoCircle([.. House.All.Skip(1).Zip(Rooms, CircleDoor.ArrowsOf).SelectMany(all => all)]));

    [Theory]
    [InlineData("XthonBot.Core.Modules.Orders", "Orders")]
    [InlineData("XthonBot.Core.Orders", null)]
    [InlineData("XthonBot.Core.Modules.Orders.Purchases", "Orders")]
    [InlineData("XthonBot.Core.Foundation.Kernel", "Kernel")]
    [InlineData("XthonBot.Core.Foundation.Persistence.Migrations.Sqlite", "Persistence")]
    [InlineData("XthonBot.Core.Views.Storefront", "Storefront")]
    [InlineData("XthonBot.Core.Views", null)]
    [InlineData("XthonBot.Core.Views.Orders", null)]
    [InlineData("XthonBot.Core.Shared", null)]
    public void A_folder_has_its_place_in_its_storey(string room, string? folder) => Assert.Equal(folder, Storeys.FolderOf(room));

    [Fact]
    public void A_folder_without_a_place_is_caught() =>
        Assert.Equal(
            ["XthonBot.Core.Shared has no place in the order of the folders"],
            FolderDoor.EveryFolderHasItsPlace(
                Planted.Module("namespace XthonBot.Core.Shared { class C; } namespace XthonBot.Core.Modules.Orders { class D; }")
            )
        );

    [Theory]
    [InlineData("class C : XthonBot.Core.Modules.Orders.IPlanted;")]
    [InlineData("class C : List<XthonBot.Core.Modules.Orders.Planted[]>;")]
    [InlineData("class C { XthonBot.Core.Modules.Orders.Planted? field; }")]
    [InlineData("class C { XthonBot.Core.Modules.Orders.Planted? Property => null; }")]
    [InlineData("class C { void M(in XthonBot.Core.Modules.Orders.Planted planted) { } }")]
    [InlineData("class C { event Action<XthonBot.Core.Modules.Orders.Planted>? E; }")]
    [InlineData("class C { void M<T>() where T : XthonBot.Core.Modules.Orders.Planted { } }")]
    [InlineData("class C { object M() => typeof(XthonBot.Core.Modules.Orders.Planted); }")]
    [InlineData("class C { object M(object o) => o is XthonBot.Core.Modules.Orders.Planted; }")]
    [InlineData("class C { object M() => Array.Empty<XthonBot.Core.Modules.Orders.Planted>(); }")]
    [InlineData("class C { Func<object> M() => () => new XthonBot.Core.Modules.Orders.Planted(); }")]
    [InlineData("class C { async Task M() { await Task.Yield(); new XthonBot.Core.Modules.Orders.Planted().ToString(); } }")]
    [InlineData("class C { IEnumerable<object> M() { yield return new XthonBot.Core.Modules.Orders.Planted(); } }")]
    [InlineData("class C { void M() { XthonBot.Core.Modules.Orders.Planted.Do(); } }")]
    [InlineData("class C { class Inner { XthonBot.Core.Modules.Orders.Planted.Nested? field; } }")]
    [InlineData("[XthonBot.Core.Modules.Orders.Planted] class C;")]
    [InlineData("class C { [XthonBot.Core.Modules.Orders.Planted] int Property { get; } }")]
    [InlineData("class C { void M([XthonBot.Core.Modules.Orders.Planted] int parameter) { } }")]
    [InlineData("class C { [System.ComponentModel.TypeConverter(typeof(XthonBot.Core.Modules.Orders.Planted))] int field; }")]
    [InlineData("static class C { extension(string text) { public object M() => new XthonBot.Core.Modules.Orders.Planted(); } }")]
    public void An_arrow_that_points_up_is_caught(string planted) =>
        Assert.Contains(
            "Stock/C → Orders/" + (planted.Contains("IPlanted", StringComparison.Ordinal) ? "IPlanted" : "Planted"),
            FolderDoor.ArrowsPointDown(
                Planted.Module(
                    $$"""
                    namespace XthonBot.Core.Modules.Orders
                    {
                        interface IPlanted;
                        class Planted : Attribute { public static void Do() { } public class Nested; }
                    }
                    namespace XthonBot.Core.Modules.Stock { {{planted}} }
                    """
                )
            )
        );

    [Theory]
    [InlineData("Foundation.Kernel", "Foundation.Protection")]
    [InlineData("Foundation.Protection", "Foundation.CodeFinding")]
    [InlineData("Foundation.Persistence", "Modules.Customers")]
    [InlineData("Modules.Ledger", "Modules.Orders")]
    [InlineData("Modules.Orders", "Reactions.Notifications")]
    [InlineData("Reactions.Waiting", "Reactions.Webhooks")]
    [InlineData("Reactions.Webhooks", "Reactions.Notifications")]
    [InlineData("Reactions.Webhooks", "Views.Accounts")]
    [InlineData("Views.Accounts", "Views.Operator")]
    public void A_folder_that_knows_one_beside_or_above_it_is_caught(string from, string to) =>
        Assert.Single(FolderDoor.ArrowsPointDown(Naming(from, to)));

    [Theory]
    [InlineData("Modules.Orders", "Modules.Ledger")]
    [InlineData("Modules.Customers", "Foundation.CodeFinding")]
    [InlineData("Reactions.Notifications", "Modules.Growth")]
    [InlineData("Views.Accounts", "Reactions.Audit")]
    [InlineData("Reactions.Notifications", "Reactions.Webhooks")]
    public void A_folder_may_know_one_below_and_its_own(string from, string to) =>
        Assert.Empty(FolderDoor.ArrowsPointDown(Naming(from, to)));

    [Fact]
    public void A_circle_in_core_is_caught_where_it_points_up() =>
        Assert.Equal(
            ["Ledger/A → Orders/B"],
            FolderDoor.ArrowsPointDown(
                Planted.Module(
                    "namespace XthonBot.Core.Modules.Ledger { class A { XthonBot.Core.Modules.Orders.B? b; } } namespace XthonBot.Core.Modules.Orders { class B { XthonBot.Core.Modules.Ledger.A? a; } }"
                )
            )
        );

    [Fact]
    public void Composition_is_done_by_one_class_that_nobody_names() =>
        Assert.Equal(
            ["Core/Elsewhere → Orders/A", "Orders/B → Core/StoreServices"],
            FolderDoor.ArrowsPointDown(
                Planted.Module(
                    """
                    namespace XthonBot.Core.Modules.Orders { class A; class B { XthonBot.Core.StoreServices? named; } }
                    namespace XthonBot.Core { class StoreServices { Modules.Orders.A? a; } class Elsewhere { Modules.Orders.A? a; } }
                    """
                )
            )
        );

    [Theory]
    [InlineData(
        "through EF",
        "numbers",
        "Task M(StoreDbContext db) => db.Numbers.ExecuteUpdateAsync(set => set.SetProperty(n => n.Heard, (string?)null));"
    )]
    [InlineData(
        "through EF, in a closure",
        "numbers",
        "Func<StoreDbContext, Task<int>> M() => async db => await db.Set<XthonBot.Core.Modules.Stock.StockNumber>().Where(n => n.Id == 1).ExecuteDeleteAsync();"
    )]
    [InlineData("a row added", "audit_log", "void M(StoreDbContext db, XthonBot.Core.Reactions.Audit.AuditEntry entry) => db.Add(entry);")]
    [InlineData(
        "a row removed",
        "webhooks",
        "void M(StoreDbContext db, XthonBot.Core.Reactions.Webhooks.Webhook webhook) => db.Webhooks.Remove(webhook);"
    )]
    [InlineData("a row made", "balances", "object M() => new Balance(1);")]
    [InlineData("a row changed", "webhooks", "void M(XthonBot.Core.Reactions.Webhooks.Webhook webhook) => webhook.Remove(default);")]
    [InlineData("rows of any kind", "?", "void M(StoreDbContext db, IEnumerable<object> rows) => db.AddRange(rows);")]
    [InlineData(
        "by hand",
        "supplies",
        "void M(StoreDbContext db) => db.Database.ExecuteSqlRaw(\"UPDATE \\\"supplies\\\" SET state = 4\");"
    )]
    [InlineData("by hand, a constant", "supplies", "const string Sql = \"insert into supplies (order_id) values (1)\";")]
    [InlineData(
        "by hand, in pieces",
        "supplies",
        "string M(int state) => $\"with due as (select 1) delete from supplies where state = {state}\";"
    )]
    [InlineData(
        "by hand, over another",
        "numbers",
        "string M() => \"insert into audit_log (id) select 1 on conflict do nothing; update or ignore numbers set heard = null\";"
    )]
    [InlineData("by hand, unnamed", "?", "string M(string table, int id) => $\"update {table} set id = {id}\";")]
    [InlineData("by hand, to be named", "?", "string M() => \"delete from {0}\";")]
    [InlineData("by hand, unknown", "schedule", "string M() => \"truncate table schedule\";")]
    [InlineData("rows inserted", "supplies", "object M() => new RowInsert<int>(\"supplies\", null, null);")]
    [InlineData(
        "rows claimed",
        "supplies",
        "object M() => new XthonBot.Core.Foundation.Durability.WorkClaim(\"supplies\", null, null, null, null, null);"
    )]
    [InlineData("rows inserted somewhere", "?", "object M(string table) => new RowInsert<int>(table, null, null);")]
    public void A_table_that_another_folder_writes_is_caught(string how, string table, string planted) =>
        Assert.True(
            Writes(planted).Any(line => line.EndsWith($"/{table}", StringComparison.Ordinal)),
            $"{how}: {string.Join(", ", Writes(planted))}"
        );

    [Theory]
    [InlineData("Task M(StoreDbContext db) => db.Questions.ExecuteDeleteAsync();")]
    [InlineData("string M() => \"update questions set id = 1 where exists (select 1 from orders for update of orders)\";")]
    [InlineData("string M() => \"insert into questions (id) select id from orders on conflict (id) do update set id = excluded.id\";")]
    [InlineData("object M(StoreDbContext db) => db.Orders.Where(o => o.Id == 1).Select(o => o.Code).ToList();")]
    [InlineData("void M(List<Posting> list, Posting posting) => list.Add(posting);")]
    [InlineData("string M(int id) => $\"Update {id} is done\";")]
    [InlineData("string M() => \"Update {Id} of the chat is an update that was done before\";")]
    public void A_folder_writes_its_own_tables_and_reads_every_other(string planted) => Assert.Empty(Writes(planted));

    [Fact]
    public void Another_room_that_writes_a_table_is_caught() =>
        Assert.Equal(
            ["Bot/Jobs/C → Questions/questions"],
            TableDoor.TablesAreWrittenByTheirFolder(
                Planted.Module("namespace XthonBot.Bot.Jobs { class C { string M() => \"delete from questions\"; } }")
            )
        );

    [Fact]
    public void A_circle_is_caught_whole_and_nothing_beside_it() =>
        Assert.Equal(
            ["Api/A/One → Api/B", "Api/B/Two → Api/B/Deep", "Api/B/Deep/Three → Api/A"],
            CircleDoor.FoldersFormNoCircle(Circle).OrderBy(line => line.Contains("Deep/Three →", StringComparison.Ordinal))
        );

    [Fact]
    public void A_circle_that_is_cut_is_none() =>
        Assert.Empty(CircleDoor.FoldersFormNoCircle([.. Circle.Where(arrow => arrow.ToString() != "Api/B/Deep/Three → Api/A")]));

    private static IReadOnlyList<Arrow> Circle =>
        CircleDoor.ArrowsOf(
            Planted.Module(
                """
                namespace XthonBot.Api.A { class One { B.Two? two; } }
                namespace XthonBot.Api.B { class Two { Deep.Three? three; } }
                namespace XthonBot.Api.B.Deep { class Three { Func<object> M() => () => new A.One(); } }
                namespace XthonBot.Api.Beside { class Four { A.One? one; } }
                """
            ),
            "Api"
        );

    private static Mono.Cecil.ModuleDefinition Naming(string from, string to) =>
        Planted.Module(
            $"namespace XthonBot.Core.{to} {{ class Named; }} namespace XthonBot.Core.{from} {{ class C {{ XthonBot.Core.{to}.Named? named; }} }}"
        );

    private static List<string> Writes(string members) =>
        [
            .. TableDoor.TablesAreWrittenByTheirFolder(
                Planted.Module(
                    $$"""
                    namespace XthonBot.Core.Modules.Questions
                    {
                        using Microsoft.EntityFrameworkCore; using XthonBot.Core.Foundation.Persistence; using XthonBot.Core.Modules.Ledger;
                        using XthonBot.Core.Modules.Stock;
                        using XthonBot.Core.Modules.Orders;
                        using XthonBot.Core.Modules.Questions;
                        using XthonBot.Core.Reactions.Webhooks;
                        class Planted { {{members}} }
                    }
                    """
                )
            ),
        ];

    // Assert.Empty would show the first few.
    private static void AssertNone(IEnumerable<string> problems) => Assert.True(!problems.Any(), string.Join('\n', problems));
}
