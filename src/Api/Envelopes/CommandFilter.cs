using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using XthonBot.Core.Foundation.Kernel;

namespace XthonBot.Api.Envelopes;

/// <summary>
/// A command may cost money, so nothing of it is passed over: a parameter, a field of the body or a header for the same purpose that is not
/// understood is 400 and named, before anything is done. It also takes the body off the wire: one that is too large or broken costs
/// nothing.
/// </summary>
/// <param name="known">The fields that the command takes beside its path.</param>
internal sealed class CommandFilter(params CommandField[] known) : IEndpointFilter
{
    private const int LongestName = 64;

    private readonly string takes = known.Length == 0 ? "no parameters" : string.Join(", ", known.Select(field => field.Name));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        foreach (var (name, _) in http.Request.Headers)
        {
            if (Refused(name) is { } refused)
                return refused;
        }

        var (inBody, isOne) = await CommandBody.ReadAsync(http.Request);
        if (!isOne)
            return new Failure(StatusCodes.Status400BadRequest, "the body must be a JSON object or a form");
        var inQuery = Query(http.Request.QueryString);
        if (inQuery.Count + inBody.Count == 0)
        {
            http.Features.Set(CommandFields.None);
            return await next(context);
        }

        var (query, body) = (
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal)
        );
        if (Read(inQuery, query) is { } bad)
            return bad;
        if (Read(inBody, body) is { } worse)
            return worse;
        foreach (var (name, value) in body)
        {
            if (!query.TryAdd(name, value) && query[name] != value)
                return Twice(name);
        }

        http.Features.Set(new CommandFields(query, string.Join('&', body.Select(field => $"{field.Key}={field.Value}"))));
        return await next(context);
    }

    private static List<(string Name, string? Value)> Query(QueryString query)
    {
        var given = new List<(string, string?)>();
        foreach (var part in new QueryStringEnumerable(query.Value))
            given.Add((part.DecodeName().ToString(), part.DecodeValue().ToString()));
        return given;
    }

    /// <returns>Why it is refused; null where all of it is understood.</returns>
    private Failure? Read(List<(string Name, string? Value)> given, Dictionary<string, string> read)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            if (Array.Find(known, field => field.Name == name) is not { } field)
                return NotUnderstood(name);
            if (!names.Add(name))
                return Twice(name);
            // A null of JSON says that there is none.
            if (value is null)
                continue;
            if (field.Read(value) is not { } understood)
                return new Failure(StatusCodes.Status400BadRequest, $"{field.Name} must be {field.Words}");
            read.Add(name, understood);
        }

        return null;
    }

    /// <summary>Unknown headers are passed over, except those that mean to protect money and have another name here.</summary>
    private Failure? Refused(string header) =>
        !MoneyHeaders.IsOne(header) || header.Equals(MoneyHeaders.IdempotencyKey, StringComparison.OrdinalIgnoreCase) ? null
        : MoneyHeaders.NamesRequest(header)
            ? new Failure(
                StatusCodes.Status400BadRequest,
                $"{Shown(header)} is not understood; the header is called {MoneyHeaders.IdempotencyKey}"
            )
        : NotUnderstood(header);

    /// <param name="takes">The fields that the request takes.</param>
    public static Failure NotUnderstood(string name, string takes) =>
        new(StatusCodes.Status400BadRequest, $"{Shown(name)} is not understood; this request takes {takes}");

    private Failure NotUnderstood(string name) => NotUnderstood(name, takes);

    private static Failure Twice(string name) => new(StatusCodes.Status400BadRequest, $"{name} must be given once");

    private static string Shown(string name) => name.Length <= LongestName ? name : StorableText.Cut(name, LongestName) + "…";
}
