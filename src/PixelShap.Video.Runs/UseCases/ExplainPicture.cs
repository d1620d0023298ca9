using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>PixelSHAP on one still picture: its objects are found, the model is asked, the explanation is written.</summary>
/// <param name="parts">Makes the parts.</param>
/// <param name="codec">Reads the picture.</param>
/// <param name="publisher">Writes the explanation.</param>
/// <param name="product">The program.</param>
public sealed class ExplainPicture(IRunParts parts, IImageCodec codec, IExplanationPublisher publisher, ProductInfo product)
{
    // The ground on which an object is moved or made smaller. Of so many objects a message names each.
    private const string Ground = "inpaint";
    private const int MostNamed = 12;

    /// <summary>Explains.</summary>
    /// <param name="request">What is asked about what.</param>
    /// <param name="observer">Watches.</param>
    /// <param name="cancellationToken">Ends it; nothing is written then.</param>
    /// <exception cref="PixelShapException">The picture cannot be read or holds no object, or there is no answer.</exception>
    public async Task<ExplainedPicture> RunAsync(PictureRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        PipelineConfiguration settings = WithOnePrompt(request.Configuration, request.Prompt);
        byte[] bytes = ReadFile(request.Image);
        BgrImage image = Decode(bytes, request.Image);
        using RunDirectory directory = RunDirectory.ForWriting(request.Output);
        try
        {
            return await ExplainAsync(request, settings, bytes, image, directory, observer, cancellationToken);
        }
        catch (PixelShapException)
        {
            directory.Withdraw();
            throw;
        }
    }

    private async Task<ExplainedPicture> ExplainAsync(
        PictureRequest request, PipelineConfiguration settings, byte[] bytes, BgrImage image, RunDirectory directory, IRunObserver observer, CancellationToken cancellationToken)
    {
        directory.Protect(request.Image);
        using IRunLog log = observer.OpenLog(directory.Log);
        if (JpegFile.IsCutOff(bytes))
        {
            log.Logger.LogWarning("{Image} was cut off while it was copied: what is missing of it is grey, and no object is found there", request.Image);
        }

        string name = Path.GetFileName(request.Image);
        using ISegmenter? masks = request.Masks is null ? null : parts.Masks(request.Masks, name, log.Factory);
        IReadOnlyList<TrackedObject> own = masks is null ? [] : Numbered(masks.Segment(image, cancellationToken));
        using ISegmenter network = parts.Segmenter(settings.Segmenter, request.BaseDirectory, log.Factory);
        await using IVisionLanguageModel model = parts.Model(settings, network, request.BaseDirectory, log.Factory);
        ITextSimilarity similarity = await parts.SimilarityAsync(settings, request.BaseDirectory, model, cancellationToken);
        using var ownedSimilarity = similarity as IDisposable;
        IReadOnlyList<TrackedObject> objects = masks is null ? Numbered(Clear(network.Segment(image, cancellationToken), settings)) : own;
        if (objects.Count == 0)
        {
            throw NoObjects(request.Image, request.Masks);
        }

        CheckNamed(request.Attributes, objects);
        log.Logger.LogInformation("Explaining {Image} with {Objects} objects, asking {Model}", request.Image, objects.Count, model.Id);
        (KeyframeAttribution attribution, AttributeValues? attributes, WordValues? words) = await AskAsync(settings, model, similarity, image, objects, request, observer, cancellationToken);
        var explanation = new Explanation
        {
            Product = product.Name,
            ImageName = name,
            ImageHash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Segmenter = (masks ?? network).Name,
            Similarity = similarity is EmbeddingSimilarity ? $"{similarity.Name} ({Path.GetFileName(settings.Attribution.Embedder.Model)})" : similarity.Name,
            Configuration = settings,
            Objects = objects,
            Attribution = attribution,
            Attributes = attributes,
            Words = words,
        };
        await publisher.PublishAsync(directory, explanation, image);
        return new ExplainedPicture(directory, explanation, model.Usage);
    }

