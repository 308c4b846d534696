using System.Text;

namespace XthonBot.Api.Docs;

/// <summary>A file of <c>Docs/Pages</c> or <c>Docs/Site</c>, as it is in the assembly.</summary>
internal static class DocsFile
{
    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(typeof(DocsFile), name));

    public static byte[] Bytes(Type neighbour, string name)
    {
        using var resource =
            neighbour.Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in {neighbour.Assembly.GetName().Name}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
