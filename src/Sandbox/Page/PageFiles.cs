using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace XthonBot.Sandbox.Page;

/// <summary>The chat page: three files inside the assembly.</summary>
internal static class PageFiles
{
    public static void MapPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        app.MapFile("/sandbox", "index.html", "text/html; charset=utf-8");
        foreach (var (name, type) in new[] { ("sandbox.css", "text/css; charset=utf-8"), ("chat.js", "text/javascript; charset=utf-8"), ("message.js", "text/javascript; charset=utf-8"), ("gateway.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml") })
            app.MapFile($"/sandbox/{name}", name, type);
    }

    private static void MapFile(this IEndpointRouteBuilder app, string path, string name, string type)
    {
        var content = Read(name);
        app.MapGet(path, () => Results.Bytes(content, type));
    }

    private static byte[] Read(string name)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{name}")
            ?? throw new InvalidOperationException($"The page's file {name} is not in the assembly.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
