using Microsoft.AspNetCore.Http;
using XthonBot.Sandbox.State;
using XthonBot.Sandbox.Wire;

namespace XthonBot.Sandbox.Methods;

internal static class SendingFiles
{
    private const long LargestPhoto = 10L * 1024 * 1024;
    private const long LargestDownload = 20L * 1024 * 1024;

    public static async ValueTask<object> PhotoAsync(World world, Arguments arguments, CancellationToken ct)
    {
        var markup = MarkupReader.Read(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var caption = Sending.ReadCaption(arguments);
        var file = await FileAsync(world, arguments, "photo", "photos", ct);
        if (file.Content.Length > LargestPhoto)
            throw Refusal.BadRequest("file is too big");
        var (width, height) = PictureSize.Read(file.Content) ?? throw Refusal.BadRequest("IMAGE_PROCESS_FAILED");
        return Sending.Post(
            world,
            chat,
            arguments,
            markup,
            new Message
            {
                From = world.Bot,
                Chat = chat.Chat,
                Photo = [new PhotoSize(file.FileId, file.FileUniqueId, width, height, file.Content.Length)],
                Caption = caption.Text.Length == 0 ? null : caption.Text,
                CaptionEntities = caption.Entities,
            }
        );
    }

    public static async ValueTask<object> DocumentAsync(World world, Arguments arguments, CancellationToken ct)
    {
        var markup = MarkupReader.Read(arguments);
        var chat = world.ChatForBot(arguments.Integer("chat_id"));
        var caption = Sending.ReadCaption(arguments);
        var file = await FileAsync(world, arguments, "document", "documents", ct);
        return Sending.Post(
            world,
            chat,
            arguments,
            markup,
            new Message
            {
                From = world.Bot,
                Chat = chat.Chat,
                Document = file.AsDocument(),
                Caption = caption.Text.Length == 0 ? null : caption.Text,
                CaptionEntities = caption.Entities,
            }
        );
    }

    public static object Get(World world, Arguments arguments)
    {
        var file =
            world.Files.Find(arguments.Text("file_id")) ?? throw Refusal.BadRequest("wrong file_id or the file is temporarily unavailable");
        if (file.Content.Length > LargestDownload)
            throw Refusal.BadRequest("file is too big");
        return new DownloadInfo(file.FileId, file.FileUniqueId, file.Content.Length, file.FilePath);
    }

    /// <summary>Keeps an uploaded file.</summary>
    public static async Task<StoredFile> KeepAsync(World world, IFormFile upload, string folder, CancellationToken ct)
    {
        var content = new byte[upload.Length];
        await using (var stream = upload.OpenReadStream())
            await stream.ReadExactlyAsync(content, ct);
        var type = PictureSize.MimeType(content) ?? MimeType(upload);
        return world.Files.Add(Path.GetFileName(upload.FileName), type, content, folder);
    }

    private static async Task<StoredFile> FileAsync(World world, Arguments arguments, string name, string folder, CancellationToken ct)
    {
        if (arguments.File(name) is { } upload)
            return upload.Length > 0 ? await KeepAsync(world, upload, folder, ct) : throw Refusal.BadRequest("file must be non-empty");
        if (arguments.Text(name) is not { Length: > 0 } reference)
            throw Refusal.BadRequest($"there is no {name} in the request");
        // Telegram would fetch a URL; the sandbox reaches nowhere.
        return world.Files.Find(reference) ?? throw Refusal.BadRequest("wrong remote file identifier specified: Wrong string length");
    }

    private static string MimeType(IFormFile upload) =>
        Path.GetExtension(upload.FileName).ToUpperInvariant() switch
        {
            ".TXT" => "text/plain",
            ".CSV" => "text/csv",
            ".JSON" => "application/json",
            ".PDF" => "application/pdf",
            _ => string.IsNullOrEmpty(upload.ContentType) ? "application/octet-stream" : upload.ContentType,
        };
}
