using XthonBot.Core.Foundation.Settings;
using XthonBot.Texts;

namespace XthonBot.Bot.Hosting;

/// <summary>The operator's own terms and privacy policy, read once from their files.</summary>
internal static class DocumentFiles
{
    public static TextBook TextBook(StoreIdentity store) =>
        new(store.Name, new OwnDocuments(Of(store.TermsFile, store.TermsVersion), Of(store.PrivacyFile, store.PrivacyVersion)));

    /// <returns>Null where none is configured. A language without a file of its own has the one of the fallback.</returns>
    private static Func<string, Document>? Of(string file, string version) =>
        file.Length == 0
            ? null
            : language => new Document(
                version,
                File.ReadAllText(File.Exists(In(file, language)) ? In(file, language) : In(file, Texts.TextBook.Fallback))
            );

    private static string In(string file, string language) => file.Replace("{language}", language, StringComparison.Ordinal);
}
