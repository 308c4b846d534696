using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using XthonBot.Api.Envelopes;
using XthonBot.Api.Keys;
using XthonBot.Core.Foundation.Durability;

namespace XthonBot.Api.Idempotency;

/// <summary>
/// With the header <c>Idempotency-Key</c> a command is carried out once: whoever repeats it gets the first answer, byte for byte. Answers
/// that say nothing of the request itself (a fault, an outage, a limit) are not kept.
/// </summary>
internal sealed class IdempotencyFilter(IdempotencyStore replies) : IEndpointFilter
{
    public const string Header = MoneyHeaders.IdempotencyKey;
    public const string Replayed = "Idempotent-Replayed";
    private const int LongestKey = 255;
    private const string RetryAfterSeconds = "1";

    public static readonly Failure UsedForAnother = new(
        StatusCodes.Status422UnprocessableEntity,
        $"This {Header} was used for another request"
    );

    // The replacement of bytes that are not UTF-8: two keys could become one by it.
    private const char NoCharacter = '\uFFFD';

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var given = http.Request.Headers[Header];
        if (given.Count == 0)
            return await next(context);
        if (given is not [{ Length: > 0 and <= LongestKey } key] || key.Any(c => char.IsControl(c) || c == NoCharacter))
            return new Failure(StatusCodes.Status400BadRequest, $"{Header} must be 1 to {LongestKey} characters");

        var caller = Caller.Of(http);
        // A test order's answer is none to a real request of that name: no client can send a line end.
        if (caller.Key.IsTest)
            key = "test\n" + key;
        switch (await replies.BeginAsync(caller.Id, key, Digest(http), http.RequestAborted))
        {
            case IdempotencyDecision.Again again:
                return new Reply(again.Status, Encoding.UTF8.GetBytes(again.Body), IsReplayed: true);
            case IdempotencyDecision.Other:
                return UsedForAnother;
            case IdempotencyDecision.Wait:
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return new Failure(StatusCodes.Status409Conflict, $"The first request with this {Header} is still running");
            case IdempotencyDecision.Run run:
                http.Features.Set(new Repetition(run.IsTakenOver));
                break;
        }

        try
        {
            if (await next(context) is not IRendered answer)
                throw new InvalidOperationException("What can be repeated has to be rendered.");
            var (status, body) = answer.Render();
            // The answer is kept even if the client is gone: its next try asks for it.
            if (IsKept(status))
                await replies.KeepAsync(caller.Id, key, status, Encoding.UTF8.GetString(body), CancellationToken.None);
            else
                await replies.ReleaseAsync(caller.Id, key, CancellationToken.None);
            return new Reply(status, body, IsReplayed: false);
        }
        catch
        {
            await replies.ReleaseAsync(caller.Id, key, CancellationToken.None);
            throw;
        }
    }

    private static bool IsKept(int status) =>
        status is < 500 and not (StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests);

    // With what the body said: a request without one has the digest that it always had.
    private static string Digest(HttpContext http)
    {
        var (request, body) = (http.Request, CommandFields.Of(http).Body);
        return Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}{(body.Length == 0 ? "" : "\n" + body)}")
            )
        );
    }

    private sealed record Reply(int Status, byte[] Body, bool IsReplayed) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (IsReplayed)
                httpContext.Response.Headers[Replayed] = "true";
            return JsonBody.WriteBytesAsync(httpContext, Status, Body);
        }
    }
}

/// <summary>The mark of a request that carries an idempotency key.</summary>
/// <param name="IsTakenOver">See <see cref="IdempotencyDecision.Run"/>.</param>
internal sealed record Repetition(bool IsTakenOver);
