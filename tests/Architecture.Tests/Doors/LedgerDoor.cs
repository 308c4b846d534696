using System.Text.RegularExpressions;
using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>Only <c>Ledger/</c> writes postings and balances.</summary>
internal static partial class LedgerDoor
{
    private const string Room = "XthonBot.Core.Modules.Ledger";

    private static readonly string[] Tables = [$"{Room}.Posting", $"{Room}.Balance"];

    public static IEnumerable<string> OnlyLedgerMovesMoney(ModuleDefinition module)
    {
        foreach (
            var method in module
                .Bodies()
                .Where(method =>
                    !method.DeclaringType.IsIn(Room) && !method.DeclaringType.IsIn("XthonBot.Core.Foundation.Persistence.Migrations")
                )
        )
        {
            foreach (var call in method.Calls())
            {
                var of = call.DeclaringType.FullName;
                if (Tables.Contains(of) && Makes(call))
                    yield return $"{method.Place()} makes a {call.DeclaringType.Name}: {call.Name}";
                if (of == $"{Room}.LedgerWriter" && !method.DeclaringType.IsIn("XthonBot.Core"))
                    yield return $"{method.Place()} moves money: {call.Name}";
                if (Writes(call) && call.TypeArguments().FirstOrDefault(type => Tables.Contains(type.FullName)) is { } table)
                    yield return $"{method.Place()} writes a {table.Name}: {call.Name}";
            }

            foreach (var sql in method.Literals().Where(text => WritingSql().IsMatch(text)))
                yield return $"{method.Place()} writes the ledger by hand: {sql}";
        }
    }

    private static bool Makes(MethodReference call) =>
        call.Name is ".ctor" or "Purchase" or "Refund" or "Transfer" || call.Name.StartsWith("set_", StringComparison.Ordinal);

    private static bool Writes(MethodReference call) =>
        call.Name
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

    [GeneratedRegex(
        @"\b(insert\s+(or\s+\w+\s+)?into|update(\s+or\s+\w+)?|delete\s+from|replace\s+into)\s+""?(postings|balances)\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex WritingSql();
}
