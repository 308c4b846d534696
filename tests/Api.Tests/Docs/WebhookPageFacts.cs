using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XthonBot.TestKit;

namespace XthonBot.Api.Tests.Docs;

/// <summary>The examples of the page of webhooks are run as they stand there.</summary>
public sealed class WebhookPageFacts
{
    private const string Body =
        """{"type":"transaction.succeeded","timestamp":"2026-11-22T10:00:00Z","data":{"id":"tx_91a…","code":"54321"}}""";

    /// <summary>A delivery, and whether it is to be believed.</summary>
    public sealed record Delivery(string Secret, string Id, string Timestamp, string Signature, string Body, bool IsGenuine)
    {
        public IEnumerable<string> Arguments => [Secret, Id, Timestamp, Signature, Body];
    }

    [Fact]
    public async Task The_example_in_JavaScript_tells_the_genuine_from_the_rest()
    {
        Needs.Node.SkipUnless(await CanRunAsync("node"));
        await TellsApartAsync(
            "js",
            "page.mjs",
            "node",
            "run.mjs",
            """
            import { isGenuine } from "./page.mjs";
            import { readFileSync } from "node:fs";
            for (const [secret, id, timestamp, signature, body] of JSON.parse(readFileSync("deliveries.json", "utf8")))
            {
              const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
              console.log(isGenuine(secret, headers, Buffer.from(body)));
            }
            """
        );
    }

    [Fact]
    public async Task The_example_in_Python_tells_the_genuine_from_the_rest()
    {
        Needs.Python.SkipUnless(await CanRunAsync("python3"));
        await TellsApartAsync(
            "python",
            "page.py",
            "python3",
            "run.py",
            """
            import json
            from page import is_genuine
            for secret, id, timestamp, signature, body in json.load(open("deliveries.json", encoding="utf-8")):
                headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
                print(str(is_genuine(secret, headers, body.encode())).lower())
            """
        );
    }

    [Fact]
    public async Task The_example_in_CSharp_tells_the_genuine_from_the_rest()
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "page",
            [CSharpSyntaxTree.ParseText(await ExampleAsync("csharp"), cancellationToken: TestContext.Current.CancellationToken)],
            platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        using var assembly = new MemoryStream();
        var built = compilation.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(built.Diagnostics);
        assembly.Position = 0;

        var isGenuine = new AssemblyLoadContext("page", isCollectible: true)
            .LoadFromStream(assembly)
            .GetType("Webhook")!
            .GetMethod("IsGenuine", BindingFlags.Public | BindingFlags.Static)!;

        Assert.All(
            Deliveries(),
            delivery =>
                Assert.Equal(
                    delivery.IsGenuine,
                    (bool)
                        isGenuine.Invoke(
                            null,
                            [delivery.Secret, delivery.Id, delivery.Timestamp, delivery.Signature, Encoding.UTF8.GetBytes(delivery.Body)]
                        )!
                )
        );
    }

    private static IReadOnlyList<Delivery> Deliveries()
    {
        const string other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        string At(int secondsAgo) =>
            (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - secondsAgo).ToString(CultureInfo.InvariantCulture);
        var (now, old, early) = (At(0), At(400), At(-400));
        Delivery Signed(string at, string signature, bool isGenuine, string body = Body, string id = "msg_1") =>
            new(ApiHost.Secret, id, at, signature, body, isGenuine);
        var right = ApiHost.Sign("msg_1", now, Body);
        return
        [
            Signed(now, right, true),
            Signed(now, $"{ApiHost.Sign("msg_1", now, Body, other)} {right}", true),
            Signed(now, $"{right} v1a,c29tZXRoaW5nIG90aGVy", true),
            Signed(now, right, false, Body.Replace("54321", "54322", StringComparison.Ordinal)),
            Signed(now, right, false, id: "msg_2"),
            Signed(At(1), right, false),
            Signed(now, ApiHost.Sign("msg_1", now, Body, other), false),
            Signed(old, ApiHost.Sign("msg_1", old, Body), false),
            Signed(early, ApiHost.Sign("msg_1", early, Body), false),
            Signed(now, right["v1,".Length..], false),
            Signed(now, right[..^4], false),
            Signed(now, "", false),
            Signed(now, "v1,é", false),
            Signed("", ApiHost.Sign("msg_1", "", Body), false),
            Signed("soon", ApiHost.Sign("msg_1", "soon", Body), false),
            Signed("²", ApiHost.Sign("msg_1", "²", Body), false),
        ];
    }

    private static async Task TellsApartAsync(string language, string file, string command, string script, string text)
    {
        var folder = Directory.CreateTempSubdirectory("xthon-webhook-").FullName;
        try
        {
            var deliveries = Deliveries();
            await File.WriteAllTextAsync(Path.Combine(folder, file), await ExampleAsync(language), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, script), text, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "deliveries.json"),
                JsonSerializer.Serialize(deliveries.Select(d => d.Arguments)),
                TestContext.Current.CancellationToken
            );

            var answers = (await RunAsync(command, script, folder)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );

            Assert.Equal(deliveries.Select(d => d.IsGenuine ? "true" : "false"), answers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The block of this language on the page, as a reader copies it.</summary>
    private static async Task<string> ExampleAsync(string language)
    {
        await using var api = await ApiHost.StartAsync();
        var page = (await api.GetAsync("/docs/webhooks")).Body;
        return WebUtility.HtmlDecode(
            Regex
                .Match(page, $"<code class=\"language-{language}\">(.*?)</code>", RegexOptions.Singleline, TimeSpan.FromSeconds(1))
                .Groups[1]
                .Value
        );
    }

    private static async Task<bool> CanRunAsync(string command)
    {
        try
        {
            await RunAsync(command, "--version", Path.GetTempPath());
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> RunAsync(string command, string argument, string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(command, argument)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await problems);
        return output;
    }
}
