using Mono.Cecil;
using XthonBot.Architecture.Tests.Reading;

namespace XthonBot.Architecture.Tests.Doors;

/// <summary>
/// Nobody reads the clock, or sleeps by it, but through <see cref="TimeProvider"/>. A stopwatch only measures and is fine.
/// </summary>
internal static class ClockDoor
{
    private static readonly string[] Clocks =
    [
        "System.DateTime::get_Now",
        "System.DateTime::get_UtcNow",
        "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow",
        "System.Environment::get_TickCount",
        "System.Environment::get_TickCount64",
        "System.Threading.Thread::Sleep",
    ];

    // Each of these takes a TimeProvider as well, and reads the machine's clock where it gets none.
    private static readonly string[] Timed =
    [
        "System.Threading.Tasks.Task::Delay",
        "System.Threading.Tasks.Task::WaitAsync",
        "System.Threading.Tasks.Task`1::WaitAsync",
        "System.Threading.PeriodicTimer::.ctor",
        "System.Threading.CancellationTokenSource::.ctor",
        "System.Threading.Timer::.ctor",
    ];

    // Where the clock is chosen.
    private static readonly string[] Composition = ["XthonBot.Core.StoreServices", "XthonBot.Sandbox.SandboxOptions"];

    public static IEnumerable<string> TimeComesFromTimeProvider(ModuleDefinition module) =>
        from method in module.Bodies()
        from call in method.Calls()
        where ReadsTheClock(call) || (IsSystemClock(call) && !Composition.Contains(method.DeclaringType.Outermost().FullName))
        select $"{method.Place()} uses {call.DeclaringType.FullName}.{call.Name}";

    private static bool ReadsTheClock(MethodReference call)
    {
        var name = $"{call.DeclaringType.GetElementType().FullName}::{call.Name}";
        var parameters = call.Parameters.Select(p => p.ParameterType.FullName).ToList();
        return Clocks.Contains(name)
            || (name == "System.Guid::CreateVersion7" && parameters.Count == 0)
            || (
                Timed.Contains(name)
                && !parameters.Contains("System.TimeProvider")
                && (
                    name.Contains("Threading.Timer::", StringComparison.Ordinal)
                    || parameters.Any(p => p is "System.TimeSpan" or "System.Int32")
                )
            );
    }

    private static bool IsSystemClock(MethodReference call) =>
        call.DeclaringType.FullName == "System.TimeProvider" && call.Name == "get_System";
}
