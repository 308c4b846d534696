using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Bot.Hosting;

/// <summary>Begins before everything that holds a lease or takes an update, and ends after it.</summary>
internal sealed class HeartbeatService(Heartbeat heartbeat) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task beating = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await heartbeat.BeatAsync(cancellationToken);
        beating = Task.Run(() => heartbeat.RunAsync(stopping.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await beating;
        try
        {
            await heartbeat.StopAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Then it runs out.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }

    public void Dispose() => stopping.Dispose();
}
