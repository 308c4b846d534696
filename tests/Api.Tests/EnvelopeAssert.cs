using System.Net;
using System.Text.Json;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests;

internal static class EnvelopeAssert
{
    /// <summary>The names of an object's fields, in the order they are written.</summary>
    public static string[] Fields(JsonElement json) => [.. json.EnumerateObject().Select(p => p.Name)];

    public static JsonElement Ok(ApiReply reply, string? message = null)
    {
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Enveloped(reply, true);
        Assert.Equal(message, reply.Message);
        return reply.Data;
    }

    public static void Failed(ApiReply reply, int status, string message)
    {
        Assert.Equal(status, (int)reply.Status);
        Enveloped(reply, false);
        Assert.Equal(message, reply.Message);
        Assert.Equal(JsonValueKind.Null, reply.Data.ValueKind);
    }

    /// <summary>402, and the data says what is missing.</summary>
    public static void Short(ApiReply reply)
    {
        Assert.Equal(402, (int)reply.Status);
        Enveloped(reply, false);
        Assert.Equal("Insufficient balance", reply.Message);
        Assert.Equal(["missing", "balance", "price"], Fields(reply.Data));
    }

    public static void Enveloped(ApiReply reply, bool ok)
    {
        Assert.Equal("application/json", reply.ContentHeaders.ContentType?.ToString());
        Assert.True(reply.Headers.CacheControl?.NoStore);
        Assert.Equal(["ok", "data", "message"], Fields(reply.Json));
        Assert.Equal(ok, reply.Json.GetProperty("ok").GetBoolean());
    }
}
