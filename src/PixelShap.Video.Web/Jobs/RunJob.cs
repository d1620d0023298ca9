using System.Text.Json.Nodes;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.UseCases;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Web.Jobs;

/// <summary>How a run that was started on the page stands.</summary>
internal enum JobState
{
    /// <summary>It waits for those before it.</summary>
    Waiting,

    /// <summary>It is being analysed.</summary>
    Running,

    /// <summary>It was asked to stop, and finishes what is under way.</summary>
    Stopping,

    /// <summary>It was stopped; it can be gone on with.</summary>
    Stopped,

    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>A limit ended it early, or it failed.</summary>
    Failed,
}

/// <summary>A run that was started on the page. Thread-safe.</summary>
internal sealed class RunJob : IDisposable
{
    private readonly JobObserver _observer;
    private readonly string _asked;
    private readonly Lock _lock = new();
    private CancellationTokenSource _stop = new();
    private (string Message, string Remedy)? _error;

    /// <summary>Orders a run.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="output">The run directory.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="asked">Who is asked, for people.</param>
    /// <param name="openLog">Opens its log.</param>
    public RunJob(string clip, string output, PipelineConfiguration configuration, string asked, Func<string, IRunLog> openLog)
    {
        (Clip, Output, Configuration, _asked) = (clip, output, configuration, asked);
        _observer = new JobObserver(openLog);
    }

    /// <summary>Its name in addresses, which is that of its run.</summary>
    public string Id => RunSummaryReader.IdOf(Output);

    /// <summary>The clip.</summary>
    public string Clip { get; }

    /// <summary>The run directory.</summary>
    public string Output { get; }

    /// <summary>The settings.</summary>
    public PipelineConfiguration Configuration { get; }

    /// <summary>How it stands.</summary>
    public JobState State { get; private set; }

    /// <summary>Whether it is neither running nor waiting.</summary>
    public bool IsOver => State is JobState.Stopped or JobState.Done or JobState.Failed;

    /// <summary>Asks it to stop.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!IsOver)
            {
                State = State == JobState.Running ? JobState.Stopping : JobState.Stopped;
                _stop.Cancel();
            }
        }
    }

    /// <summary>Has it wait for its turn once more.</summary>
    /// <returns>Whether it was over.</returns>
    public bool Resume()
    {
        lock (_lock)
        {
            if (State is not (JobState.Stopped or JobState.Failed))
            {
                return false;
            }

            _stop.Dispose();
            _stop = new CancellationTokenSource();
            (State, _error) = (JobState.Waiting, null);
            return true;
        }
    }

    /// <summary>Runs, or goes on.</summary>
    /// <param name="analyse">Does it.</param>
    /// <param name="baseDirectory">Where relative paths in the settings start.</param>
    /// <param name="abort">Ends it at once.</param>
    public async Task RunAsync(AnalyseClip analyse, string baseDirectory, CancellationToken abort)
    {
        CancellationToken stop;
        lock (_lock)
        {
            if (State != JobState.Waiting)
            {
                return;
            }

            State = JobState.Running;
            stop = _stop.Token;
        }

        try
        {
            RunOutcome outcome = await analyse.RunAsync(Configuration, baseDirectory, Clip, Output, _observer, new RunSignals(stop, abort));
            End(outcome.EarlyEnd is null ? JobState.Done : JobState.Failed, outcome.EarlyEnd);
        }
        catch (OperationCanceledException)
        {
            End(JobState.Stopped, null);
        }
        catch (PixelShapException exception)
        {
            End(exception.ExitCode == ExitCode.Cancelled ? JobState.Stopped : JobState.Failed, exception.ExitCode == ExitCode.Cancelled ? null : exception);
        }
#pragma warning disable CA1031 // A run that fails must not take the server with it; what is unknown here is said as the terminal says it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            End(JobState.Failed, new PixelShapException(ExitCode.Failed, $"The run failed: {exception.Message}", "log.jsonl in the run directory says more.", exception));
        }
    }

    /// <summary>What the page shows of it.</summary>
    public JsonObject ToJson()
    {
        RunProgress? progress = _observer.Progress;
        lock (_lock)
        {
            return new JsonObject
            {
                ["id"] = Id,
                ["clip"] = Path.GetFileName(Clip),
                ["name"] = Path.GetFileName(Output),
                ["question"] = string.Join(" · ", RunPrompts.Of(Configuration).Select(prompt => prompt.Template.Text)),
                ["model"] = _asked,
                ["state"] = State.ToString().ToLowerInvariant(),
                ["can_open"] = IsOver && File.Exists(Path.Combine(Output, "run.json")),
                ["phase"] = progress?.Phase,
                ["done"] = progress?.Done,
                ["total"] = progress?.Total,
                ["then"] = progress?.Then,
                ["facts"] = new JsonArray([.. (progress?.Facts ?? []).Select(fact => (JsonNode)fact)]),
                ["warnings"] = new JsonArray([.. _observer.Warnings.Select(warning => (JsonNode)warning)]),
                ["error"] = _error?.Message,
                ["remedy"] = _error?.Remedy,
            };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private void End(JobState state, PixelShapException? error)
    {
        lock (_lock)
        {
            (State, _error) = (state, error is null ? null : (error.Message, error.Remedy));
        }
    }
}
