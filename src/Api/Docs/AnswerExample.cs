using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using XthonBot.Api.Envelopes;

namespace XthonBot.Api.Docs;

/// <summary>An example answer in the OpenAPI document, serialized by the same code as real answers.</summary>
internal sealed record AnswerExample(string Name, int Status, JsonNode Body)
{
    public static AnswerExample Success<T>(T data)
        where T : class
    {
        var (status, body) = ((ApiResult<T>)data).Render();
        return new("success", status, JsonNode.Parse(body)!);
    }

    public static AnswerExample Of(string name, Failure failure) => new(name, failure.Status, JsonNode.Parse(failure.Render())!);
}

internal static class AnswerExamples
{
    /// <summary>Shows in the document what the endpoint answers.</summary>
    public static RouteHandlerBuilder Example<T>(this RouteHandlerBuilder builder, T data)
        where T : class => builder.WithMetadata(AnswerExample.Success(data));

    /// <summary>Shows in the document how the endpoint may fail, where the status does not say it all.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder builder, string name, Failure failure) =>
        builder.WithMetadata(AnswerExample.Of(name, failure));
}
