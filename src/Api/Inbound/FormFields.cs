using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace XthonBot.Api.Inbound;

/// <summary>A form, or the query of an address, as it is signed: every pair, with upper and lower case apart.</summary>
internal sealed class FormFields
{
    private readonly List<(string Name, string Value)> pairs = [];

    private FormFields() { }

    public bool IsEmpty => pairs.Count == 0;

    /// <summary>The fields by their names, in ordinal order.</summary>
    public IEnumerable<IGrouping<string, string>> Sorted =>
        pairs.GroupBy(p => p.Name, p => p.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal);

    public static FormFields Of(ReadOnlyMemory<byte> body) => Of(Encoding.UTF8.GetString(body.Span));

    /// <param name="encoded">Without a question mark.</param>
    public static FormFields Of(string encoded)
    {
        var fields = new FormFields();
        // The reader takes one question mark away.
        foreach (var pair in new QueryStringEnumerable("?" + encoded))
            fields.pairs.Add((pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return fields;
    }

    /// <summary>The value of a field, its first where there are several.</summary>
    public string? Text(string name) => pairs.Find(p => p.Name == name).Value;
}
