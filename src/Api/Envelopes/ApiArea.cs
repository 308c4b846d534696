using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace XthonBot.Api.Envelopes;

/// <summary>A part of the API and what holds for all of it, as metadata of its endpoints.</summary>
/// <param name="Root">The path at which it begins.</param>
/// <param name="IsOnePath">There is nothing below its root.</param>
/// <param name="IsEnveloped">Whether all its answers are enveloped.</param>
/// <param name="IsCounted">Its requests count for the address that they come from.</param>
internal sealed record ApiArea(string Root, bool IsOnePath = false, bool IsEnveloped = false, bool IsCounted = false)
{
    public bool Covers(PathString path) =>
        path.StartsWithSegments(Root, out var below) && (!IsOnePath || below.Value.AsSpan().TrimStart('/').IsEmpty);
}

/// <summary>Finds the area of a request.</summary>
internal sealed class ApiAreas(EndpointDataSource endpoints)
{
    private readonly Lazy<ApiArea[]> all = new(() =>
        [.. endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ApiArea>()).OfType<ApiArea>().Distinct()]
    );

    // Answers of routing itself, such as 404 and 405, have no endpoint of ours: there the path tells.
    public ApiArea? Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ApiArea>() ?? Array.Find(all.Value, area => area.Covers(context.Request.Path));
}
