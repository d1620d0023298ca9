using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Language.Tests;

/// <summary>A local server that speaks chat completions, under the paths of OpenAI and those of Azure OpenAI, and misbehaves on request. Its answer depends on the body alone.</summary>
internal sealed class ChatServer : IAsyncDisposable
{
    /// <summary>A key that must not turn up anywhere.</summary>
    public const string Key = "sk-test-8f1c0d2b7e6a4935";

    /// <summary>The version of Azure's API that it knows.</summary>
    public const string ApiVersion = "2024-10-21";

    private static readonly string[] Deployments = ["test", "embedder"];
    private static readonly string[] Subjects = ["A car", "A truck", "A pedestrian", "A cyclist", "A bus"];
    private static readonly string[] Places = ["ahead", "on the left", "on the right", "in my lane", "far away"];
    private static readonly string[] Advice = ["slow down", "keep your speed", "stop now", "keep your distance", "watch out"];

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ChatCall> _calls = new();
    private readonly ConcurrentQueue<IReadOnlyList<string>> _embeddings = new();
    private readonly ConcurrentDictionary<string, int> _attempts = new();
    private readonly Func<ChatCall, Fault> _behaviour;
    private readonly TimeSpan _delay;
    private int _number = -1;
    private int _atOnce;
    private int _mostAtOnce;

    private ChatServer(WebApplication application, Func<ChatCall, Fault> behaviour, TimeSpan delay)
    {
        _application = application;
        _behaviour = behaviour;
        _delay = delay;
    }

    public string BaseUrl => Endpoint + "/v1";

    /// <summary>The same server as a resource of Azure OpenAI.</summary>
    public string Endpoint => _application.Urls.Single();

    public IReadOnlyList<ChatCall> Calls => [.. _calls];

    /// <summary>The texts of each request for embeddings, those of failed ones included.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Embeddings => [.. _embeddings];

    /// <summary>The first so many requests for embeddings fail.</summary>
    public int EmbeddingFaults { get; set; }

    /// <summary>The most requests under way at the same time.</summary>
    public int MostAtOnce => _mostAtOnce;

    public static async Task<ChatServer> StartAsync(Func<ChatCall, Fault> behaviour, TimeSpan delay = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var server = new ChatServer(application, behaviour, delay);
        application.MapPost("/v1/chat/completions", server.AnswerAsync);
        application.MapPost("/v1/embeddings", server.EmbedAsync);
        application.MapPost("/openai/deployments/{deployment}/chat/completions", server.AnswerAsync);
        application.MapPost("/openai/deployments/{deployment}/embeddings", server.EmbedAsync);
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        int atOnce = Interlocked.Increment(ref _atOnce);
        InterlockedMax(ref _mostAtOnce, atOnce);
        try
        {
            DateTimeOffset arrivedAt = DateTimeOffset.UtcNow;
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            byte[] content = SHA256.HashData(body.ToArray());
            int attempt = _attempts.AddOrUpdate(Convert.ToHexStringLower(content), 1, (_, count) => count + 1);
            (string prompt, string[] images) = Read(body.ToArray());
            var call = new ChatCall(Interlocked.Increment(ref _number), attempt, content, arrivedAt)
            {
                CacheKey = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{(IsAzure(context) ? Endpoint : BaseUrl)}\0{0}\0"), .. body.ToArray()])),
                Address = $"{context.Request.Path}{context.Request.QueryString}",
                Credentials = CredentialsOf(context),
                Prompt = prompt,
                Images = images,
            };
            _calls.Enqueue(call);
            if (!await IsAllowedAsync(context))
            {
                return;
            }

            if (_delay > TimeSpan.Zero)
            {
                await Task.Delay(_delay, context.RequestAborted);
            }

            await AnswerAsync(context, call, _behaviour(call));
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private static bool IsAzure(HttpContext context) => context.Request.RouteValues.ContainsKey("deployment");

    private static string[] CredentialsOf(HttpContext context) =>
        [.. context.Request.Headers.Where(header => header.Key is "api-key" or "Authorization").Select(header => $"{header.Key}: {header.Value}")];

    /// <summary>Whether the request comes from somebody who may ask, and names what there is; otherwise the refusal is written.</summary>
    private static async Task<bool> IsAllowedAsync(HttpContext context)
    {
        string[] credentials = CredentialsOf(context);
        if (!credentials.SequenceEqual([$"Authorization: Bearer {Key}"]) && !(IsAzure(context) && credentials.SequenceEqual([$"api-key: {Key}"])))
        {
            await WriteAsync(context, 401, Error("invalid_api_key", $"Incorrect API key provided: {string.Join(", ", credentials)}."));
            return false;
        }

        string? missing = !IsAzure(context) ? null
            : context.Request.QueryString.Value != $"?api-version={ApiVersion}" ? Error("404", "Resource not found")
            : !Deployments.Contains(context.Request.RouteValues["deployment"]) ? Error("DeploymentNotFound", "The API deployment for this resource does not exist.")
            : null;
        if (missing is not null)
        {
            await WriteAsync(context, 404, missing);
        }

        return missing is null;
    }

    /// <summary>Embeds texts by the letters in them, backwards, as a service may.</summary>
    private async Task EmbedAsync(HttpContext context)
    {
        using JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body);
        string[] texts = [.. document.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!)];
        _embeddings.Enqueue(texts);
        if (!await IsAllowedAsync(context))
        {
            return;
        }

        if (_embeddings.Count <= EmbeddingFaults)
        {
            await WriteAsync(context, 503, Error("overloaded", "Overloaded."));
            return;
        }

        await WriteAsync(context, 200, JsonSerializer.Serialize(new
        {
            data = texts.Select((text, i) => new { index = i, embedding = VectorOf(text) }).Reverse(),
            model = "embedder",
            usage = new { prompt_tokens = 1, total_tokens = 1 },
        }));
    }

