using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;
using PixelShap.Video.Fleet.Sharing;
using PixelShap.Video.Fleet.Work;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Tests;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.FleetTrial;

/// <summary>A worker in a process of its own, which a trial kills, freezes and cuts off: the real one, with jobs of the trial.</summary>
internal static class TrialWorker
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        Dictionary<string, string> given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
        int Number(string name, int usual) => given.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
        ILogger logger = new FileLogger(given.GetValueOrDefault("log"), given["name"]);
        var options = new FleetOptions
        {
            Database = given["database"],
            Queue = given["nats"],
            Storage = "",
            Lease = TimeSpan.FromSeconds(Number("lease", 30)),
            Deadline = Number("deadline", 1) == 1,
        };
        await using FleetDatabase database = FleetDatabase.At(options.Database, TimeProvider.System, logger);
        await using FleetQueue queue = FleetQueue.At(options.Queue, given["name"], logger);
        using var metrics = new FleetMetrics();
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        string cache = Directory.CreateTempSubdirectory("pixelshap-trial-cache-").FullName;
        IVisionLanguageModel? model = given.TryGetValue("service", out string? service)
            ? LanguageModels.Create(new ProviderParts
            {
                Configuration = new VlmConfiguration { Provider = Providers.OpenAi, BaseUrl = service, Model = "trial", Preflight = false, Cache = new VlmCache { Directory = cache } },
                Seed = 1,
                Codec = new PlainCodec(),
                BaseDirectory = ".",
                Logger = logger,
                Shared = new SharedService(new DatabaseAnswers(database), new DatabaseLimits(database)),
            })
            : null;
        var card = new WorkerCard(given["name"], [Pool.Cpu], Number("slots", 4), Number("cameras", 0), "trial");
        await new FleetWorker(new FleetParts(options, database, queue, metrics, TimeProvider.System, logger), card, [new TrialWork(model)], new TrialCamera(new RunTable(database)))
            .RunAsync(new RunSignals(stop.Token, CancellationToken.None), TimeSpan.FromSeconds(10));
        if (model is not null)
        {
            await model.DisposeAsync();
        }

        Directory.Delete(cache, recursive: true);
        return 0;
    }

    private sealed class FileLogger(string? path, string worker) : ILogger
    {
        private readonly Lock _lock = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => path is not null && logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                lock (_lock)
                {
                    File.AppendAllText(path!, $"{DateTime.UtcNow:HH:mm:ss.fff} {worker} {logLevel} {formatter(state, exception)} {exception}\n");
                }
            }
        }
    }
}
