using System.Buffers.Binary;

namespace XthonBot.Sandbox.Methods;

/// <summary>Width and height out of a PNG's or JPEG's header: enough to tell a picture from something else.</summary>
internal static class PictureSize
{
    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static string? MimeType(ReadOnlySpan<byte> content) =>
        content.StartsWith(Png) ? "image/png"
        : content.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : null;

    public static (int Width, int Height)? Read(ReadOnlySpan<byte> content) =>
        MimeType(content) switch
        {
            "image/png" when content.Length >= 24 => (
                BinaryPrimitives.ReadInt32BigEndian(content[16..]),
                BinaryPrimitives.ReadInt32BigEndian(content[20..])
            ),
            "image/jpeg" => ReadJpeg(content),
            _ => null,
        };

    private static (int Width, int Height)? ReadJpeg(ReadOnlySpan<byte> content)
    {
        for (var at = 2; at + 9 < content.Length && content[at] == 0xFF; )
        {
            var marker = content[at + 1];
            // The frame headers SOF0 to SOF15, without the tables DHT, JPG and DAC that stand between them.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]),
                    BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..])
                );
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
        }
        return null;
    }
}
