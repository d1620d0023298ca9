using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using PixelShap.Video.Fleet;
using PixelShap.Video.Runs.Live;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>/healthz</c> and <c>/metrics</c> of a worker, for whoever keeps it running and counts. There is nothing on it that is secret, and nothing that can be changed.</summary>
internal sealed class WorkerPage : IAsyncDisposable
{
    private readonly WebApplication _application;

    private WorkerPage(WebApplication application) => _application = application;

    /// <exception cref="PixelShapException">The address is taken.</exception>
    public static async Task<WorkerPage> StartAsync(IPEndPoint place)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(place));
        WebApplication application = builder.Build();
        MeterProvider meters = Sdk.CreateMeterProviderBuilder().AddMeter(FleetMetrics.MeterName, LiveBoard.MeterName).AddPrometheusExporter().Build();
        application.Lifetime.ApplicationStopped.Register(meters.Dispose);
        application.MapGet("/healthz", () => Results.Text("ok"));
        application.UseOpenTelemetryPrometheusScrapingEndpoint(meters, context => context.Request.Path == "/metrics", path: null, configureBranchedPipeline: null, optionsName: null);
        try
        {
            await application.StartAsync();
        }
        catch (IOException exception)
        {
            await application.DisposeAsync();
            throw new PixelShapException(ExitCode.Usage, $"Nothing can listen on {place}: {exception.Message}", "Name another --serve.", exception);
        }

        return new WorkerPage(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
