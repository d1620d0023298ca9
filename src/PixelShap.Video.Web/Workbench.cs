using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Web.Asking;
using PixelShap.Video.Web.Jobs;
using PixelShap.Video.Web.Library;
using PixelShap.Video.Web.Live;
using PixelShap.Video.Web.Security;

namespace PixelShap.Video.Web;

/// <summary>
/// The server of the pages. No address is mapped to a folder: runs have names of their own, pictures are drawn, everything else comes with the program. Nothing else of the disk
/// can be reached.
/// </summary>
public sealed class Workbench : IAsyncDisposable
{
    private const long MostBodyBytes = 64 << 10;
    private static readonly string[] Reading = ["GET", "HEAD"];

    private readonly WebApplication _application;
    private readonly OpenedRuns _runs;
    private readonly RunLibrary _library;

    private readonly RunJobs? _jobs;
    private readonly IReadOnlyList<IDisposable?> _others;

    private Workbench(WebApplication application, OpenedRuns runs, RunLibrary library, RunJobs? jobs, params IReadOnlyList<IDisposable?> others) =>
        (_application, _runs, _library, _jobs, _others) = (application, runs, library, jobs, others);

    /// <summary>Where the first page is.</summary>
    public string Address => _application.Urls.First() + "/";

    /// <summary>Starts a server.</summary>
    /// <param name="options">What is shown, and to whom.</param>
    /// <param name="parts">What is called.</param>
    /// <exception cref="PixelShapException">The folder is none, the port is in use, or an address of others has no token.</exception>
    public static async Task<Workbench> StartAsync(WorkbenchOptions options, WorkbenchParts parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parts);
        if (!IPAddress.IsLoopback(options.Address) && options.Token is not { Length: >= 16 })
        {
            throw new PixelShapException(ExitCode.Usage, $"{options.Address} can be reached from other machines, and there is no token of at least 16 characters.", "Set PIXELSHAP_TOKEN, or listen on 127.0.0.1.");
        }

