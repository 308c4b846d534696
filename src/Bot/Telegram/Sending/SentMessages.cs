using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using XthonBot.Bot.Telegram.Updates;

namespace XthonBot.Bot.Telegram.Sending;

/// <summary>
/// Of a message that was sent the store wants to know its id, and of the answer that it was. The client's types refuse an answer with
/// anything in it that they do not know, and what arrived would be sent again.
/// </summary>
internal sealed class SentMessages : DelegatingHandler
{
    private static readonly string[] Methods = ["sendMessage", "sendPhoto", "sendDocument", "editMessageText"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (
            response.StatusCode != HttpStatusCode.OK
            || !Methods.Contains(request.RequestUri?.Segments[^1], StringComparer.OrdinalIgnoreCase)
        )
            return response;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        response.Content = new ByteArrayContent(SaysOk(body) ? Encoding.UTF8.GetBytes(WithIdAlone(body)) : body);
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return response;
    }

    // 0 where it has none that the client could hold.
    private static string WithIdAlone(byte[] body)
    {
        var id = LenientJson.Parse(Encoding.UTF8.GetString(body)).Object("result")?.Number("message_id")
            is { } known
                and > 0
                and <= int.MaxValue
            ? known
            : 0;
        return $$"""{"ok":true,"result":{"message_id":{{id}},"date":1,"chat":{"id":0,"type":"private"} } }""";
    }

    private static bool SaysOk(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("ok"))
                    return reader.Read() && reader.TokenType == JsonTokenType.True;
            }
        }
        catch (JsonException)
        {
            // Nothing that says so.
        }

        return false;
    }
}
