using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap explain</c>: PixelSHAP on one still picture.</summary>
internal static class ExplainCommand
{
    private const string AskPairs = "attribution.pairs=ask";

    public static Command Create()
    {
        var image = new Argument<string>("IMAGE") { Description = "The picture, JPEG or PNG." };
        var prompt = new Option<string?>("--prompt") { Description = "The question. Default: the prompt of the settings.", HelpName = "TEXT" };
        var masks = new Option<string?>("--masks", "-m")
        {
            Description = "Your own objects as a COCO JSON file (polygons, run lengths or boxes), in place of the segmenter's.",
            HelpName = "FILE",
        };
        var attributes = new Option<string?>("--attributes")
        {
            Description = "Divides the value of one object among its colour, brightness, texture, shape, lights, place and size: an object such as \"car 3\", or top. Costs about three more calls for each of them.",
            HelpName = "OBJECT",
        };
        var words = new Option<bool>("--words")
        {
            Description = "Values the phrases of the question together with the objects: which of them mattered, and how much of the answer is the picture's and how much the question's. Costs about three more calls for each phrase and object.",
        };
        var pairs = new Option<bool>("--pairs")
        {
            Description = $"Asks more, up to three calls per object in all, to tell which two stand in for each other, need each other or speak against each other: the same as --set {AskPairs}.",
        };
        var pipeline = new Option<string?>("--pipeline", "-p")
        {
            Description = "The settings. Default: pipeline.yaml in the current directory, else built-in defaults.",
            HelpName = "FILE",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "The directory for the results. Default: explanations/<name of the picture>.",
            HelpName = "DIR",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Overrides a setting, for example --set attribution.estimator=bayes --set attribution.budget=3n. May be repeated.",
            HelpName = "a.b=c",
        };
        var json = new Option<bool>("--json") { Description = "Prints explain.json on the standard output, and nothing else there." };
        Option<bool> expert = RunOptions.ExpertOption();
        var command = new Command("explain", "Shows which objects of one still picture an answer depended on: heat map, ranking, JSON.")
        {
            image, prompt, attributes, words, pairs, masks, pipeline, output, set, json, expert,
        };
        command.SetAction((parsed, _) =>
        {
            string file = parsed.GetRequiredValue(image);
            PictureKind.Check(file);
            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml");
            string folder = parsed.GetValue(output) ?? Path.Combine("explanations", Path.GetFileNameWithoutExtension(file));
            var request = new PictureRequest(settings.Read(parsed.GetValue(pairs) ? [.. parsed.GetValue(set) ?? [], AskPairs] : parsed.GetValue(set) ?? []), settings.Directory, file, folder)
            {
                Prompt = parsed.GetValue(prompt),
                Attributes = parsed.GetValue(attributes)?.Trim(),
                Words = parsed.GetValue(words),
                Masks = parsed.GetValue(masks),
            };
            return RunAsync(request, parsed.GetValue(json), new Wording(parsed.GetValue(expert)));
        });
        return command;
    }

    private static async Task<int> RunAsync(PictureRequest request, bool json, Wording wording)
    {
        await using ServiceProvider services = Services.Create();
        using var interruption = new Interruption(() => { });
        ExplainedPicture picture = await services.GetRequiredService<ExplainPicture>().RunAsync(request, new TerminalObserver(), interruption.Stop);
        await new ExplanationSummary(picture, wording).ShowAsync(json);
        return (int)ExitCode.Done;
    }
}