        string root = Path.GetFullPath(options.Folder);
        bool isRun = File.Exists(Path.Combine(root, "journal.psj"));
        if (isRun)
        {
            // What is wrong with the only run is said at once.
            _ = RecordedRun.Open(root);
        }
        else if (!Directory.Exists(root))
        {
            throw new PixelShapException(ExitCode.Input, $"{options.Folder} {(File.Exists(root) ? "is a file" : "does not exist")}.", "Name a folder of runs, or the --output directory of a pixelshap run.");
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "pixelshap" });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostBodyBytes;
            server.Listen(options.Address, options.Port);
        });
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        WebApplication application = builder.Build();
        var library = new RunLibrary(root, parts.Time);
        var runs = new OpenedRuns(library, options, !isRun, parts);
        application.Use(new Gate(options).HandleAsync);
        application.Use(SayAsync);
        var audit = new AuditLog(root, parts.Time);
        MapPages(application, isRun ? RunSummaryReader.IdOf(root) : null);
        LibraryRoutes.Map(application, library, new Posters(parts));
        RouteGroupBuilder run = application.MapGroup("/runs/{id:length(16)}");
        MapReport(run, runs);
        AskRoutes.Map(run, runs, audit, parts.Codec, application.Lifetime.ApplicationStopping);
        IDisposable? meters = options.Live is { } live ? LiveRoutes.Map(application, live, parts.Time) : null;
        if (options.Live is not null)
        {
            application.MapMethods("/live", Reading, () => Page("live.html"));
        }

        AuditedFolder? audited = isRun ? null : new AuditedFolder(root, library, parts.Auditor);
        if (audited is not null)
        {
            AuditRoutes.Map(application, audited);
            application.MapMethods("/audit", Reading, () => Page("audit.html"));
        }

        RunJobs? jobs = isRun ? null : new RunJobs(root, options, parts, library.Refresh);
        if (jobs is not null)
        {
            JobRoutes.Map(application, jobs, new ClipStore(root, options, parts.Media), library, audit, options, parts);
            application.MapMethods("/new", Reading, () => Page("new.html"));
        }

        try
        {
            await application.StartAsync();
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            await application.DisposeAsync();
            await (jobs?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw Refusal(options, exception);
        }

        return new Workbench(application, runs, library, jobs, meters, audited);
    }

    /// <summary>Waits until it is asked to stop.</summary>
    public Task WaitAsync(CancellationToken stop) => _application.WaitForShutdownAsync(stop);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await (_jobs?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _runs.DisposeAsync();
        foreach (IDisposable? other in _others)
        {
            other?.Dispose();
        }

        _library.Dispose();
    }

    private static PixelShapException Refusal(WorkbenchOptions options, Exception exception) => exception switch
    {
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new(
            ExitCode.Usage, $"{options.Address} is no address of this machine.", "Name one of its own with --listen, or 0.0.0.0 for all.", exception),
        SocketException => new(ExitCode.Usage, $"Port {options.Port} of this machine may not be used by this user.", "Name a --port from 1024, or 0 for any free one.", exception),
        _ => new(ExitCode.Usage, $"Port {options.Port} of this machine is in use.", "Name another --port, or 0 for any free one.", exception),
    };

    private static async Task SayAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (PixelShapException exception) when (!context.Response.HasStarted)
        {
            await Answers.Error(context, exception).ExecuteAsync(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
    }

    private static void MapPages(WebApplication application, string? only)
    {
        application.MapMethods("/", Reading, () => only is null ? Page("library.html") : Results.Redirect($"/runs/{only}/"));
        application.MapMethods("/assets/{name}", Reading, (string name) => name == "report.css" ? Results.Text(ReportPage.Style, "text/css", Encoding.UTF8)
            : name == "difference.js" ? Results.Text(ReportPage.DifferenceModule, "text/javascript", Encoding.UTF8)
            : Assets.Find(name) is { } asset && !name.EndsWith(".html", StringComparison.Ordinal) ? Results.Bytes(asset.Bytes, asset.Type) : Results.NotFound());
        application.MapMethods("/runs/{id:length(16)}/ask", Reading, () => Page("ask.html"));
    }

    private static IResult Page(string name) => Results.Bytes(Assets.Find(name)!.Bytes, "text/html; charset=utf-8");

    private static void MapReport(RouteGroupBuilder run, OpenedRuns runs)
    {
        run.MapMethods("/", Reading, async (string id, HttpContext context, CancellationToken aborted) =>
        {
            if (await runs.FindAsync(id, aborted) is not { } opened)
            {
                return Answers.NoRun();
            }

            if (!context.Request.Path.Value!.EndsWith('/'))
            {
                return Results.Redirect($"/runs/{id}/");
            }

            byte[] page = (await opened.ReportAsync(aborted)).Page;
            context.Response.Headers.ContentSecurityPolicy = $"{ReportPage.Policy("'self'")}; frame-ancestors 'none'";
            return Results.Bytes(page, "text/html; charset=utf-8");
        });
        run.MapMethods("/annotated.mp4", Reading, async (string id, CancellationToken aborted) =>
            await runs.FindAsync(id, aborted) is { } opened && (await opened.ReportAsync(aborted)).Video is { } video && File.Exists(video)
                ? Results.File(video, "video/mp4", enableRangeProcessing: true)
                : Results.NotFound());
        run.MapMethods("/pictures/{frame:long}/{visible}.jpg", Reading, async (string id, long frame, string visible, CancellationToken aborted) =>
            ulong.TryParse(visible, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits)
            && await runs.FindAsync(id, aborted) is { } opened && (await opened.ReportAsync(aborted)).Pictures is { } pictures
                ? Answers.Jpeg(await pictures.DrawAsync(frame, bits, aborted))
                : Results.NotFound());
    }
}
