using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Foundation.Kernel;
using XthonBot.Core.Foundation.Settings;
using XthonBot.Core.Modules.Messages;

namespace XthonBot.Api.Inbound;

/// <summary>Where gateways bring the text messages that arrive.</summary>
internal static class InboundHooks
{
    private static readonly ApiArea Area = new("/hooks/sms", IsEnveloped: true);

    public static IServiceCollection AddInboundHooks(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddSingleton<IInboundSource, GenericSource>()
            .AddSingleton<IInboundSource, AndroidGatewaySource>()
            .AddSingleton<IInboundSource, SimBankSource>()
            .AddSingleton<IInboundSource, TelnyxSource>()
            .AddSingleton<IInboundSource, TwilioSource>()
            .AddSingleton<IInboundSource, PlivoSource>();
        services.AddSingleton<InboundSources>().AddSingleton<InboundHook>().AddSingleton<GatewayClocks>();
        return services.AddSettings<InboundOptions, InboundOptionsCheck>(configuration, "Inbound");
    }

    public static void MapInboundHooks(this IEndpointRouteBuilder app) =>
        app.MapPost(Area.Root + "/{name}", (string name, HttpContext context, InboundHook hook) => hook.HandleAsync(name, context))
            .WithMetadata(Area, BodyLimit.Default)
            .ExcludeFromDescription();
}

/// <param name="Stored">How many messages of the request are stored, now or before.</param>
internal sealed record HookData(int Stored);

