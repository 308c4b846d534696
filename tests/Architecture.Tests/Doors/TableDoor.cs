using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>
/// A table is written by the folder of its rows' class alone: through EF Core, by a row that is made or changed, and by hand.
/// </summary>
internal static partial class TableDoor
{
    /// <summary>In place of the table, where a statement takes its name from elsewhere or a call takes rows of any kind.</summary>
    public const string Unnamed = "?";

    private const string Core = "XthonBot.Core";
    private const string Hole = "{}";

    private static readonly Dictionary<string, string> TableOf = Tables.Rows.ToDictionary(table => table.Value.Class, table => table.Key);

    private static readonly HashSet<string> Changing = FindChanging();

    public static IEnumerable<string> TablesAreWrittenByTheirFolder(ModuleDefinition module) =>
        WritesElsewhere(module).Distinct().Order(StringComparer.Ordinal);

    // What dotnet ef writes makes the tables. An insert of rows and a claim have their table from those
    // who use them, where it is looked for.
    private static IEnumerable<string> WritesElsewhere(ModuleDefinition module) =>
        from type in module.GetTypes()
        where !type.Room().Split('.').Contains("Migrations") && !NamesItsTable(type.Outermost())
        from table in Written(type)
        let self = FolderOf(type.Room())
        let owner = table == Unnamed ? Unnamed
        : Tables.Rows.TryGetValue(table, out var row) ? FolderOf(row.Room)
        : "nobody"
        where self != owner
        select new Arrow(self, type.Outermost().FileName(), owner, table).ToString();

    private static string FolderOf(string room) =>
        (room == Core || room.StartsWith(Core + ".", StringComparison.Ordinal) ? Storeys.FolderOf(room) : null)
        ?? room.Replace("XthonBot.", "", StringComparison.Ordinal).Replace('.', '/');

    private static IEnumerable<string> Written(TypeDefinition type)
    {
        var constants = type.Fields.Where(field => field.HasConstant).Select(field => field.Constant).OfType<string>();
        foreach (var table in constants.SelectMany(WrittenByHand))
            yield return table;
        foreach (var method in type.Methods.Where(method => method.HasBody))
        {
            // A statement that is put together comes in pieces, and what stands between them is unknown here.
            var sql = string.Concat(method.Literals().Select(piece => piece + Hole));
            foreach (var table in WrittenByHand(sql).Concat(method.Calls().SelectMany(Written)).Concat(Inserted(method)))
                yield return table;
        }
    }

    private static IEnumerable<string> Written(MethodReference call)
    {
        var of = call.DeclaringType.GetElementType();
        if (TableOf.TryGetValue(of.FullName, out var own) && (call.Name == ".ctor" || Changing.Contains($"{of.FullName}::{call.Name}")))
            return [own];
        if (!of.IsIn("Microsoft.EntityFrameworkCore") || !Writes(call.Name))
            return [];
        var named = call.TypeArguments()
            .SelectMany(Il.Parts)
            .Select(type => TableOf.GetValueOrDefault(type.FullName))
            .OfType<string>()
            .ToList();
        return named.Count == 0 && of.FullName == "Microsoft.EntityFrameworkCore.DbContext" ? [Unnamed] : named;
    }

    private static bool Writes(string call) =>
        call
            is "ExecuteUpdate"
                or "ExecuteUpdateAsync"
                or "ExecuteDelete"
                or "ExecuteDeleteAsync"
                or "SetProperty"
                or "Add"
                or "AddAsync"
                or "AddRange"
                or "AddRangeAsync"
                or "Attach"
                or "AttachRange"
                or "Update"
                or "UpdateRange"
                or "Remove"
                or "RemoveRange"
                or "Entry";

    private static IEnumerable<string> WrittenByHand(string sql)
    {
        foreach (Match statement in WritingSql().Matches(sql))
        {
            var table = statement.Groups["table"].Value.ToLowerInvariant();
            // "Update" is also a word: before what is no table of ours it is believed where it sets something.
            if (
                Tables.Rows.ContainsKey(table)
                || statement.Groups["set"].Success
                || !statement.Value.StartsWith("update", StringComparison.OrdinalIgnoreCase)
            )
                yield return table.Length == 0 ? Unnamed : table;
        }
    }

    // They take the table's name by itself.
    private static bool NamesItsTable(TypeReference type) => type.FileName() is "RowInsert" or "WorkClaim";

    private static List<string> Inserted(MethodDefinition method)
    {
        var made = method.Body.Instructions.Count(i =>
            i.OpCode == OpCodes.Newobj && NamesItsTable(((MethodReference)i.Operand).DeclaringType)
        );
        if (made == 0)
            return [];
        var named = method.Literals().Where(Tables.Rows.ContainsKey).ToList();
        return named.Count < made ? [.. named, Unnamed] : named;
    }

    // Methods of a row's class by which others change it: each that sets one of its fields, or calls one that does.
    private static HashSet<string> FindChanging()
    {
        var methods = House
            .Core.GetTypes()
            .Where(type => TableOf.ContainsKey(type.FullName))
            .SelectMany(type => type.Methods)
            .Where(method => method.HasBody && !method.IsStatic && !method.IsConstructor)
            .ToList();
        var changing = new HashSet<string>();
        for (var before = -1; before < changing.Count; )
        {
            before = changing.Count;
            changing.UnionWith(
                methods.FindAll(method => Changes(method, changing)).Select(method => $"{method.DeclaringType.FullName}::{method.Name}")
            );
        }

        return changing;
    }

    private static bool Changes(MethodDefinition method, HashSet<string> changing) =>
        method.Body.Instructions.Any(i =>
            (i.OpCode == OpCodes.Stfld && ((FieldReference)i.Operand).DeclaringType.FullName == method.DeclaringType.FullName)
            || (i.Operand is MethodReference call && changing.Contains($"{call.DeclaringType.FullName}::{call.Name}"))
        );

    [GeneratedRegex(
        """
            \b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|merge\s+into|delete\s+from|truncate(?:\s+table)?
                |(?<!\b(?:for|do|key)\s+)update(?:\s+or\s+\w+)?)
            \s+(?:only\s+)?(?:public\.)?(?:["`\[]?(?<table>\w+)["`\]]?|\{[^}]*\})(?:\s+(?<set>set)\b)?
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex WritingSql();
}
