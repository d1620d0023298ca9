using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Language;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.OpenCv;
using Spectre.Console;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The whole of <c>pixelshap explain</c>: find the objects, ask, draw, write.</summary>
internal sealed class ExplanationRun(PipelineConfiguration configuration, string baseDirectory, TimeProvider time)
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(200);

    private readonly OpenCvImageCodec _codec = new();

    public async Task<int> RunAsync(string imagePath, string? prompt, string? masksPath, string output, bool json)
    {
        PipelineConfiguration settings = WithOnePrompt(configuration, prompt);
        byte[] bytes = ReadFile(imagePath);
        BgrImage image = Decode(bytes, imagePath);
        using RunDirectory directory = RunDirectory.ForWriting(output);
        directory.Protect(imagePath);
        IAnsiConsole console = Consoles.Error();
        if (JpegFile.IsCutOff(bytes))
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {imagePath} was cut off while it was copied: what is missing of it is grey, and no object is found there.");
        }

        using var log = new RunLog(directory.Log, console, verbose: false);
        using var interruption = new Interruption(() => { });
        ITextSimilarity similarity = await PartsFactory.SimilarityAsync(settings, baseDirectory, interruption.Stop);
        using var ownedSimilarity = similarity as IDisposable;
        string name = Path.GetFileName(imagePath);
        using ISegmenter? masks = masksPath is null ? null : PartsFactory.Masks(masksPath, name, log.Factory);
        IReadOnlyList<TrackedObject> own = masks is null ? [] : Numbered(masks.Segment(image, interruption.Stop));
        using ISegmenter network = PartsFactory.Segmenter(settings.Segmenter, baseDirectory, log.Factory);
        IReadOnlyList<TrackedObject> objects = masks is null ? Numbered(Clear(network.Segment(image, interruption.Stop), settings)) : own;
        if (objects.Count == 0)
        {
            throw NoObjects(imagePath, masksPath);
        }

        await using IVisionLanguageModel model = PartsFactory.Model(settings, network, baseDirectory, log.Factory);
        log.Logger.LogInformation("Explaining {Image} with {Objects} objects, asking {Model}", imagePath, objects.Count, model.Id);
        KeyframeAttribution attribution = await AskAsync(settings, model, similarity, image, objects, console, interruption.Stop);
        var explanation = new Explanation
        {
            Product = $"PixelShap.Video {CommandLine.Version}",
            ImageName = name,
            ImageHash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Segmenter = (masks ?? network).Name,
            Similarity = settings.Attribution.Similarity == AnswerSimilarity.Embedding
                ? $"{similarity.Name} ({Path.GetFileName(settings.Attribution.Embedder.Model)})"
                : similarity.Name,
            Configuration = settings,
            Objects = objects,
            Attribution = attribution,
        };
        await WriteAsync(directory, explanation, image);
        await new ExplanationSummary(explanation, directory, model.Usage).ShowAsync(json);
        return (int)ExitCode.Done;
    }

    private async Task<KeyframeAttribution> AskAsync(
        PipelineConfiguration settings,
        IVisionLanguageModel model,
        ITextSimilarity similarity,
        BgrImage image,
        IReadOnlyList<TrackedObject> objects,
        IAnsiConsole console,
        CancellationToken cancellationToken)
    {
        var answers = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        using var questions = new QuestionQueue(model, answers, settings.Vlm.Concurrency);
        NamedPrompt question = RunPrompts.Shown(settings);
        var attributor = new KeyframeAttributor(settings.Attribution, [question], settings.Seed, questions, PartsFactory.Fill(settings.Attribution.Fill), similarity);
        using KeyframeScene scene = attributor.SceneOf(new ObservedFrame(0, image, 0, objects));
        using QuestionScope scope = questions.OpenScope();
        try
        {
            Task<KeyframeAttribution> asking = attributor.AttributeAsync(scene, question, scope, cancellationToken);
            await (console.Profile.Capabilities.Interactive ? ShowAsync(console, asking, answers, model) : asking);
            return await asking;
        }
        catch (UnansweredException exception)
        {
            throw new PixelShapException(
                ExitCode.Failed,
                $"{model.Id} gave no answer about the whole picture ({exception.Kind.ToString().ToLowerInvariant()}): {exception.Message}",
                "Ask another question, or another model.",
                exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new PixelShapException(ExitCode.Cancelled, "Cancelled; nothing was written.", "Run the same command again.", exception);
        }
    }

    private Task ShowAsync(IAnsiConsole console, Task asking, AnswerMemory answers, IVisionLanguageModel model) =>
        console.Status().StartAsync("Asking about the whole picture", async status =>
        {
            while (await Task.WhenAny(asking, Task.Delay(RefreshInterval, time, CancellationToken.None)) != asking)
            {
                status.Status(Markup.Escape($"Asking about the picture with objects hidden: {answers.Asked} calls{(model.Waiting is { } waiting ? $", {waiting}" : "")}"));
            }

            await asking;
        });

    private async Task WriteAsync(RunDirectory directory, Explanation explanation, BgrImage image)
    {
        BgrImage heatMap = HeatMap.Draw(image, explanation.Attribution, explanation.Objects, out SceneLayout layout);
        await directory.WriteAsync("heatmap.png", stream => stream.WriteAsync(_codec.EncodePng(heatMap)).AsTask());
        PixelBox place = layout.Picture;
        var picture = new BgrImage(heatMap.Pixels[((place.Y * heatMap.Stride) + (3 * place.X))..], place.Width, place.Height, heatMap.Stride);
        string page = new ExplanationPage(explanation, _codec).ToHtml(image, picture);
        await directory.WriteAsync("explain.html", stream => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(page)).AsTask());
        await directory.WriteAsync("explain.json", stream =>
        {
            ExplanationJson.Write(stream, explanation, image.Width, image.Height);
            return Task.CompletedTask;
        });
    }

    /// <summary>Weak detections help a tracker; on a still nobody confirms them.</summary>
    private static IEnumerable<Detection> Clear(IReadOnlyList<Detection> detections, PipelineConfiguration settings) =>
        detections.Where(detection => detection.Score >= settings.Tracker.NewTrackScore);

    /// <summary>Objects are numbered from left to right, as a person would count them.</summary>
    private static TrackedObject[] Numbered(IEnumerable<Detection> detections) =>
    [
        .. detections
            .OrderBy(detection => detection.Box.Left + detection.Box.Right)
            .ThenBy(detection => detection.Box.Top)
            .Select((detection, i) => new TrackedObject(i + 1, detection)),
    ];

    /// <summary>A still is explained with one question: the given text, the prompt that the text names, or the one that pictures show.</summary>
    private static PipelineConfiguration WithOnePrompt(PipelineConfiguration configuration, string? prompt)
    {
        string text = prompt is null ? RunPrompts.Shown(configuration).Template.Text : configuration.Prompts.GetValueOrDefault(prompt, prompt);
        if (text.Trim().Length is 0 or > 4000)
        {
            throw new PixelShapException(ExitCode.Usage, "The prompt is empty or longer than 4000 characters.", "Write a question after --prompt.");
        }

        PipelineConfiguration one = configuration with
        {
            Prompt = text,
            Prompts = new Dictionary<string, string>(),

            // A still has no later keyframes to save calls for, and no earlier ones to learn from.
            Attribution = configuration.Attribution with { OverTime = false },
            Video = configuration.Video with { Prompt = "" },
        };
        _ = RunPrompts.Of(one);
        return one;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = Directory.Exists(path) ? "is a folder" : File.Exists(path) ? "cannot be read" : "does not exist";
            throw new PixelShapException(ExitCode.Input, $"The picture {path} {reason}.", "Name a JPEG or PNG file.", exception);
        }
    }

    private BgrImage Decode(byte[] bytes, string path)
    {
        try
        {
            return _codec.Decode(bytes);
        }
        catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Input)
        {
            throw new PixelShapException(ExitCode.Input, $"{path} is not a picture that can be read.", "Give a JPEG or PNG file that opens in a viewer.", exception);
        }
    }

    private static PixelShapException NoObjects(string image, string? masks) => masks is null
        ? new(ExitCode.Input, $"No object was found in {image}.", "Lower tracker.new_track_score, widen segmenter.classes, or give your own objects with --masks.")
        : new(ExitCode.Input, $"The file {masks} has no object for {image}.", "Give a COCO file with annotations of this picture and the categories that they name.");
}
