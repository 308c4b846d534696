using System.Globalization;
using System.Text;

namespace XthonBot.Sandbox.Desk;

/// <summary>JSON as PHP's <c>json_encode(…, JSON_UNESCAPED_UNICODE)</c> writes it: slashes escaped, letters not.</summary>
internal static class PhpJson
{
    public static string Write(IEnumerable<KeyValuePair<string, object?>> members)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in members)
        {
            if (text.Length > 1)
                text.Append(',');
            Quote(text, name);
            text.Append(':');
            switch (value)
            {
                case null:
                    text.Append("null");
                    break;
                case bool flag:
                    text.Append(flag ? "true" : "false");
                    break;
                case string words:
                    Quote(text, words);
                    break;
                default:
                    text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }
        return text.Append('}').ToString();
    }

    private static void Quote(StringBuilder text, string words)
    {
        text.Append('"');
        foreach (var letter in words)
            text.Append(
                letter switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '/' => "\\/",
                    '\b' => "\\b",
                    '\f' => "\\f",
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    < ' ' or '\u2028' or '\u2029' => $"\\u{(int)letter:x4}",
                    _ => letter.ToString(),
                }
            );
        text.Append('"');
    }
}
