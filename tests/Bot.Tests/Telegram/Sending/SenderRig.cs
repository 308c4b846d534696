using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Telegram.Bot;
using Telegram.Bot.Types;
using XthonBot.Bot.Telegram.Sending;
using XthonBot.TestKit;

namespace XthonBot.Bot.Tests.Telegram.Sending;

/// <summary>The real sender and the real client, with a clock that stands still and Telegram on loopback.</summary>
internal sealed class SenderRig : IAsyncDisposable
{
    private SenderRig(TelegramStub telegram, SenderOptions options)
    {
        Telegram = telegram;
        Options = options;
        Sender = new TelegramSender(telegram.Client, options, Time, Log);
    }

    public static SenderOptions NoLimits => new() { MessagesPerSecond = 0, MessagesPerChatPerSecond = 0 };

    public FakeTimeProvider Time { get; } = new();

    public SignalLog Log { get; } = new();

    public TelegramStub Telegram { get; }

    public SenderOptions Options { get; }

    public TelegramSender Sender { get; }

    public static async Task<SenderRig> StartAsync(SenderOptions? options = null) => new(await TelegramStub.StartAsync(), options ?? new());

    public Task<SendOutcome<Message>> SayAsync(long chatId, string text, SendPriority priority = SendPriority.Reply) =>
        SayUnlessAsync(chatId, text, priority, TestContext.Current.CancellationToken);

    public Task<SendOutcome<Message>> SayUnlessAsync(long chatId, string text, SendPriority priority, CancellationToken withdrawn) =>
        Sender.SendAsync(chatId, priority, (client, ct) => client.SendMessage(chatId, text, cancellationToken: ct), withdrawn).InTime();

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async ValueTask DisposeAsync()
    {
        var stopped = Sender.DisposeAsync();
        Time.Advance(Options.ShutdownGrace);
        await stopped;
        await Telegram.DisposeAsync();
    }
}

/// <summary>Tells a test that the sender has come to a point, where a clock that stands still would leave it guessing.</summary>
internal sealed class SignalLog : ILogger<TelegramSender>
{
    private readonly Channel<(string Event, string Line)> lines = Channel.CreateUnbounded<(string, string)>();

    /// <summary>Waits for the next line, which has to be of this event.</summary>
    public async Task<string> ExpectAsync(string eventName)
    {
        var (name, line) = await lines.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTime();
        Assert.Equal(eventName, name);
        return line;
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Writer.TryWrite((eventId.Name!, formatter(state, exception)));
}

internal static class Deadline
{
    /// <summary>A test that waits for what never comes is to fail, not to hang.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
}
