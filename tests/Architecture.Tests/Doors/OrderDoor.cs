using System.Text.RegularExpressions;
using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>Only <c>Orders/</c> changes what has become of an order. Elsewhere nothing but its code may be wiped.</summary>
internal static partial class OrderDoor
{
    private const string Room = "XthonBot.Core.Modules.Orders";
    private const string Order = $"{Room}.Order";

    public static IEnumerable<string> OnlyOrdersChangeTheirStatus(ModuleDefinition module)
    {
        foreach (
            var method in module
                .Bodies()
                .Where(method =>
                    !method.DeclaringType.IsIn(Room) && !method.DeclaringType.IsIn("XthonBot.Core.Foundation.Persistence.Migrations")
                )
        )
        {
            var calls = method.Calls().ToList();
            foreach (var call in calls)
            {
                if (
                    call.DeclaringType.FullName == Order
                    && (call.Name == ".ctor" || call.Name.StartsWith("set_", StringComparison.Ordinal))
                )
                    yield return $"{method.Place()} writes an Order: {call.Name}";
                if (Replaces(call) && call.TypeArguments().Any(type => type.FullName == Order))
                    yield return $"{method.Place()} writes an Order: {call.Name}";
            }

            // The lambda that sets a property is a method of its own; the property is a token in its expression tree.
            if (calls.Any(call => call.Name == "SetProperty" && call.TypeArguments().Any(type => type.FullName == Order)))
            {
                foreach (
                    var property in calls.Where(call =>
                        call.DeclaringType.FullName == Order
                        && call.Name.StartsWith("get_", StringComparison.Ordinal)
                        && call.Name != "get_Code"
                    )
                )
                    yield return $"{method.Place()} sets a property of Order beside its code: {property.Name[4..]}";
            }

            foreach (var sql in method.Literals().Where(text => WritingSql().IsMatch(text)))
                yield return $"{method.Place()} writes orders by hand: {sql}";
        }
    }

    private static bool Replaces(MethodReference call) =>
        call.Name
            is "ExecuteDelete"
                or "ExecuteDeleteAsync"
                or "Update"
                or "UpdateRange"
                or "Remove"
                or "RemoveRange"
                or "Attach"
                or "AttachRange"
                or "Entry";

    [GeneratedRegex(
        @"\b(insert\s+(or\s+\w+\s+)?into|update(\s+or\s+\w+)?|delete\s+from|replace\s+into)\s+""?orders\b",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex WritingSql();
}