    /// <summary>The vector of a text: how often each letter occurs.</summary>
    public static float[] VectorOf(string text) => [.. Enumerable.Range('a', 26).Select(letter => (float)text.Count(c => char.ToLowerInvariant(c) == letter)), 1];

    /// <summary>The user's message: its text and the hashes of its images.</summary>
    private static (string Prompt, string[] Images) Read(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement[] parts = [.. document.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").EnumerateArray()];
        return (
            string.Join('\n', parts.Where(part => part.TryGetProperty("text", out _)).Select(part => part.GetProperty("text").GetString())),
            [
                .. parts.Where(part => part.TryGetProperty("image_url", out _))
                    .Select(part => part.GetProperty("image_url").GetProperty("url").GetString()!)
                    .Select(url => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))),
            ]);
    }

    private static async Task AnswerAsync(HttpContext context, ChatCall call, Fault fault)
    {
        switch (fault)
        {
            case Fault.TooManyRequests:
                await WriteAsync(context, 429, Error("rate_limit_exceeded", "Too many requests."));
                break;
            case Fault.TooManyRequestsRetryAfter or Fault.TooManyRequestsForAWhile:
                context.Response.Headers.RetryAfter = fault == Fault.TooManyRequestsForAWhile ? "8" : "1";
                await WriteAsync(context, 429, Error("rate_limit_exceeded", "Too many requests."));
                break;
            case Fault.InternalError:
                await WriteAsync(context, 500, "oops", "text/plain");
                break;
            case Fault.Unavailable:
                await WriteAsync(context, 503, Error("overloaded", "Overloaded."));
                break;
            case Fault.Reset:
                context.Abort();
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case Fault.Slow:
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted);
                await WriteAsync(context, 200, Completion(call, "stop"));
                call.Answered = true;
                break;
            case Fault.TruncatedJson:
                await WriteAsync(context, 200, Completion(call, "stop")[..40]);
                break;
            case Fault.EmptyChoices:
                await WriteAsync(context, 200, """{"id":"x","object":"chat.completion","choices":[]}""");
                break;
            case Fault.WrongContentType:
                await WriteAsync(context, 200, "<html><body>Proxy login</body></html>", "text/html");
                break;
            case Fault.Refusal:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I cannot help with that."},"finish_reason":"stop"}]}""");
                break;
            case Fault.ContentFilter:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"A car"},"finish_reason":"content_filter"}]}""");
                break;
            case Fault.FilteredQuestion:
                await WriteAsync(context, 400, Error("content_filter", "The response was filtered due to the prompt triggering the content management policy."));
                break;
            case Fault.EmptyAnswer:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"  "},"finish_reason":"length"}]}""");
                break;
            case Fault.WrongKey:
                await WriteAsync(context, 401, Error("invalid_api_key", $"Incorrect API key provided: {Key}."));
                break;
            case Fault.ErrorWithKey:
                await WriteAsync(context, 500, Error("server_error", $"Failed for {Key}."));
                break;
            case Fault.AnswerWithKey:
                await WriteAsync(context, 200, $$"""{"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"The key is {{Key}}.","content":"A car, says {{Key}}."},"finish_reason":"stop"}]}""");
                call.Answered = true;
                break;
            case Fault.HalfACharacter:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"a \ud83d car"},"finish_reason":"stop"}]}""");
                break;
            case Fault.NoUtf8:
                context.Response.ContentType = "application/json";
                await context.Response.Body.WriteAsync((byte[])[.. """{"choices":[{"index":0,"message":{"role":"assistant","content":"a """u8, 0xC3, 0x28, .. "\"}}]}"u8]);
                break;
            case Fault.Endless:
                context.Response.ContentType = "application/json";
                for (int i = 0; i < 64 && !context.RequestAborted.IsCancellationRequested; i++)
                {
                    await context.Response.Body.WriteAsync(new byte[1 << 20], context.RequestAborted).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
                }

                break;
            case Fault.Novel:
                await WriteAsync(context, 200, $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{string.Concat(Enumerable.Repeat("car ", 1_000_000))}}"},"finish_reason":"stop"}]}""");
                break;
            case Fault.Steering:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":"A \u001b[2Jcar\u0007\non the left"},"finish_reason":"stop"}]}""");
                break;
            case Fault.TooLarge:
                await WriteAsync(context, 413, "<html><head><title>413 Request Entity Too Large</title></head></html>", "text/html");
                break;
            case Fault.ReasoningAlone:
                await WriteAsync(context, 200, """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"Let me look."},"finish_reason":"stop"}]}""");
                break;
            case Fault.NoCredit:
                await WriteAsync(context, 429, Error("insufficient_quota", "You exceeded your current quota."));
                break;
            default:
                await WriteAsync(context, 200, Completion(call, "stop"));
                call.Answered = true;
                break;
        }
    }

    private static string Completion(ChatCall call, string finish) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = TextFor(call.Content) }, finish_reason = finish } },
        usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 },
    });

    private static string TextFor(byte[] content) =>
        $"{Subjects[content[0] % 5]} and {Subjects[content[1] % 5]} {Places[content[2] % 5]}: {Advice[content[3] % 5]}.";

    private static string Error(string code, string message) => JsonSerializer.Serialize(new { error = new { code, message, type = code } });

    private static async Task WriteAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
