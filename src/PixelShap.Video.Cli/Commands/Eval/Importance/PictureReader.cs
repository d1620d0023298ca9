using System.Runtime.CompilerServices;
using PixelShap.Masking;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary>Reads the pictures of a set of questions, with their players: the true objects, or what a segmenter finds.</summary>
/// <param name="codec">Reads stills.</param>
/// <param name="segmenter">Finds the players; null for the true ones.</param>
/// <param name="minScore">The lowest score of a player that the segmenter found.</param>
internal sealed class PictureReader(IImageCodec codec, ISegmenter? segmenter, double minScore)
{
    /// <summary>Reads them in order; each is valid until the next is asked for.</summary>
    public async IAsyncEnumerable<ImportancePicture> ReadAsync(
        QuestionSet set, IReadOnlyList<CocoImage> pictures, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (set.Clip is not { } clip)
        {
            foreach (CocoImage image in pictures)
            {
                yield return Make(set, image, codec.Decode(ReadFile(set, image)), cancellationToken);
            }

            yield break;
        }

        Dictionary<long, CocoImage> wanted = pictures.ToDictionary(image => image.FrameId ?? -1);
        await using FfmpegFrameSource source = await FfmpegFrameSource.OpenAsync(clip, new FrameSourceOptions(), cancellationToken);
        await foreach (Frame frame in source.ReadAsync(cancellationToken))
        {
            using (frame)
            {
                if (wanted.Remove(frame.Index, out CocoImage? image))
                {
                    yield return Make(set, image, frame.Image, cancellationToken);
                }
            }
        }

        if (wanted.Count > 0)
        {
            throw new PixelShapException(
                ExitCode.Input, $"{clip} has no frame {wanted.Keys.Min()}, which {set.Path} asks about.", "Give the clip that the file was made for.");
        }
    }

    private ImportancePicture Make(QuestionSet set, CocoImage image, BgrImage pixels, CancellationToken cancellationToken)
    {
        if (pixels.Width != image.Width || pixels.Height != image.Height)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"{set.Path} says that {image.FileName} has {image.Width}x{image.Height} pixels, but it has {pixels.Width}x{pixels.Height}.",
                "Give the pictures that the file was made for.");
        }

        IReadOnlyDictionary<CocoAnnotation, ImportanceObject> truth = set.Objects(image);
        IReadOnlyList<ImportanceObject> players = segmenter is null ? [.. truth.Values] : Found(segmenter, pixels, cancellationToken);
        string name = set.Clip is { } clip ? Path.GetFileNameWithoutExtension(clip) : image.FileName;
        return new ImportancePicture(name, image.TimeSeconds ?? 0, pixels, players, set.Questions(image, truth)) { Truth = [.. truth.Values] };
    }

    private ImportanceObject[] Found(ISegmenter eyes, BgrImage pixels, CancellationToken cancellationToken) =>
    [
        .. DoubleSights.Remove(eyes.Segment(pixels, cancellationToken))
            .Where(detection => detection.Score >= minScore)
            .Select(detection => ImportanceObject.Of(detection.ClassName, detection, pixels.Width, pixels.Height)),
    ];

    private static byte[] ReadFile(QuestionSet set, CocoImage image)
    {
        string path = Path.Combine(Path.GetDirectoryName(set.Path)!, image.FileName);
        try
        {
            return RegularFile.ReadBytes(path, IImageCodec.MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"The image {path} cannot be read.", "Put it where file_name says, beside the COCO file.", exception);
        }
    }
}
