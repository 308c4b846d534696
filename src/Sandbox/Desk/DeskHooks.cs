using System.Net.Http.Headers;

namespace XthonBot.Sandbox.Desk;

/// <summary>
/// Posts the providers' news to the store: each provider's in order, with its retries, and with the trouble that was arranged.
/// </summary>
internal sealed class DeskHooks(HttpClient http, TimeProvider time, DeskBook book) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<HookTrouble> arranged = [];
    private readonly Dictionary<string, Task> lines = [];
    private readonly CancellationTokenSource stop = new();
    private Uri? root;

    /// <summary>The address that the names of the ways to pay follow. Null until the store listens.</summary>
    /// <exception cref="ArgumentException">Not a loopback address.</exception>
    public Uri? Root
    {
        get => Volatile.Read(ref root);
        set =>
            Volatile.Write(
                ref root,
                value is null or { IsAbsoluteUri: true, IsLoopback: true }
                    ? value
                    : throw new ArgumentException("PayHookUrl must be an absolute URL on a loopback address.", nameof(value))
            );
    }

    public IReadOnlyList<HookTrouble> Arranged
    {
        get
        {
            lock (gate)
                return [.. arranged];
        }
    }

    public Uri? AddressOf(string way) => Root is { } known ? new Uri($"{known.AbsoluteUri.TrimEnd('/')}/{way}") : null;

    public void Arrange(HookTrouble trouble)
    {
        trouble.Check();
        lock (gate)
            arranged.Add(trouble);
        book.Touch();
    }

    /// <param name="what">All where null.</param>
    public void Clear(string? what)
    {
        lock (gate)
            arranged.RemoveAll(trouble => what is null || trouble.What == what);
        book.Touch();
    }

    public void Send(DeskHook hook)
    {
        var trouble = Take(hook);
        if (trouble?.What == HookTrouble.Lost)
        {
            Note(hook, "lost");
            return;
        }
        if (trouble?.What == HookTrouble.Delayed)
        {
            _ = LaterAsync(hook, trouble.Delay);
            return;
        }
        // Callers may own the lock of the book, so this one is never kept over a call of the book.
        lock (gate)
            lines[hook.Line] = AfterAsync(lines.GetValueOrDefault(hook.Line, Task.CompletedTask), hook, trouble?.What);
    }

    public void Dispose() => stop.Cancel();

    private HookTrouble? Take(DeskHook hook)
    {
        lock (gate)
        {
            var index = arranged.FindIndex(trouble => trouble.Meets(hook));
            if (index < 0)
                return null;
            var trouble = arranged[index];
            arranged.RemoveAt(index);
            return trouble;
        }
    }

    private async Task LaterAsync(DeskHook hook, TimeSpan delay)
    {
        Note(hook, $"delayed by {delay.TotalSeconds:0.#} s");
        await QuietlyAsync(async () =>
        {
            await Task.Delay(delay, time, stop.Token);
            await DeliverAsync(hook);
        });
    }

    private async Task AfterAsync(Task before, DeskHook hook, string? trouble)
    {
        // The caller may hold a lock; no network call may run under it.
        await Task.Yield();
        await before;
        await QuietlyAsync(async () =>
        {
            if (trouble == HookTrouble.Forged)
            {
                await TryAsync(hook, new HookAttempt(1, key => new string('0', key.Length)), ", signed wrongly");
                return;
            }
            await DeliverAsync(hook);
            if (trouble == HookTrouble.Doubled)
                await TryAsync(hook, new HookAttempt(1, key => key), ", once more");
        });
    }

    private async Task QuietlyAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The sandbox ends.
        }
    }

    private async Task DeliverAsync(DeskHook hook)
    {
        if (!await TryAsync(hook, new HookAttempt(1, key => key), ""))
            return;
        if (hook.Retry.HoldsLine)
            await AgainAsync(hook);
        else
            _ = QuietlyAsync(() => AgainAsync(hook));
    }

    private async Task AgainAsync(DeskHook hook)
    {
        var number = 1;
        foreach (var wait in hook.Retry.Waits)
        {
            await Task.Delay(wait, time, stop.Token);
            if (!await TryAsync(hook, new HookAttempt(++number, key => key), $", attempt {number}"))
                return;
        }
        Note(hook, "given up");
        hook.GaveUp?.Invoke();
    }

    /// <summary>Whether the provider tries again.</summary>
    private async Task<bool> TryAsync(DeskHook hook, HookAttempt attempt, string remark)
    {
        if (hook.Target() is not { } target)
        {
            Note(hook, "not sent: no address is set");
            return false;
        }
        if (!target.IsLoopback)
        {
            Note(hook, "not sent: the sandbox delivers to loopback addresses only");
            return false;
        }
        var status = await PostAsync(target, hook.Write(attempt));
        Note(hook, (status is { } code ? $"answered {code}" : "no answer") + remark);
        return hook.Retry.Again(status);
    }

    private async Task<int?> PostAsync(Uri target, HookPost post)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(post.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in post.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Note(DeskHook hook, string what) => book.Note(hook.InvoiceId, $"webhook {hook.What}: {what}");
}
