using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using XthonBot.Sandbox.Methods;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Control;

/// <summary>The actions of people: write, send files, tap, block.</summary>
internal static class ChatEndpoints
{
    public static void MapChats(this RouteGroupBuilder api, World world)
    {
        api.MapGet("/people", () => world.Conversations.Select(chat => chat.Read(1)).Select(PersonView.Of).OrderBy(person => person.Id));
        api.MapPost(
            "/people",
            (PersonRequest request) =>
            {
                var chat = world.Person(request.Person());
                if (request.Started)
                    chat.Start();
                return PersonView.Of(chat.Read(1));
            }
        );

        var chats = api.MapGroup("/chats/{id:long}");
        chats.MapGet(
            "",
            async (long id, double? wait, long? since, int? limit, CancellationToken ct) =>
            {
                var chat = world.Find(id) ?? throw new Refusal(404, "Not Found: nobody has this id");
                if (wait is { } seconds and > 0 && since is { } version)
                    await LongPoll.WithinAsync(world, chat.ChangeSince(version), seconds, ct);
                return ChatView.Of(chat.Read(Math.Max(limit ?? int.MaxValue, 0)), world.Commands);
            }
        );
        chats.MapPost("/messages", (long id, PersonMessage message) => Posted.Of(message.Post(world, world.Chat(id))));
        chats.MapPost(
            "/files",
            async (long id, HttpRequest request, CancellationToken ct) =>
                Posted.Of((await PersonMessage.ReadAsync(world, request, ct)).Post(world, world.Chat(id)))
        );
        chats.MapPost(
            "/edits",
            (long id, EditRequest request) => Posted.Of(PersonMessage.Edit(world.Chat(id), request.MessageId, request.Text))
        );
        chats.MapPost(
            "/forwards",
            (long id, ForwardRequest request) => Posted.Of(PersonMessage.Forward(world, world.Chat(id), request.MessageId))
        );
        chats.MapPost("/taps", (long id, TapRequest request) => Tap(world, world.Chat(id), request));
        chats.MapPost("/block", (long id) => new BlockView(true, world.Chat(id).SetBlocked(true)?.UpdateId));
        chats.MapPost("/unblock", (long id) => new BlockView(false, world.Chat(id).SetBlocked(false)?.UpdateId));

        api.MapGet(
            "/taps/{queryId}",
            async (string queryId, double? wait, CancellationToken ct) =>
            {
                var tap = world.Taps.Find(queryId) ?? throw new Refusal(404, "Not Found: no such query");
                if (wait is { } seconds and > 0)
                    await LongPoll.WithinAsync(world, tap.Answered.Task, seconds, ct);
                return TapView.Of(tap);
            }
        );
        api.MapGet("/files/{fileId}", (string fileId, HttpResponse response) => Download(world, fileId, response));
    }

    private static TapSent Tap(World world, Conversation chat, TapRequest request)
    {
        var messageId = request.MessageId;
        var data = request.Data;
        if (data is null)
        {
            var label = request.Button ?? throw Refusal.BadRequest("a tap needs data or button");
            var message = messageId is { } given ? chat.Find(given) : chat.FindByButton(label);
            data = message is null ? null : Taps.DataOf(message, label);
            if (data is null)
                throw new Refusal(404, $"Not Found: no button '{label}' that sends data");
            messageId = message!.MessageId;
        }
        var (tap, update) = world.Taps.Send(chat, messageId ?? throw Refusal.BadRequest("a tap with data needs message_id"), data);
        return new TapSent(tap.QueryId, tap.MessageId, tap.Data, update.UpdateId);
    }

    private static IResult Download(World world, string fileId, HttpResponse response)
    {
        var file = world.Files.Find(fileId) ?? throw new Refusal(404, "Not Found: no such file");
        response.Headers.CacheControl = "private, max-age=3600";
        // Only what is really a picture may open in the page; anything else is saved, whatever it calls itself.
        return PictureSize.MimeType(file.Content) is { } picture
            ? Results.Bytes(file.Content, picture)
            : Results.Bytes(file.Content, "application/octet-stream", file.Name);
    }

    private sealed record PersonRequest(
        long Id,
        string? FirstName,
        string? Username,
        string? LanguageCode,
        string? Role,
        bool Started = false
    )
    {
        public SandboxPerson Person() =>
            new(Id, FirstName ?? $"Person {Id}", Username ?? $"person{Id}", LanguageCode ?? "en", Role ?? "customer");
    }

    private sealed record PersonView(
        long Id,
        string FirstName,
        string Username,
        string LanguageCode,
        string Role,
        bool Started,
        bool Blocked,
        long Version,
        int? LastMessageId
    )
    {
        public static PersonView Of(ConversationState state) =>
            new(
                state.Person.Id,
                state.Person.FirstName,
                state.Person.Username,
                state.Person.LanguageCode,
                state.Person.Role,
                state.Started,
                state.Blocked,
                state.Version,
                state.Messages is [.., var last] ? last.MessageId : null
            );
    }

    private sealed record EditRequest(int MessageId, string? Text);

    private sealed record ForwardRequest(int MessageId);

    private sealed record TapRequest(int? MessageId, string? Data, string? Button);

    private sealed record TapSent(string QueryId, int MessageId, string Data, int UpdateId);

    private sealed record BlockView(bool Blocked, int? UpdateId);

    private sealed record Posted(int MessageId, int UpdateId)
    {
        public static Posted Of((Message Message, Update Update) posted) => new(posted.Message.MessageId, posted.Update.UpdateId);
    }
}
