namespace XthonBot.Core.Modules.Stock;

internal enum StockColumn
{
    /// <summary>The name of the column says nothing: each of its fields is read by itself.</summary>
    Unknown,
    Number,
    Link,

    /// <summary>No field of the column is a number, whatever it looks like.</summary>
    Note,
}

/// <summary>The first line of a list, where it names the columns.</summary>
internal sealed record StockHeader(char Separator, IReadOnlyList<StockColumn> Columns)
{
    private static readonly Dictionary<StockColumn, string> Names = new()
    {
        [StockColumn.Number] = """
            phone phones phonenumber phonenumbers phoneno number numbers tel telephone telephonenumber mobile mobilenumber
            mobilephone cell cellphone msisdn e164 did
            номер номера телефон телефоны номертелефона тел мобильный мобильныйномер numero número teléfono telefono telefone téléphone
            nummer nummern telefon telefonnummer rufnummer handynummer 号码 电话 电话号码 手机 手机号 手机号码
            """,
        [StockColumn.Link] = "link links url urls sms smsurl smslink api apiurl apilink href address ссылка ссылки адрес урл 链接",
        [StockColumn.Note] = """
            id no nr line row name note notes comment comments remark country region state city service operator carrier price cost date
            time created createdat updated
            status sim slot port iccid imei imsi pin puk sender tag label reason type code № ид имя название комментарий комментарии
            примечание заметка страна регион город сервис
            оператор цена стоимость дата время статус слот порт строка причина код пп №пп
            """,
    };

    private static readonly Dictionary<string, StockColumn> Known = Names
        .SelectMany(names => names.Value.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(name => (name, names.Key)))
        .ToDictionary(pair => pair.name, pair => pair.Key);

    /// <returns>Null where the line is a line like the others.</returns>
    public static StockHeader? Read(string line)
    {
        if (line.Length > 1_000)
            return null;
        var at = line.AsSpan().IndexOfAny(StockFields.Separators);
        var separator = at < 0 ? '\t' : line[at];
        var columns = line.Split(separator).Select(Of).ToList();
        return columns.Contains(StockColumn.Number) ? new StockHeader(separator, columns) : null;
    }

    public StockColumn At(int column) => column < Columns.Count ? Columns[column] : StockColumn.Unknown;

    private static StockColumn Of(string name) =>
        Known.GetValueOrDefault(string.Concat(name.Where(c => char.IsLetterOrDigit(c) || c == '№')).ToLowerInvariant());
}