    private async Task<(KeyframeAttribution Attribution, AttributeValues? Attributes, WordValues? Words)> AskAsync(
        PipelineConfiguration settings,
        IVisionLanguageModel model,
        ITextSimilarity similarity,
        BgrImage image,
        IReadOnlyList<TrackedObject> objects,
        PictureRequest request,
        IRunObserver observer,
        CancellationToken cancellationToken)
    {
        var answers = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        using var questions = new QuestionQueue(model, answers, settings.Vlm.Concurrency);
        NamedPrompt prompt = RunPrompts.Shown(settings);
        var attributor = new KeyframeAttributor(settings.Attribution, [prompt], settings.Seed, questions, parts.Fill(settings.Attribution.Fill), similarity, parts.SceneDivider());
        using KeyframeScene scene = attributor.SceneOf(new ObservedFrame(0, image, 0, objects));
        using QuestionScope scope = questions.OpenScope();
        try
        {
            KeyframeAttribution? attribution = null;
            AttributeValues? attributes = null;
            WordValues? words = null;
            await observer.ShowAsync(
                () => new RunProgress("asking", answers.Asked, null, model.Waiting is { } waiting ? [waiting] : [], ""),
                async () =>
                {
                    attribution = await attributor.AttributeAsync(scene, prompt, scope, cancellationToken);
                    IFill fill = parts.Fill(settings.Attribution.Fill);
                    if (request.Attributes is { } named)
                    {
                        var divider = new AttributeAttributor(settings.Attribution, questions, similarity, fill, parts.Fill(Ground));
                        attributes = await divider.AttributeAsync(scene, attribution, PlayerOf(named, attribution), (ulong)settings.Seed, scope, cancellationToken);
                    }

                    if (request.Words)
                    {
                        words = await new WordAttributor(questions, similarity, fill).AttributeAsync(scene, attribution, (ulong)settings.Seed, scope, cancellationToken);
                    }
                });
            return (attribution!, attributes, words);
        }
        catch (UnansweredException exception)
        {
            throw new PixelShapException(
                ExitCode.Failed,
                $"{model.Id} gave no answer about the whole picture ({exception.Kind.ToString().ToLowerInvariant()}): {exception.Message.TrimEnd('.')}.",
                exception.Remedy,
                exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new PixelShapException(ExitCode.Cancelled, "Cancelled; nothing was written.", "Run the same command again.", exception);
        }
    }

    /// <summary>Finds out before anything is asked that there is no such object.</summary>
    private static void CheckNamed(string? named, IReadOnlyList<TrackedObject> objects)
    {
        if (named is not (null or PictureRequest.TopObject) && !objects.Any(item => IsNamed(item, named)))
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"There is no object '{named}' in the picture.",
                $"Name one of: {string.Join(", ", objects.Take(MostNamed).Select(item => $"{item.Detection.ClassName} {item.TrackId}"))}; or '{PictureRequest.TopObject}' for the most important one.");
        }
    }

    /// <summary>The player of the named object. An object that is hidden together with others has no value of its own to divide.</summary>
    private static int PlayerOf(string named, KeyframeAttribution attribution)
    {
        (PlayerValue Player, int Index)[] single = [.. attribution.Players.Select((player, index) => (player, index)).Where(item => item.player.TrackIds.Count == 1)];
        (PlayerValue Player, int Index)[] fitting = named == PictureRequest.TopObject
            ? [.. single.OrderByDescending(item => item.Player.Value)]
            : [.. single.Where(item => string.Equals($"{item.Player.ClassName} {item.Player.TrackIds[0]}", named, StringComparison.OrdinalIgnoreCase))];
        return fitting.Length > 0 ? fitting[0].Index : throw new PixelShapException(
            ExitCode.Usage, $"'{named}' is hidden and shown together with other far objects, so it has no attributes of its own.", "Raise attribution.max_players.");
    }

    private static bool IsNamed(TrackedObject item, string name) => string.Equals($"{item.Detection.ClassName} {item.TrackId}", name, StringComparison.OrdinalIgnoreCase);

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
        PipelineConfiguration one = RunPrompts.WithOne(configuration, prompt ?? RunPrompts.Shown(configuration).Template.Text);

        // A still has no later keyframes to save calls for, and no earlier ones to learn from.
        return one with { Attribution = one.Attribution with { OverTime = false } };
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return RegularFile.ReadBytes(path, IImageCodec.MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = Directory.Exists(path) ? "is a folder"
                : exception is NotReadableException ? $"cannot be read: {Cause.Of(exception)}"
                : exception is UnauthorizedAccessException ? "may not be read by this user"
                : File.Exists(path) ? $"cannot be read: {Cause.Of(exception)}"
                : "does not exist";
            throw new PixelShapException(ExitCode.Input, $"The picture {path} {reason}.", "Name a JPEG or PNG file.", exception);
        }
    }

    private BgrImage Decode(byte[] bytes, string path)
    {
        try
        {
            return codec.Decode(bytes);
        }
        catch (PixelShapException exception) when (exception.ExitCode == ExitCode.Input)
        {
            throw new PixelShapException(ExitCode.Input, $"{path} cannot be read: {char.ToLowerInvariant(exception.Message[0])}{exception.Message[1..]}", exception.Remedy, exception);
        }
    }

    private static PixelShapException NoObjects(string image, string? masks) => masks is null
        ? new(ExitCode.Input, $"No object was found in {image}.", "Lower tracker.new_track_score, widen segmenter.classes, or give your own objects with --masks.")
        : new(ExitCode.Input, $"The file {masks} has no object for {image}.", "Give a COCO file with annotations of this picture and the categories that they name.");
}
