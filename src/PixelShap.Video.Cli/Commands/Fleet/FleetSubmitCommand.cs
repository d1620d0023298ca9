using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Files;
using PixelShap.Video.Fleet;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet submit</c>: clips into the queue. What was submitted before is not submitted again.</summary>
internal static class FleetSubmitCommand
{
    // Rows of one transaction: a list of any length is submitted in bounded memory.
    private const int AtOnce = 10_000;
    private const long MostListBytes = 1L << 30;
    private static readonly string[] s_videos = [".mp4", ".mov", ".mkv", ".avi", ".ts", ".mts", ".m2ts", ".webm", ".m4v", ".360", ".h264", ".hevc"];

    public static Command Create()
    {
        var places = new FleetPlaces();
        var clips = new Argument<string[]>("CLIP") { Description = "Video files. Those outside a storage that is a folder must be where every worker finds them; others are stored first.", Arity = ArgumentArity.ZeroOrMore };
        var prefix = new Option<string?>("--prefix") { Description = "All videos in the storage whose names begin so.", HelpName = "NAME" };
        var list = new Option<string?>("--list") { Description = "A file with one clip a line: names in the storage, or paths that every worker has; - for the standard input.", HelpName = "FILE" };
        var pipeline = new Option<string?>("--pipeline", "-p") { Description = "The settings. Default: pipeline.yaml in the current directory, else built-in defaults.", HelpName = "FILE" };
        var prompt = new Option<string?>("--prompt") { Description = "The question. Default: the prompts of the settings.", HelpName = "TEXT" };
        var set = new Option<string[]>("--set") { Description = "Overrides a setting, for example --set keyframes.interval_seconds=2. May be repeated.", HelpName = "a.b=c" };
        var pool = new Option<Pool>("--pool") { Description = "Which machines may do it.", HelpName = "cpu|gpu", DefaultValueFactory = _ => Pool.Cpu };
        var priority = new Option<Priority>("--priority") { Description = "What comes first.", HelpName = "high|normal", DefaultValueFactory = _ => Priority.Normal };
        var json = new Option<bool>("--json") { Description = "Prints the counts as JSON." };
        Command command = places.AddTo(new Command("submit", "Submits clips. Doing it twice runs them once."), withStorage: true);
        command.Arguments.Add(clips);
        foreach (Option option in (Option[])[prefix, list, pipeline, prompt, set, pool, priority, json])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, _) =>
        {
            FleetOptions options = places.Read(parsed, withStorage: true);
            PipelineFile file = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml");
            PipelineConfiguration configuration = RunPrompts.WithOne(file.Read(parsed.GetValue(set) ?? []), parsed.GetValue(prompt));
            string settings = FleetSettings.Write(configuration);
            using IFleetFiles files = FleetStorage.Open(options.Storage);
            await using FleetSession session = await FleetSession.OpenAsync(options);
            IAsyncEnumerable<(string Input, string Content)> inputs = Inputs(files, parsed.GetValue(clips) ?? [], parsed.GetValue(prefix), parsed.GetValue(list), session.Stop);
            long seen = 0, added = 0;
            await foreach ((string, string)[] chunk in inputs.Chunk(AtOnce).WithCancellation(session.Stop))
            {
                seen += chunk.Length;
                added += await session.Ledger.SubmitAsync(
                    [.. chunk.Select(input => new RunOrder(RunOrder.Clip, parsed.GetValue(pool), parsed.GetValue(priority), input.Item1, settings, input.Item2))], session.Stop);
            }

            if (seen == 0)
            {
                throw new PixelShapException(ExitCode.Usage, "No clip is named.", "Name clips, or write --prefix NAME or --list FILE.");
            }

            await session.FeedAsync();
            Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { clips = seen, submitted = added })
                : string.Create(CultureInfo.InvariantCulture, $"{added} submitted, {seen - added} were there already."));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async IAsyncEnumerable<(string Input, string Content)> Inputs(
        IFleetFiles files, string[] clips, string? prefix, string? list, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string clip in clips)
        {
            yield return await StoredAsync(files, clip, cancellationToken);
        }

        if (prefix is not null)
        {
            await foreach (StoredFile file in files.ListAsync(prefix, cancellationToken))
            {
                if (s_videos.Contains(Path.GetExtension(file.Name).ToLowerInvariant()))
                {
                    yield return (file.Name, file.Content);
                }
            }
        }

        if (list is not null)
        {
            using TextReader reader = list == "-" ? Console.In : OpenList(list);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Trim() is { Length: > 0 } clip)
                {
                    yield return (clip, "");
                }
            }
        }
    }

    private static FileStream OpenClip(string clip)
    {
        try
        {
            return RegularFile.Open(clip, long.MaxValue);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{clip} cannot be read: {Cause.Of(exception)}.", "Name a video file; names in the storage are given with --prefix or --list.", exception);
        }
    }

    private static StreamReader OpenList(string list)
    {
        try
        {
            return new StreamReader(RegularFile.Open(list, MostListBytes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The list {list} cannot be read: {Cause.Of(exception)}.", "Name a text file with one clip a line, or - for the standard input.", exception);
        }
    }

    /// <summary>A clip on this machine: by its name in the storage, which it is brought into where the storage is elsewhere.</summary>
    private static async Task<(string Input, string Content)> StoredAsync(IFleetFiles files, string clip, CancellationToken cancellationToken)
    {
        var file = new FileInfo(clip);
        if (!file.Exists)
        {
            throw new PixelShapException(ExitCode.Input, $"{clip} does not exist.", "Name a video file; names in the storage are given with --prefix or --list.");
        }

        string content = string.Create(CultureInfo.InvariantCulture, $"{file.Length}-{file.LastWriteTimeUtc.Ticks}");
        if (files.PathOf("clips") is { } folder)
        {
            string relative = Path.GetRelativePath(Path.GetDirectoryName(folder)!, file.FullName);
            return (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? file.FullName : relative, content);
        }

        await using FileStream stream = OpenClip(clip);
        string hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
        string name = $"clips/{hash[..16]}/{file.Name}";
        stream.Position = 0;
        if (!await files.ListAsync(name, cancellationToken).AnyAsync(cancellationToken))
        {
            await files.StoreAsync(name, stream, cancellationToken);
        }

        // As the storage tells contents apart, so that the same clip found with --prefix is the same run.
        return (name, (await files.ListAsync(name, cancellationToken).FirstAsync(cancellationToken)).Content);
    }
}
