using System.Globalization;
using System.Text;

namespace XthonBot.Api.Tests.Fuzz;

/// <summary>Which room of the API a request asks.</summary>
internal enum Room
{
    V2,
    Hook,
    Facade,
}

/// <summary>A request as it goes over the wire, right or wrong. Texts hold one byte in each character.</summary>
internal sealed class WireRequest(long number, Room room, string method, string target)
{
    // By default Kestrel refuses a longer line, longer headers altogether, or more of them, and does so without a body.
    private const int LongestLine = 8_000;
    private const int LongestHeaders = 32_000;
    private const int MostHeaders = 100;

    /// <summary>What it is made from: the same number is the same request.</summary>
    public long Number => number;

    public Room Room => room;

    public string Method { get; set; } = method;

    public string Target { get; set; } = target;

    public List<(string Name, string Value)> Headers { get; } = [("Host", "127.0.0.1")];

    public byte[]? Body { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>Whether it comes from a gateway that has the secret.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Whether the server may refuse it before the API sees it, or take it for a request to somewhere else.</summary>
    public bool MayStopEarly { get; set; }

    /// <summary>Whether it goes to the source that answers in words of its own.</summary>
    public bool IsOfAgent => Room == Room.Hook && Target.StartsWith("/hooks/sms/bank", StringComparison.Ordinal);

    public bool IsForTheApi =>
        !MayStopEarly
        && Target.Length < LongestLine
        && Headers.Count < MostHeaders
        && Headers.Sum(h => h.Name.Length + h.Value.Length + 4) < LongestHeaders;

    /// <summary>Whether it has this header once, with this value.</summary>
    public bool Has(string name, string value) =>
        Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).SequenceEqual([value]);

    public void Add(string name, string value) => Headers.Add((name, value));

    public void Replace(string name, string? value)
    {
        Headers.RemoveAll(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (value is not null)
            Add(name, value);
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        foreach (var (name, value) in Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        var body = Body ?? [];
        if (IsChunked)
        {
            head.Append("Transfer-Encoding: chunked\r\n");
            body = Chunks(body);
        }
        else if (Body is not null && !Headers.Any(h => h.Name == "Content-Length"))
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");

        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>Enough to recognize it by.</summary>
    public override string ToString()
    {
        var text = Encoding.Latin1.GetString(ToBytes());
        return text.Length > 600 ? $"{text[..600]}… ({text.Length} bytes)" : text;
    }

    private static byte[] Chunks(byte[] body) =>
        [
            .. body.Chunk(10_000).SelectMany(chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
            .. "0\r\n\r\n"u8,
        ];
}
