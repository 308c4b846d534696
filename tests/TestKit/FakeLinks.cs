using System.Collections.Concurrent;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.TestKit;

/// <summary>The far end of polled numbers: what a link shows is what the test last wrote there.</summary>
public sealed class FakeLinks : ILinkReader
{
    private readonly ConcurrentDictionary<Uri, Func<Task<LinkReading>>> answers = new();
    private readonly ConcurrentQueue<Uri> asked = new();

    /// <summary>Every question, in their order.</summary>
    public IReadOnlyList<Uri> Asked => [.. asked];

    public void Show(string link, string body) => Answer(link, () => Task.FromResult<LinkReading>(new LinkReading.Shown(body)));

    public void Fail(string link, string reason = "status-500") =>
        Answer(link, () => Task.FromResult<LinkReading>(new LinkReading.Failed(reason)));

    /// <summary>For answers that wait, or change their mind.</summary>
    public void Answer(string link, Func<Task<LinkReading>> answer) => answers[new Uri(link)] = answer;

    /// <summary>A link that nothing was written to shows nothing.</summary>
    public async Task<LinkReading> ReadAsync(Uri link, CancellationToken ct)
    {
        asked.Enqueue(link);
        return answers.TryGetValue(link, out var answer) ? await answer().WaitAsync(ct) : new LinkReading.Shown("");
    }
}
