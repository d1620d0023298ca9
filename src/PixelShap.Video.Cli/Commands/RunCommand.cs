using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Runs;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap run</c>: a clip in, importance tracks and an annotated video out.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("CLIP")
        {
            Description = "The video file; a folder of a camera, or several files, are joined to one drive. A name that ends in .yaml or .yml is the settings, as after --pipeline.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var input = new Option<string[]>("--input", "-i") { Description = "A video file or a folder, where it is not named alone. May be repeated: the files are joined to one drive.", HelpName = "FILE" };
        var view = new Option<string?>("--view") { Description = "Which view of a drive: front, rear, cabin … Default: front, else the first that 'pixelshap probe' lists.", HelpName = "VIEW" };
        var drive = new Option<int?>("--drive") { Description = "Which of several drives in a folder, by its number in 'pixelshap probe FOLDER'.", HelpName = "N" };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings. Default: pipeline.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var prompt = new Option<string?>("--prompt") { Description = "The question. Default: the prompts of the settings. The name of one of them asks that one alone.", HelpName = "TEXT" };
        var track = new Option<int?>("--video-track") { Description = "Which of several video tracks is read, from 1. The same as --set clip.video_track=N.", HelpName = "N" };
        var rate = new Option<double?>("--fps") { Description = "Pictures a second of a bare H.264 or HEVC stream, which has no times. The same as --set clip.frame_rate=N.", HelpName = "N" };
        var time = new Option<string?>("--time") { Description = "When the clip begins, for example 2026-11-21T14:32:07+01:00. The same as --set clip.time=TIME.", HelpName = "TIME" };
        var zone = new Option<string?>("--zone") { Description = "The time zone of the camera's clock: +01:00 or Europe/Berlin. The same as --set clip.zone=ZONE.", HelpName = "ZONE" };
        var offline = new Option<bool>("--offline") { Description = "Takes answers from the response cache alone, and says which one is missing." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says how many calls and tokens the run needs and what they cost, and asks nothing." };
        var brief = new Option<bool>("--brief") { Description = "Prints only what mattered when." };
        var options = new RunOptions();
        var command = new Command("run", "Analyses a clip or a drive: which road users the answers depended on, over time. Goes on by itself where an earlier run was cut off.")
        {
            files,
            input,
            pipeline,
            view,
            drive,
            prompt,
            track,
            rate,
            time,
            zone,
            offline,
            dryRun,
            brief,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            (string[] clips, string? yaml) = Named(parsed.GetValue(files) ?? [], parsed.GetValue(input) ?? [], parsed.GetValue(pipeline));
            if (Array.Find(clips, clip => clip.Contains("://", StringComparison.Ordinal)) is { } file)
            {
                throw new PixelShapException(ExitCode.Usage, $"'run' takes a file, not the address {Redacted.Address(file)}.", "Use: pixelshap watch URL --output DIR");
            }

            PipelineFile settings = PipelineFile.Find(yaml, "pipeline.yaml");
            List<string> overrides = [.. parsed.GetValue(options.Set) ?? []];
            if (parsed.GetValue(track) is { } number)
            {
                Check(track, number, 1, ClipConfiguration.LastVideoTrack, "a whole number");
                overrides.Add(string.Create(CultureInfo.InvariantCulture, $"clip.video_track={number}"));
            }

            if (parsed.GetValue(rate) is { } perSecond)
            {
                Check(rate, perSecond, 0, ClipConfiguration.FastestRate, "a number");
                overrides.Add(string.Create(CultureInfo.InvariantCulture, $"clip.frame_rate={perSecond}"));
            }

            if (parsed.GetValue(time) is { } begins)
            {
                overrides.Add($"clip.time={begins}");
            }

            if (parsed.GetValue(zone) is { } clock)
            {
                overrides.Add($"clip.zone={clock}");
            }

            if (parsed.GetValue(offline))
            {
                overrides.Add("vlm.cache.offline=true");
            }

            PipelineConfiguration configuration = RunPrompts.WithOne(settings.Read(overrides), parsed.GetValue(prompt));
            var choice = new DriveChoice(clips, parsed.GetValue(view), parsed.GetValue(drive));
            string output = parsed.GetValue(options.Output) ?? Path.Combine("runs", choice.Name);
            bool json = parsed.GetValue(options.Json);
            return await (parsed.GetValue(dryRun)
                ? PlanAsync(configuration, settings.Directory, choice, json)
                : RunAsync(configuration, settings.Directory, choice, output, json, parsed.GetValue(options.Verbose), parsed.GetValue(brief), new Wording(parsed.GetValue(options.Expert))));
        });
        return command;
    }

    /// <summary>Names the option that was written, not the setting behind it.</summary>
    private static void Check(Option option, double value, double least, double most, string kind)
    {
        if (!(value >= least && value <= most))
        {
            throw new PixelShapException(
                ExitCode.Usage,
                string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}."),
                string.Create(CultureInfo.InvariantCulture, $"Allowed: {kind} from {least} to {most}."));
        }
    }

    /// <summary>The clips and the settings file, however they were named.</summary>
    /// <exception cref="PixelShapException">No clip is named, or several settings are.</exception>
    private static (string[] Clips, string? Settings) Named(string[] files, string[] input, string? pipeline)
    {
        string[] yamls = [.. files.Where(IsSettings), .. pipeline is null ? [] : new[] { pipeline }];
        string[] clips = [.. files.Where(file => !IsSettings(file)), .. input];
        return (clips, yamls) switch
        {
            ([], _) => throw new PixelShapException(ExitCode.Usage, "No clip is named.", "Write: pixelshap run CLIP.mp4, or add --input CLIP.mp4."),
            (_, [_, _, ..]) => throw new PixelShapException(ExitCode.Usage, $"Two settings files are named, {yamls[0]} and {yamls[1]}.", "Name one of them."),
            _ => (clips, yamls.FirstOrDefault()),
        };

        static bool IsSettings(string file) => Path.GetExtension(file).ToLowerInvariant() is ".yaml" or ".yml";
    }

    private static async Task<int> PlanAsync(PipelineConfiguration configuration, string baseDirectory, DriveChoice choice, bool json)
    {
        await using ServiceProvider services = Services.Create();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping; press Ctrl-C again to abort."));
        var observer = new TerminalObserver();
        ClipInput file = await choice.FindAsync(configuration.Clip, observer, interruption.Stop);
        RunPlan plan = await services.GetRequiredService<PlanRun>().RunAsync(
            configuration, baseDirectory, file, observer, interruption.Signals);
        PlanSummary.Show(plan, configuration, json);
        return (int)ExitCode.Done;
    }

    private static async Task<int> RunAsync(
        PipelineConfiguration configuration, string baseDirectory, DriveChoice choice, string output, bool json, bool verbose, bool brief, Wording wording)
    {
        await using ServiceProvider services = Services.Create();
        IAnsiConsole console = Consoles.Error();
        using var interruption = new Interruption(() => console.WriteLine("Stopping after what is under way; press Ctrl-C again to abort."));
        var observer = new TerminalObserver(verbose);
        ClipInput file = await choice.FindAsync(configuration.Clip, observer, interruption.Stop);
        RunOutcome outcome = await services.GetRequiredService<AnalyseClip>().RunAsync(
            configuration, baseDirectory, file, output, observer, interruption.Signals);
        new RunSummary(outcome, wording).Show(json, brief);
        if (outcome.EarlyEnd is { } limit)
        {
            ErrorOutput.Write(limit.Message, limit.Remedy);
            return (int)limit.ExitCode;
        }

        if (outcome.Unanswered is { } unanswered)
        {
            ErrorOutput.Write(unanswered.Message, $"{unanswered.Remedy} Run into another --output: this run has come to its end and asks nothing more.");
            return (int)unanswered.ExitCode;
        }

        return (int)ExitCode.Done;
    }
}
