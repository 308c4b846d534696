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
        app.MapFile("/sandbox/sandbox.css", "sandbox.css", "text/css; charset=utf-8");
        app.MapFile("/sandbox/icon.svg", "icon.svg", "image/svg+xml");
        foreach (var script in new[] { "api.js", "chat.js", "commands.js", "desk.js", "gateway.js", "message.js", "notice.js", "pay.js" })
            app.MapFile($"/sandbox/{script}", script, "text/javascript; charset=utf-8");
    }

    private static void MapFile(this IEndpointRouteBuilder app, string path, string name, string type)
    {
        var content = Read(name);
        app.MapGet(path, () => Results.Bytes(content, type));
    }

    private static byte[] Read(string name)
    {
        using var resource =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"page/{name}")
            ?? throw new InvalidOperationException($"The page's file {name} is not in the assembly.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
