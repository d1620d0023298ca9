using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Cli.Reviews;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Rendering.Sharing;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap review</c>: an incident video from a finished run, without any model.</summary>
internal static class ReviewCommand
{
    private const double SlowestFactor = 16;

    public static Command Create()
    {
        var run = new Argument<string[]>("RUN_DIR")
        {
            Description = "The --output directory of a pixelshap run; two with --compare.",
            Arity = ArgumentArity.OneOrMore,
        };
        var compare = new Option<bool>("--compare") { Description = "Shows two runs of the same clip side by side, with the rank changes: two prompts, models or maskings." };
        var from = new Option<string?>("--from") { Description = "Where to begin: seconds or h:mm:ss.s in the clip, as shown in the strip. Default: its start.", HelpName = "T" };
        var to = new Option<string?>("--to") { Description = "Where to end, exclusive. Default: its end.", HelpName = "T" };
        var top = new Option<int?>("--top") { Description = "Only the N moments that matter most, found by themselves, with a short card before each: events first, the strongest first, then what answers hang on.", HelpName = "N" };
        var output = new Option<string?>("--output", "-o") { Description = "The video to write. Default: review.mp4 in RUN_DIR.", HelpName = "FILE" };
        var input = new Option<string?>("--input", "-i") { Description = "Where the clip is now, or the folder with the files of a drive, if it has moved.", HelpName = "FILE" };
        var prompt = new Option<string[]>("--prompt")
        {
            Description = "The name of the prompt whose importance is shown. Default: the first of the run. With --compare it may be given twice.",
            HelpName = "NAME",
        };
        var layout = new Option<string>("--layout") { Description = "source: the picture as large as it was filmed; 1080p for screens; vertical for phones.", DefaultValueFactory = _ => "source" };
        layout.AcceptOnlyFromAmong("source", "1080p", "vertical");
        var slow = new Option<double>("--slow") { Description = "Shows the clip so many times slower, 1 to 16. Slow motion has no sound.", HelpName = "FACTOR", DefaultValueFactory = _ => 1 };
        var freeze = new Option<bool>("--freeze") { Description = "Stands still at the strongest event or the decisive keyframe, with the ranking." };
        var sideBySide = new Option<bool>("--side-by-side") { Description = "Shows the picture as filmed beside the annotated one." };
        var blur = new Option<string?>("--blur")
        {
            Description = "Makes unrecognisable for sharing: faces, plates, persons, vehicles, or classes by name (of people the upper part, of others the whole; person:whole). "
                + "What was seen at any score is covered, with a margin, and held where it is not seen. For example faces,plates. Look at the result before you share it.",
            HelpName = "WHAT",
        };
        var faceModel = new Option<string?>("--face-model")
        {
            Description = "The detector of faces for --blur faces: an ONNX file, the name of a pulled model, or 'none': the heads of people alone. Default: ultraface where it was pulled, else none.",
            HelpName = "MODEL",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Gives the file its name although --blur was uncertain of something. Without it the thumbnails of that are to be looked at first." };
        var title = new Option<bool>("--title") { Description = "Begins with a title card of four seconds: clip, time, place, question, findings." };
        var noTitle = new Option<bool>("--no-title") { Description = "Leaves out the title card that --compare begins with." };
        var mute = new Option<bool>("--mute") { Description = "Leaves out the sound." };
        var json = new Option<bool>("--json") { Description = "Prints what was written as JSON on the standard output, and nothing else there." };
        var command = new Command("review", "Makes an incident review video from a finished run and its clip. Asks no model.")
        {
            run, compare, from, to, top, output, input, prompt, layout, slow, freeze, sideBySide, blur, faceModel, yes, title, noTitle, mute, json,
        };
        command.SetAction((parsed, _) =>
        {
            string[] runs = parsed.GetRequiredValue(run), prompts = parsed.GetValue(prompt) ?? [];
            bool two = parsed.GetValue(compare);
            ReviewRequest request = Read();
            if (!(request.Slow >= 1 && request.Slow <= SlowestFactor))
            {
                throw new PixelShapException(
                    ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"'--slow {request.Slow}' is not from 1 to {SlowestFactor}."), "Write for example --slow 4.");
            }

            if (runs.Length != (two ? 2 : 1) || prompts.Length > runs.Length)
            {
                throw new PixelShapException(
                    ExitCode.Usage,
                    two ? "--compare takes two run directories, and --prompt once for each." : $"'review' takes one run directory and one --prompt, not {runs.Length} and {prompts.Length}.",
                    "Write: pixelshap review RUN_DIR, or: pixelshap review --compare RUN_A RUN_B.");
            }

            if (two && (request.Top is not null || request.Freeze || request.SideBySide || request.Layout != ReviewLayout.Source))
            {
                throw new PixelShapException(
                    ExitCode.Usage, "--compare has a layout of its own and shows no single moments.", "Leave out --top, --freeze, --side-by-side and --layout.");
            }

            if (request.From > request.To)
            {
                throw new PixelShapException(ExitCode.Usage, "--to lies before --from.", "Exchange them.");
            }

            if (request.Output is { } file && Path.GetExtension(file).ToLowerInvariant() is not (".mp4" or ".m4v"))
            {
                throw new PixelShapException(ExitCode.Usage, $"--output {file} is not the name of an MP4 video.", "Give it a name that ends in .mp4.");
            }

            if (request.Blur is null && (request.FaceModel is not null || request.Yes))
            {
                throw new PixelShapException(ExitCode.Usage, "--face-model and --yes belong to --blur.", "Write for example --blur faces,plates.");
            }

            return two ? ComparisonRun.RunAsync(request, runs[1], prompts.ElementAtOrDefault(1) ?? prompts.ElementAtOrDefault(0)) : ReviewRun.RunAsync(request);

            ReviewRequest Read() => new()
            {
                Run = runs[0],
                From = ReviewTime.Parse(parsed.GetValue(from), "--from"),
                To = ReviewTime.Parse(parsed.GetValue(to), "--to"),
                Top = parsed.GetValue(top),
                Output = parsed.GetValue(output),
                Input = parsed.GetValue(input),
                Prompt = prompts.ElementAtOrDefault(0),
                Layout = parsed.GetValue(layout) switch { "1080p" => ReviewLayout.Hd, "vertical" => ReviewLayout.Vertical, _ => ReviewLayout.Source },
                Slow = parsed.GetValue(slow),
                Freeze = parsed.GetValue(freeze),
                SideBySide = parsed.GetValue(sideBySide),
                Blur = parsed.GetValue(blur) is { } classes ? BlurOf(classes) : null,
                FaceModel = parsed.GetValue(faceModel),
                Yes = parsed.GetValue(yes),
                Title = (two || parsed.GetValue(title)) && !parsed.GetValue(noTitle),
                Mute = parsed.GetValue(mute),
                Json = parsed.GetValue(json),
            };
        });
        return command;
    }

    private static BlurRules BlurOf(string classes)
    {
        string[] names = classes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length > 0 ? new BlurRules(names) : throw new PixelShapException(ExitCode.Usage, "--blur names no class.", "Write for example --blur faces,plates or --blur person:whole.");
    }
}
