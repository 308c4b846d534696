using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using XthonBot.TestKit;

[assembly: HostingStartup(typeof(MovableClockStartup))]

namespace XthonBot.TestKit;

/// <summary>The machine's time, and as much later as it was moved. Timers and timestamps stay the machine's.</summary>
public sealed class MovableClock(TimeSpan ahead) : TimeProvider
{
    private readonly List<(DateTimeOffset At, TimeSpan By)> moves = [];

    public TimeSpan Ahead
    {
        get
        {
            lock (moves)
                return ahead + moves.Aggregate(TimeSpan.Zero, (sum, move) => sum + move.By);
        }
    }

    public void Move(TimeSpan by)
    {
        lock (moves)
            moves.Add((GetUtcNow(), by));
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    /// <summary>What really went by between two times of this clock.</summary>
    public TimeSpan Between(DateTimeOffset earlier, DateTimeOffset later)
    {
        lock (moves)
            return later
                - earlier
                - moves.Where(move => move.At >= earlier && move.At < later).Aggregate(TimeSpan.Zero, (sum, move) => sum + move.By);
    }
}

/// <summary>
/// Gives the executable a <see cref="MovableClock"/> in place of the system's and moves it by what is written to its standard input.
/// Taken in by the host alone where the environment names this assembly, so the executable itself knows nothing of it.
/// </summary>
internal sealed class MovableClockStartup : IHostingStartup
{
    /// <summary>What the process prints when it has moved its clock.</summary>
    public const string Moved = "The clock was moved.";
    private const string Ahead = "XTHON_CLOCK_AHEAD";

    public static (string Key, string Value)[] Environment(TimeSpan ahead) =>
        [("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", typeof(MovableClockStartup).Assembly.GetName().Name!), (Ahead, ahead.ToString("c"))];

    public void Configure(IWebHostBuilder builder)
    {
        var clock = new MovableClock(TimeSpan.Parse(System.Environment.GetEnvironmentVariable(Ahead) ?? "0", CultureInfo.InvariantCulture));
        builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(clock));
        _ = Task.Run(() => ObeyAsync(clock));
    }

    private static async Task ObeyAsync(MovableClock clock)
    {
        using var orders = new StreamReader(Console.OpenStandardInput());
        while (await orders.ReadLineAsync() is { } order)
        {
            clock.Move(TimeSpan.Parse(order, CultureInfo.InvariantCulture));
            Console.WriteLine(Moved);
        }

        // Whoever started it is gone, and nobody else will end it.
        System.Environment.Exit(1);
    }
}
