using System.Net;
using System.Text;
using global::Telegram.Bot.Types;
using Telegram.Bot;
using Telegram.Bot.Exceptions;

namespace XthonBot.Bot.Tests.Sandbox;

public sealed class FilesAndPictures
{
    /// <summary>One red dot.</summary>
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    );

    [Fact]
    public async Task A_persons_file_reaches_the_bot_byte_for_byte()
    {
        await using var room = await Room.OpenAsync();
        var content = Encoding.UTF8.GetBytes("+15550001\n+15550002\n");
        await room.People.SendFileAsync(Room.Ann, "stock.csv", content, "/stock tg", Room.Ct);

        var message = (await room.Bot.GetUpdates(cancellationToken: Room.Ct)).Single().Message!;
        using var got = new MemoryStream();
        await room.Bot.GetInfoAndDownloadFile(message.Document!.FileId, got, Room.Ct);

        Assert.Equal(("stock.csv", "text/csv", "/stock tg"), (message.Document.FileName, message.Document.MimeType, message.Caption));
        Assert.Equal(content, got.ToArray());
    }

    [Fact]
    public async Task A_file_above_20_MB_cannot_be_fetched_by_the_bot()
    {
        await using var room = await Room.OpenAsync();
        await room.People.SendFileAsync(Room.Ann, "big.bin", new byte[20 * 1024 * 1024 + 1], ct: Room.Ct);
        var file = (await room.Bot.GetUpdates(cancellationToken: Room.Ct)).Single().Message!.Document!;

        var error = await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.GetFile(file.FileId, Room.Ct));
        Assert.Equal("Bad Request: file is too big", error.Message);
    }

    [Fact]
    public async Task A_picture_shows_in_the_chat_and_can_be_sent_again_by_its_id()
    {
        await using var room = await Room.OpenAsync();
        var sent = await room.Bot.SendPhoto(
            Room.Ann,
            InputFile.FromStream(new MemoryStream(Png), "stats.png"),
            "Last <b>7 days</b>",
            global::Telegram.Bot.Types.Enums.ParseMode.Html,
            cancellationToken: Room.Ct
        );
        await room.Bot.SendPhoto(Room.Ann, InputFile.FromFileId(sent.Photo![0].FileId), cancellationToken: Room.Ct);

        var chat = await room.People.ChatAsync(Room.Ann, Room.Ct);
        Assert.Equal((1, 1), (sent.Photo[0].Width, sent.Photo[0].Height));
        Assert.Equal("Last <b>7 days</b>", chat.Messages[0].Html);
        using var picture = await room.People.Http.GetAsync(new Uri(chat.Messages[1].Photo!.Url, UriKind.Relative), Room.Ct);
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Png, await picture.Content.ReadAsByteArrayAsync(Room.Ct));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_as_a_photo_and_a_long_caption_everywhere()
    {
        await using var room = await Room.OpenAsync();
        InputFileStream Text() => InputFile.FromStream(new MemoryStream([1, 2, 3]), "a.png");

        var photo = await Assert.ThrowsAsync<ApiRequestException>(() => room.Bot.SendPhoto(Room.Ann, Text(), cancellationToken: Room.Ct));
        var caption = await Assert.ThrowsAsync<ApiRequestException>(() =>
            room.Bot.SendDocument(Room.Ann, Text(), new string('x', 1025), cancellationToken: Room.Ct)
        );

        Assert.Equal("Bad Request: IMAGE_PROCESS_FAILED", photo.Message);
        Assert.Equal("Bad Request: message caption is too long", caption.Message);
    }

    [Fact]
    public async Task A_document_is_saved_by_the_browser_never_opened()
    {
        await using var room = await Room.OpenAsync();
        await room.Bot.SendDocument(
            Room.Ann,
            InputFile.FromStream(new MemoryStream("<script>alert(1)</script>"u8.ToArray()), "page.html"),
            cancellationToken: Room.Ct
        );
        var document = (await room.People.ChatAsync(Room.Ann, Room.Ct)).Last!.Document!;
        using var got = await room.People.Http.GetAsync(new Uri(document.Url, UriKind.Relative), Room.Ct);

        Assert.Equal(HttpStatusCode.OK, got.StatusCode);
        Assert.Equal(
            ("attachment", "page.html"),
            (got.Content.Headers.ContentDisposition!.DispositionType, got.Content.Headers.ContentDisposition.FileName)
        );
        Assert.Equal("application/octet-stream", got.Content.Headers.ContentType!.MediaType);
    }
}
