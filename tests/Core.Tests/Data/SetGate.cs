namespace XthonBot.Core.Tests.Data;

/// <summary>Keeps the lane of the sets busy until the test lets go, so that what comes meanwhile waits together.</summary>
internal sealed class SetGate : IBatchWrite<int, int>
{
    public LockOrder Locks => LockOrder.Rest;

    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<SetGate> CloseAsync(TestStore store)
    {
        var gate = new SetGate();
        _ = store.Get<Store>().WriteAsync(gate, 0, CancellationToken.None);
        await gate.begun.Task;
        return gate;
    }

    public void Open() => gate.SetResult();

    public async Task<IReadOnlyList<int>> RunAsync(StoreDbContext db, IReadOnlyList<int> commands, CancellationToken ct)
    {
        begun.TrySetResult();
        await gate.Task.WaitAsync(Patience.Limit, ct);
        return commands;
    }
}
