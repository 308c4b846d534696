namespace XthonBot.Core.Tests.Data;

/// <summary>Keeps the worker of the batch writes busy until the test lets go, so that what comes meanwhile waits together.</summary>
internal sealed class BatchGate : IBatchWrite<int, int>
{
    public LockOrder Locks => LockOrder.Rest;

    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<BatchGate> CloseAsync(TestStore store)
    {
        var gate = new BatchGate();
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
