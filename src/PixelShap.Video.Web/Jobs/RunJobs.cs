using System.Text.Json.Nodes;
using System.Threading.Channels;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Web.Jobs;

/// <summary>
/// The runs that were started on the page, one after the other in the order of their starts. What a run was ordered with lies in its directory, so that it can be gone on with when the
/// server was killed. Thread-safe.
/// </summary>
internal sealed class RunJobs : IAsyncDisposable
{
    private const string OrderName = "order.json";
    private const long MostOrderBytes = 1 << 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly string _root;
    private readonly WorkbenchOptions _options;
    private readonly WorkbenchParts _parts;
    private readonly Action _changed;
    private readonly Lock _lock = new();
    private readonly List<RunJob> _jobs = [];
    private readonly Channel<RunJob> _waiting = Channel.CreateUnbounded<RunJob>();
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _worker;

    /// <summary>Begins to wait for orders.</summary>
    /// <param name="root">The folder of runs.</param>
    /// <param name="options">The settings of runs.</param>
    /// <param name="parts">What is called.</param>
    /// <param name="changed">Is told when a run has begun or ended.</param>
    public RunJobs(string root, WorkbenchOptions options, WorkbenchParts parts, Action changed)
    {
        (_root, _options, _parts, _changed) = (root, options, parts, changed);
        _worker = Task.Run(WorkAsync);
    }

    /// <summary>The orders, the latest first.</summary>
    public IReadOnlyList<RunJob> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _jobs.AsEnumerable().Reverse()];
            }
        }
    }

    /// <summary>The settings of an order.</summary>
    /// <exception cref="PixelShapException">They are none.</exception>
    public PipelineConfiguration SettingsOf(JobRequest request) =>
        RunPrompts.WithOne(_options.Settings(request.Overrides()), string.IsNullOrWhiteSpace(request.Prompt) ? null : request.Prompt.Trim());

    /// <summary>Orders a run.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="PixelShapException">The folder cannot be written to.</exception>
    public async Task<RunJob> StartAsync(string clip, PipelineConfiguration configuration)
    {
        string output = FreeFolder(Path.GetFileNameWithoutExtension(clip));
        var order = new JsonObject { ["clip"] = clip, ["configuration"] = ConfigurationSchema.ToJsonObject(configuration) };
        await WholeFile.WriteAsync(Path.Combine(output, OrderName), stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(order.ToJsonString())).AsTask());
        return Add(Order(clip, output, configuration));
    }

    /// <summary>Whether a run that was cut off was ordered on the page, so that it can be gone on with here.</summary>
    public static bool HasOrder(string output) => File.Exists(Path.Combine(output, OrderName));

    /// <summary>Goes on with a run that was stopped, failed or cut off.</summary>
    /// <param name="output">Its directory.</param>
    /// <exception cref="PixelShapException">It was not ordered here, or is under way.</exception>
    public RunJob Resume(string output)
    {
        RunJob? known = All.FirstOrDefault(job => job.Output == output);
        if (known is not null)
        {
            if (!known.Resume())
            {
                throw new PixelShapException(ExitCode.Usage, "That run is not stopped.", "Wait until it has ended.");
            }

            _waiting.Writer.TryWrite(known);
            _changed();
            return known;
        }

        try
        {
            if (HasOrder(output) && JsonNode.Parse(RegularFile.ReadText(Path.Combine(output, OrderName), MostOrderBytes)) is JsonObject order
                && (string?)order["clip"] is { } clip && order["configuration"] is JsonObject settings)
            {
                return Add(Order(clip, output, ConfigurationReader.ParseRecorded(settings, OrderName, _parts.Choices)));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or InvalidOperationException)
        {
            throw new PixelShapException(ExitCode.Input, $"{Path.Combine(output, OrderName)} cannot be read.", "Start the same 'pixelshap run' again.", exception);
        }

        throw new PixelShapException(ExitCode.Usage, "That run was not started on this page.", "Start the same 'pixelshap run' again; it goes on where it stopped.");
    }

    /// <summary>Has the run under way finish what it has begun, and lets the others wait for the next time.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.Complete();
        foreach (RunJob job in All)
        {
            job.Stop();
        }

        // What hangs then, such as a question to a service, is given up; the journal stays whole.
        _abort.CancelAfter(Grace);
        await _worker;
        _abort.Dispose();
    }

    private RunJob Order(string clip, string output, PipelineConfiguration settings)
    {
        // A provider that comes with the program has no models to choose from.
        bool isFree = _options.Models.Any(model => model.Name == settings.Vlm.Provider && model.IsFree);
        return new RunJob(clip, output, settings, isFree ? settings.Vlm.Provider : $"{settings.Vlm.Provider} {settings.Vlm.Model}".Trim(), _options.OpenLog);
    }

    private RunJob Add(RunJob job)
    {
        lock (_lock)
        {
            _jobs.Add(job);
        }

        _waiting.Writer.TryWrite(job);
        _changed();
        return job;
    }

    private async Task WorkAsync()
    {
        await foreach (RunJob job in _waiting.Reader.ReadAllAsync())
        {
            await job.RunAsync(_parts.Analyse, _options.BaseDirectory, _abort.Token);
            if (!File.Exists(Path.Combine(job.Output, "journal.psj")) && job.State == JobState.Failed)
            {
                Forget(job.Output);
            }

            _changed();
        }
    }

    /// <summary>An order of which nothing became leaves no folder.</summary>
    private static void Forget(string output)
    {
        try
        {
            File.Delete(Path.Combine(output, OrderName));
            if (!Directory.EnumerateFileSystemEntries(output).Any())
            {
                Directory.Delete(output);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays, and hurts nobody.
        }
    }

    private string FreeFolder(string name)
    {
        for (int number = 1; ; number++)
        {
            string path = Path.Combine(_root, number == 1 ? name : $"{name}-{number}");
            if (Path.Exists(path))
            {
                continue;
            }

            try
            {
                Directory.CreateDirectory(path);
                return path;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new PixelShapException(ExitCode.Usage, $"{path} cannot be made: {Cause.Of(exception)}.", "Make the folder of runs writable.", exception);
            }
        }
    }
}
