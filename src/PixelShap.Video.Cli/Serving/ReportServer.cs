using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Publishing.Reports;

namespace PixelShap.Video.Cli.Serving;

/// <summary>
/// Shows the page of one run on this machine alone. There are three kinds of addresses and no folders: the page, the annotated video, the pictures of
/// keyframes; nothing else of the disk can be reached.
/// </summary>
internal sealed class ReportServer : IAsyncDisposable
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    private readonly WebApplication _application;

    private ReportServer(WebApplication application) => _application = application;

    /// <summary>Where the page is.</summary>
    public string Address => _application.Urls.First() + "/";

    /// <summary>Starts a server.</summary>
    /// <param name="page">The page, UTF-8.</param>
    /// <param name="video">The annotated video; null without one.</param>
    /// <param name="pictures">Draws the pictures; null without the clip.</param>
    /// <param name="port">The port on 127.0.0.1; 0 for any free one.</param>
    /// <exception cref="PixelShapException">The port is in use.</exception>
    public static async Task<ReportServer> StartAsync(byte[] page, string? video, ClipPictures? pictures, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "pixelshap" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Listen(IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        application.Use(Guard);
        application.MapMethods("/", Reading, () => Results.Bytes(page, "text/html; charset=utf-8"));
        application.MapMethods(
            "/annotated.mp4", Reading, () => !File.Exists(video) ? Results.NotFound() : Results.File(video, "video/mp4", enableRangeProcessing: true));
        application.MapMethods(
            "/pictures/{frame:long}/{visible}.jpg", Reading,
            (long frame, string visible, CancellationToken aborted) => PictureAsync(pictures, frame, visible, aborted));
        try
        {
            await application.StartAsync();
        }
        catch (SocketException exception)
        {
            await application.DisposeAsync();
            throw new PixelShapException(ExitCode.Usage, $"Port {port} of this machine may not be used by this user.", "Name a --port from 1024, or 0 for any free one.", exception);
        }
        catch (IOException exception)
        {
            await application.DisposeAsync();
            throw new PixelShapException(
                ExitCode.Usage, $"Port {port} of this machine is in use.", "Name another --port, or 0 for any free one.", exception);
        }

        return new ReportServer(application);
    }

    /// <summary>Waits until it is asked to stop.</summary>
    public Task WaitAsync(CancellationToken stop) => _application.WaitForShutdownAsync(stop);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>Answers this machine alone: a page elsewhere that has its own name point here is refused (DNS rebinding).</summary>
    private static Task Guard(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"{ReportPage.Policy("'self'")}; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (context.Request.Host.Host is "127.0.0.1" or "localhost")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return Task.CompletedTask;
    }

    private static async Task<IResult> PictureAsync(ClipPictures? pictures, long frame, string visible, CancellationToken aborted) =>
        pictures is not null
        && ulong.TryParse(visible, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits)
        && await pictures.DrawAsync(frame, bits, aborted) is { } jpeg
            ? Results.Bytes(jpeg, "image/jpeg")
            : Results.NotFound();
}
