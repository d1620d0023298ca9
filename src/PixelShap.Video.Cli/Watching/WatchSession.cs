using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.UseCases;
using PixelShap.Video.Web;
using Spectre.Console;

namespace PixelShap.Video.Cli.Watching;

/// <summary>What is asked of a session.</summary>
internal sealed record WatchRequest
{
    /// <summary>The cameras to begin with.</summary>
    public required IReadOnlyList<ListedCamera> Cameras { get; init; }

    /// <summary>The file that they stand in; null where there is one camera from the command line.</summary>
    public CameraFile? File { get; init; }

    /// <summary>The folder of all.</summary>
    public required string Output { get; init; }

    /// <summary>The settings that all share.</summary>
    public required PipelineFile Pipeline { get; init; }

    /// <summary>Where the page is; null for none.</summary>
    public IPEndPoint? Serve { get; init; }

    /// <summary>Names besides the address by which the page may be called.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether every line of the logs is shown.</summary>
    public bool Verbose { get; init; }
}

/// <summary>Watches cameras until a signal, with a page for people where that is wanted.</summary>
internal static class WatchSession
{
    /// <summary>Whoever sends SIGTERM is done with after five seconds: what is under way gets one, what is made of it one and a half.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(WatchRequest request)
    {
        await using ServiceProvider services = Services.CreateForCameras();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."), Grace);
        LiveBoard board = services.GetRequiredService<LiveBoard>();
        TimeProvider time = services.GetRequiredService<TimeProvider>();
        Directory.CreateDirectory(request.Output);
        using var log = new RunLog(Path.Combine(request.Output, "log.jsonl"), console, request.Verbose);
        await using Workbench? workbench = request.Serve is { } place ? await ServeAsync(request, place, board, services) : null;
        WatchCameras cameras = services.GetRequiredService<WatchCameras>();
        var how = new WatchedHow(request.Output, request.Pipeline.Directory, name => new CameraObserver(name, console, request.Verbose), log.Logger, interruption.Signals);
        await cameras.ApplyAsync(request.Cameras, how);
        using var notice = new ServiceNotice(time, () => board.IsWorking);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(interruption.Stop);
        Task saying = SayAsync(board, console, time, ended.Token);
        Task following = request.File?.FollowAsync(
            async list =>
            {
                foreach (string change in await cameras.ApplyAsync(list, how))
                {
                    log.Logger.LogInformation("{Change}", change);
                    console.WriteLine(change);
                }
            },
            wrong =>
            {
                log.Logger.LogError("The list of cameras stays as it was: {Message}", wrong.Message);
                console.MarkupLineInterpolated($"[yellow]warning:[/] the list of cameras stays as it was: {wrong.Message} {wrong.Remedy}");
            },
            ended.Token) ?? Task.CompletedTask;
        await cameras.WaitAsync();
        await ended.CancelAsync();
        await Task.WhenAll(saying, following);
        return (int)ExitCode.Done;
    }

    private static async Task<Workbench> ServeAsync(WatchRequest request, IPEndPoint place, LiveBoard board, ServiceProvider services)
    {
        (string? token, bool isMade) = WorkbenchToken.For(place.Address);
        Workbench workbench = await Workbench.StartAsync(
            new WorkbenchOptions
            {
                Folder = request.Output,
                Address = place.Address,
                Port = place.Port,
                Hosts = request.Hosts,
                Token = token,
                BaseDirectory = request.Pipeline.Directory,
                Settings = request.Pipeline.Read,
                OpenLog = path => new RunLog(path, Consoles.Error(), verbose: false),
                Models = [.. Providers.Choices.Select(choice => (choice.Name, choice.Help, choice.Name is Providers.Narrator or Providers.Glance))],
                Samples = SampleDrives.Find(),
                Live = board,
            },
            services.GetRequiredService<WorkbenchParts>());
        Console.Out.WriteLine($"{workbench.Address}live{(isMade ? $"?token={token}" : "")}  (Ctrl-C ends it)");
        return workbench;
    }

    /// <summary>Says every change of state in a line.</summary>
    private static async Task SayAsync(LiveBoard board, IAnsiConsole console, TimeProvider time, CancellationToken stop)
    {
        Dictionary<string, string> said = [];
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (CameraView camera in board.Cameras)
                {
                    (string state, string reason, _) = camera.State;
                    if (said.GetValueOrDefault(camera.Name) != state)
                    {
                        said[camera.Name] = state;
                        console.WriteLine($"{time.GetLocalNow():HH:mm:ss}  {camera.Name} is {state}{(reason is "" or "start" ? "" : $": {reason}")}");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The watching ends.
        }
    }
}
