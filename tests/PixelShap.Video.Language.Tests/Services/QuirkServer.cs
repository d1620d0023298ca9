using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>A local server with one service's quirk. What it answers depends on the picture alone, however a question is written.</summary>
internal sealed class QuirkServer : IAsyncDisposable
{
    private static readonly string[] Sentences =
    [
        "A car brakes close ahead; slow down.", "The road is clear; keep going.", "A pedestrian may step out; be ready to stop.", "Cars are parked beside the road; watch the doors.",
    ];

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<JsonElement> _requests = new();
    private int _number;

    private QuirkServer(WebApplication application) => _application = application;

    public string BaseUrl => _application.Urls.Single() + "/v1";

    public IReadOnlyList<JsonElement> Requests => [.. _requests];

    /// <summary>Starts a server.</summary>
    /// <param name="reply">Says what a request gets: its number is counted from 1.</param>
    public static async Task<QuirkServer> StartAsync(Func<JsonElement, int, Reply> reply)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var server = new QuirkServer(application);
        application.MapPost("/{**path}", async context =>
        {
            using JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body);
            JsonElement request = document.RootElement.Clone();
            server._requests.Enqueue(request);
            Reply answer = reply(request, Interlocked.Increment(ref server._number));
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.Type;
            foreach ((string name, string value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
        });
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>What the server says of the picture of a request.</summary>
    public static string SentenceFor(JsonElement request) => Sentences[HashOf(request)[0] % Sentences.Length];

    /// <summary>SHA-256 of the picture.</summary>
    public static byte[] HashOf(JsonElement request)
    {
        JsonElement picture = request.GetProperty("messages").EnumerateArray().Last().GetProperty("content").EnumerateArray().Last(part => part.TryGetProperty("image_url", out _)).GetProperty("image_url");
        return SHA256.HashData(Encoding.UTF8.GetBytes(picture.ValueKind == JsonValueKind.String ? picture.GetString()! : picture.GetProperty("url").GetString()!));
    }

    /// <summary>A completion.</summary>
    /// <param name="message">The message: JSON.</param>
    /// <param name="finish">Why it ends.</param>
    public static Reply Completion(string message, string finish = "stop") => new(
        200, $$$"""{"choices":[{"index":0,"message":{{{message}}},"finish_reason":"{{{finish}}}"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}""");

    /// <summary>A completion whose content is a text.</summary>
    public static Reply Says(string content, string finish = "stop") => Completion(JsonSerializer.Serialize(new { role = "assistant", content }), finish);

    /// <summary>What a server says.</summary>
    internal sealed record Reply(int Status, string Body)
    {
        public string Type { get; init; } = "application/json";

        public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
    }
}
