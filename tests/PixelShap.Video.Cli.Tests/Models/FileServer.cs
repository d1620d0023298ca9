using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PixelShap.Video.Cli.Tests.Models;

/// <summary>How the server answers one request.</summary>
internal sealed record Reply
{
    /// <summary>The file at this moment.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Null for a server without validators.</summary>
    public string? ETag { get; init; } = "\"v1\"";

    /// <summary>Whether it knows Range.</summary>
    public bool Ranges { get; init; } = true;

    /// <summary>Whether it looks at If-Range; one that does not sends a piece of whatever is there now.</summary>
    public bool LooksAtIfRange { get; init; } = true;

    /// <summary>Cuts the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Sends so many bytes of the body and then nothing more.</summary>
    public int? HangAfter { get; init; }

    /// <summary>Whether it says how long the body is.</summary>
    public bool TellsLength { get; init; } = true;

    /// <summary>Another status than 200 and no file.</summary>
    public int? Status { get; init; }

    /// <summary>Sends to another path.</summary>
    public string? Redirect { get; init; }
}

/// <summary>A local server that hands out a file and misbehaves on request.</summary>
internal sealed class FileServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Func<int, HttpRequest, Reply> _reply;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly CancellationTokenSource _end = new();
    private int _count = -1;

    private FileServer(WebApplication application, Func<int, HttpRequest, Reply> reply) => (_application, _reply) = (application, reply);

    public string Url => _application.Urls.Single() + "/files/model.onnx";

    public string Root => _application.Urls.Single();

    /// <summary>Method, target and Range of each request.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <param name="reply">The answer to request number 0, 1 …</param>
    public static async Task<FileServer> StartAsync(Func<int, HttpRequest, Reply> reply)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        WebApplication application = builder.Build();
        var server = new FileServer(application, reply);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _application.DisposeAsync();
        _end.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Reply reply = _reply(Interlocked.Increment(ref _count), context.Request);
        _requests.Enqueue($"{context.Request.Path} {context.Request.Headers.Range}".Trim());
        HttpResponse response = context.Response;
        if (reply.Redirect is { } target)
        {
            response.Redirect(target);
            return;
        }

        if (reply.Status is { } status)
        {
            response.StatusCode = status;
            return;
        }

        int start = Start(context.Request, reply);
        if (reply.ETag is not null)
        {
            response.Headers.ETag = reply.ETag;
        }

        if (start >= reply.Content.Length && start > 0)
        {
            response.StatusCode = 416;
            return;
        }

        if (start > 0)
        {
            response.StatusCode = 206;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{reply.Content.Length - 1}/{reply.Content.Length}");
        }

        byte[] body = reply.Content[start..];
        response.ContentLength = reply.TellsLength ? body.Length : null;
        int sent = Math.Min(reply.CutAfter ?? reply.HangAfter ?? body.Length, body.Length);
        await response.Body.WriteAsync(body.AsMemory(0, sent));
        await response.Body.FlushAsync();
        if (reply.CutAfter is not null)
        {
            context.Abort();
        }
        else if (reply.HangAfter is not null)
        {
            await Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private static int Start(HttpRequest request, Reply reply)
    {
        if (!reply.Ranges || request.GetTypedHeaders().Range?.Ranges.Single().From is not { } from)
        {
            return 0;
        }

        string wanted = request.Headers.IfRange.ToString();
        return reply.LooksAtIfRange && wanted.Length > 0 && wanted != reply.ETag ? 0 : (int)from;
    }
}
