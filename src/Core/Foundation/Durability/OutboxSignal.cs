using System.Threading.Channels;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Wakes the process that delivers after a commit that wrote notifications, so that none waits for the next sweep. Signals that nobody
/// waits for are kept as one.
/// </summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Notify() => signals.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken ct) => await signals.Reader.ReadAsync(ct);
}