internal sealed partial class InboundHook(
    InboundSources sources,
    ReceiveMessageHandler messages,
    ReceivePartHandler parts,
    GatewayClocks clocks,
    IOptions<StoreIdentity> store,
    TimeProvider time,
    ILogger<InboundHook> logger
)
{
    /// <summary>How far off a gateway's clock is said to be.</summary>
    private static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, int> withoutText = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> told = new(StringComparer.Ordinal);

    /// <summary>Answers 200 only once every message of the request is durable, or was here before.</summary>
    public async Task<IResult> HandleAsync(string name, HttpContext context)
    {
        if (!sources.TryGet(name, out var kind, out var settings))
            return (ApiResult<HookData>)Failure.Of(StatusCodes.Status404NotFound);
        var answer = await ReceiveAsync(kind, settings, context);
        return (answer.Failure is { } failure ? kind.Refused(failure.Message) : kind.Stored) is { } reply
            ? Results.Text(reply.Body, reply.ContentType, statusCode: answer.Failure?.Status)
            : answer;
    }

    private async Task<ApiResult<HookData>> ReceiveAsync(IInboundSource kind, SourceSettings settings, HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var url = store.Value.BaseUrl(request) + request.Path + request.QueryString;
        var raw = new InboundRequest(request.Headers, body.GetBuffer().AsMemory(0, (int)body.Length), url);
        var now = time.UtcNow();
        var result = Read(kind, raw, settings, now);
        var behind = result is not InboundResult.Unauthorized && result.Age is { } age ? ClockOf(settings, age, now) : TimeSpan.Zero;
        if (!kind.StampsByItsClock)
            behind = TimeSpan.Zero;
        switch (result)
        {
            case InboundResult.Messages { Received: [] } news:
                LogWithoutText(settings.Name, Name(news.News), withoutText.AddOrUpdate(settings.Name, 1, (_, count) => count + 1));
                return new HookData(0);
            case InboundResult.Messages read:
                foreach (var message in read.Received)
                    await ReceiveAsync(message with { ClockIsBehind = behind, Agent = settings.Agent }, ct);
                return new HookData(read.Received.Count);
            case InboundResult.Part { Received: var part }:
                var outcome = await parts.HandleAsync(
                    part with
                    {
                        ReceivedAt = part.ReceivedAt < now - behind ? part.ReceivedAt + behind : part.ReceivedAt,
                    },
                    ct
                );
                LogPart(settings.Name, part.Index, part.Count, part.To.Masked, outcome.IsNew, outcome.Whole);
                return new HookData(1);
            case InboundResult.Bad bad:
                LogBad(settings.Name, bad.Reason);
                return new Failure(StatusCodes.Status400BadRequest, bad.Reason);
            default:
                if (result.Age is { } off)
                    LogUntimely(
                        settings.Name,
                        context.Connection.RemoteIpAddress?.ToString(),
                        off.Duration().TotalSeconds,
                        off > TimeSpan.Zero ? "behind" : "ahead"
                    );
                else
                    LogUnsigned(settings.Name, context.Connection.RemoteIpAddress?.ToString());
                return new Failure(StatusCodes.Status401Unauthorized, "Missing or invalid signature");
        }
    }

    // The secrets are tried in turn; one that signed at another time gives a better reason than one that did not sign.
    private static InboundResult Read(IInboundSource kind, InboundRequest request, SourceSettings settings, DateTime now)
    {
        var result = kind.Read(request, settings, now);
        foreach (var secret in settings.MoreSecrets)
        {
            if (result is not InboundResult.Unauthorized { Age: null })
                break;
            result = kind.Read(request, settings with { Secret = secret }, now);
        }

        return result;
    }

    private async Task ReceiveAsync(ReceiveMessage message, CancellationToken ct)
    {
        var reception = await messages.HandleAsync(message, ct);
        if (message.To is { } number)
            LogReceived(message.Source, number.Masked, reception);
        else
            LogNoNumber(message.Source, reception);
    }

    private TimeSpan ClockOf(SourceSettings settings, TimeSpan age, DateTime now)
    {
        var behind = clocks.Note(settings.Name, age, now);
        var before = told.GetValueOrDefault(settings.Name);
        if ((behind - before).Duration() >= WorthSaying)
        {
            told[settings.Name] = behind;
            LogClock(settings.Name, behind.Duration().TotalSeconds, behind > TimeSpan.Zero ? "behind" : "ahead");
        }

        return behind;
    }

    // The word comes from outside and goes into a log line.
    private static string Name(string? news) =>
        string.Concat((news ?? "").Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '-' or '_' ? c : '?'));

    [LoggerMessage(LogLevel.Information, "Source {Source} brought a message for {Number}: {Reception}")]
    private partial void LogReceived(string source, string number, Reception reception);

    [LoggerMessage(
        LogLevel.Warning,
        "Source {Source} brought a message without a number that can be read: {Reception}; it waits for an operator. For a phone, Inbound:Sources:{Source}:Numbers names the number of each SIM"
    )]
    private partial void LogNoNumber(string source, Reception reception);

    [LoggerMessage(LogLevel.Information, "Source {Source} brought news without a text, {News}; {Count} such since the start")]
    private partial void LogWithoutText(string source, string news, int count);

    [LoggerMessage(
        LogLevel.Information,
        "Source {Source} brought part {Index} of {Count} for {Number} (new: {IsNew}); the whole: {Reception}"
    )]
    private partial void LogPart(string source, int index, int count, string number, bool isNew, Reception? reception);

    [LoggerMessage(LogLevel.Warning, "Source {Source} sent a body that cannot be read: {Reason}")]
    private partial void LogBad(string source, string reason);

    [LoggerMessage(LogLevel.Warning, "A request for source {Source} from {Address} was not signed by its secret")]
    private partial void LogUnsigned(string source, string? address);

    [LoggerMessage(
        LogLevel.Warning,
        "A request for source {Source} from {Address} was signed by its secret, but its clock is {Seconds:0} s {Direction}; more than 300 s are not taken"
    )]
    private partial void LogUntimely(string source, string? address, double seconds, string direction);

    [LoggerMessage(
        LogLevel.Warning,
        "The clock of source {Source} is {Seconds:0} s {Direction}; the times of its messages are read with that in mind"
    )]
    private partial void LogClock(string source, double seconds, string direction);
}
