using Microsoft.AspNetCore.Http;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

/// <summary><c>/bot&lt;token&gt;/&lt;method&gt;</c>: reads the call, lets arranged trouble happen, does the work, answers.</summary>
internal sealed class Dispatcher(World world)
{
    private static readonly byte[] Garbage = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"u8.ToArray();

    private delegate ValueTask<object> Method(World world, Arguments arguments, CancellationToken ct);

    private static readonly Dictionary<string, Method> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        ["getMe"] = Now((world, _) => Me.Get(world)),
        ["getUpdates"] = UpdateMethods.GetAsync,
        ["setWebhook"] = Now(UpdateMethods.SetWebhook),
        ["deleteWebhook"] = Now(UpdateMethods.DeleteWebhook),
        ["getWebhookInfo"] = Now((world, _) => world.Updates.Info()),
        ["sendMessage"] = Now(Sending.Message),
        ["sendPhoto"] = SendingFiles.PhotoAsync,
        ["sendDocument"] = SendingFiles.DocumentAsync,
        ["sendChatAction"] = Now(Sending.ChatAction),
        ["editMessageText"] = Now(Editing.Text),
        ["editMessageCaption"] = Now(Editing.Caption),
        ["editMessageReplyMarkup"] = Now(Editing.ReplyMarkup),
        ["deleteMessage"] = Now(Editing.Delete),
        ["answerCallbackQuery"] = Now(Callbacks.Answer),
        ["setMyCommands"] = Now(Commands.Set),
        ["getMyCommands"] = Now(Commands.Get),
        ["deleteMyCommands"] = Now(Commands.Delete),
        ["getFile"] = Now(SendingFiles.Get),
        ["getChat"] = Now(Me.Chat),
        ["sendInvoice"] = Now(Invoices.Send),
        ["createInvoiceLink"] = Now(Invoices.CreateLink),
        ["answerPreCheckoutQuery"] = Now(Invoices.AnswerPreCheckout),
        ["refundStarPayment"] = Now(Invoices.Refund),
        ["getStarTransactions"] = Now(Invoices.Transactions),
        ["getMyStarBalance"] = Now((world, _) => Invoices.Balance(world)),
    };

    public async Task HandleAsync(HttpContext http, string token, string method)
    {
        var began = world.Time.GetTimestamp();
        BotApiResponse answer;
        Call? call = null;
        Fault? fault = null;
        try
        {
            // Also before a refusal the body is read: a client that still writes would see a cut connection instead of the answer.
            var arguments = await Arguments.ReadAsync(http.Request, http.RequestAborted);
            if (token != world.Token)
                throw new Refusal(401, "Unauthorized");
            if (!Methods.TryGetValue(method, out var run))
                throw new Refusal(404, "Not Found");
            var chatId =
                arguments.Integer("chat_id")
                ?? world.Taps.Find(arguments.Text("callback_query_id") ?? "")?.ChatId
                ?? world.Stars.ChatOf(arguments.Text("pre_checkout_query_id") ?? "");
            call = world.Calls.Begin(method, chatId, arguments.ForLog(), world.Time.GetUtcNow());
            fault = world.Faults.Take(method, chatId);
            if (fault?.DelayMs is { } delay)
                await Task.Delay(TimeSpan.FromMilliseconds(delay), world.Time, http.RequestAborted);
            answer = fault switch
            {
                { Drop: "before" } or { Garbage: true } => BotApiResponse.Error(502, "Bad Gateway"),
                not null when fault.Error() is { } error => error,
                _ => BotApiResponse.Of(await run(world, arguments, http.RequestAborted)),
            };
            call.Done = answer.Ok;
        }
        catch (Refusal refusal)
        {
            answer = BotApiResponse.Error(refusal.Code, refusal.Description, refusal.RetryAfterSeconds);
        }
        catch (BadHttpRequestException error)
        {
            answer = BotApiResponse.Error(error.StatusCode, error.StatusCode == 413 ? "Request Entity Too Large" : "Bad Request");
        }
        if (fault?.Drop is not null)
        {
            http.Abort();
            return;
        }
        if (call is not null)
        {
            call.DurationMs = world.Time.GetElapsedTime(began).TotalMilliseconds;
            call.Description = answer.Description;
            call.Status = answer.ErrorCode ?? 200;
        }
        await WriteAsync(http, answer, fault is { Garbage: true } ? Garbage : null);
    }

    /// <summary><c>GET /file/bot&lt;token&gt;/&lt;path&gt;</c>.</summary>
    public async Task DownloadAsync(HttpContext http, string token, string path)
    {
        if (token != world.Token)
            await WriteAsync(http, BotApiResponse.Error(401, "Unauthorized"), null);
        else if (world.Files.FindByPath(path) is not { } file)
            await WriteAsync(http, BotApiResponse.Error(404, "Not Found"), null);
        else
        {
            http.Response.ContentType = "application/octet-stream";
            http.Response.ContentLength = file.Content.Length;
            await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
        }
    }

    private static async Task WriteAsync(HttpContext http, BotApiResponse answer, byte[]? garbage)
    {
        var body = garbage ?? Json.Bytes(answer);
        http.Response.StatusCode = answer.ErrorCode ?? 200;
        http.Response.ContentType = garbage is null ? "application/json" : "text/html";
        http.Response.ContentLength = body.Length;
        if (answer.Parameters is { RetryAfter: var seconds })
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static Method Now(Func<World, Arguments, object> method) =>
        (world, arguments, _) => new ValueTask<object>(method(world, arguments));
}
