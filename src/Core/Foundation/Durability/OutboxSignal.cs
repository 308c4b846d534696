using System.Threading.Channels;
using XthonBot.Core.Reactions.Notifications;

namespace XthonBot.Core.Foundation.Durability;

/// <summary>
/// Rung after a commit that wrote news, so that nobody waits for the next sweep. Rings while nobody listens are kept as one.
/// </summary>
public sealed class OutboxSignal
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Notify() => rung.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken ct) => await rung.Reader.ReadAsync(ct);
}
