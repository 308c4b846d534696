using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using XthonBot.Api.Docs;
using XthonBot.Api.Envelopes;
using XthonBot.Core.Messages;
using XthonBot.Core.Primitives;

namespace XthonBot.Api.Inbound;

/// <summary>Where gateways bring the text messages that arrive.</summary>
internal static class InboundHooks
{
    public static IServiceCollection AddInboundHooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IInboundSource, GenericSource>().AddSingleton<IInboundSource, AndroidGatewaySource>()
            .AddSingleton<IInboundSource, SimBankSource>().AddSingleton<IInboundSource, TelnyxSource>()
            .AddSingleton<IInboundSource, TwilioSource>().AddSingleton<IInboundSource, PlivoSource>();
        services.AddSingleton<InboundSources>().AddSingleton<InboundHook>();
        services.AddSingleton<IValidateOptions<InboundOptions>, InboundOptionsCheck>();
        services.AddOptions<InboundOptions>().Bind(configuration.GetSection("Inbound")).ValidateOnStart();
        return services;
    }

    public static void MapInboundHooks(this IEndpointRouteBuilder app) => app
        .MapPost("/hooks/sms/{name}", (string name, HttpContext context, InboundHook hook) => hook.HandleAsync(name, context))
        .WithMetadata(BodyLimit.Default).ExcludeFromDescription();
}

/// <param name="Stored">How many messages of the request are stored, now or before.</param>
internal sealed record HookData(int Stored);

internal sealed partial class InboundHook(
    InboundSources sources, ReceiveMessageHandler messages, ReceivePartHandler parts, IOptions<PublicFace> face, TimeProvider time, ILogger<InboundHook> logger)
{
    /// <summary>Answers 200 only once every message of the request is durable, or was here before.</summary>
    public async Task<IResult> HandleAsync(string name, HttpContext context)
    {
        if (!sources.TryGet(name, out var kind, out var settings))
            return (Answer<HookData>)Failure.Of(StatusCodes.Status404NotFound);
        var answer = await ReceiveAsync(kind, settings, context);
        return (answer.Failure is { } failure ? kind.Refused(failure.Message) : kind.Stored) is { } reply
            ? Results.Text(reply.Body, reply.ContentType, statusCode: answer.Failure?.Status)
            : answer;
    }

    private async Task<Answer<HookData>> ReceiveAsync(IInboundSource kind, SourceSettings settings, HttpContext context)
    {
        var ct = context.RequestAborted;
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var url = face.Value.BaseUrl(request) + request.Path + request.QueryString;
        var raw = new InboundRequest(request.Headers, body.GetBuffer().AsMemory(0, (int)body.Length), url);
        switch (kind.Read(raw, settings, time.UtcNow()))
        {
            case InboundResult.Messages read:
                foreach (var message in read.Received)
                    LogReceived(settings.Name, message.To.Masked, await messages.HandleAsync(message with { Agent = settings.Agent }, ct));
                return new HookData(read.Received.Count);
            case InboundResult.Part { Received: var part }:
                var outcome = await parts.HandleAsync(part, ct);
                LogPart(settings.Name, part.Index, part.Count, part.To.Masked, outcome.IsNew, outcome.Whole);
                return new HookData(1);
            case InboundResult.Bad bad:
                LogBad(settings.Name, bad.Reason);
                return new Failure(StatusCodes.Status400BadRequest, bad.Reason);
            default:
                LogUnauthorized(settings.Name, context.Connection.RemoteIpAddress?.ToString());
                return new Failure(StatusCodes.Status401Unauthorized, "Missing or invalid signature");
        }
    }

    [LoggerMessage(LogLevel.Information, "Source {Source} brought a message for {Number}: {Reception}")]
    private partial void LogReceived(string source, string number, Reception reception);

    [LoggerMessage(LogLevel.Information, "Source {Source} brought part {Index} of {Count} for {Number} (new: {IsNew}); the whole: {Reception}")]
    private partial void LogPart(string source, int index, int count, string number, bool isNew, Reception? reception);

    [LoggerMessage(LogLevel.Warning, "Source {Source} sent a body that cannot be read: {Reason}")]
    private partial void LogBad(string source, string reason);

    [LoggerMessage(LogLevel.Warning, "A request for source {Source} from {Address} was not signed by its secret, or not in time")]
    private partial void LogUnauthorized(string source, string? address);
}
