using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Evaluation.Masks;

/// <summary>How well a segmenter finds the objects of a COCO data set.</summary>
/// <param name="Images">The number of images.</param>
/// <param name="Boxes">The score of the boxes.</param>
/// <param name="Masks">The score of the masks.</param>
/// <param name="Detections">What was found, with COCO's category numbers.</param>
public sealed record SegmentationScore(
    int Images, AveragePrecisionScore Boxes, AveragePrecisionScore Masks, IReadOnlyList<ScoredObject> Detections)
{
    /// <summary>Writes the detections in COCO's results form, masks as compressed run lengths.</summary>
    public void WriteDetections(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (ScoredObject item in Detections)
        {
            json.WriteStartObject();
            json.WriteNumber("image_id", item.ImageId);
            json.WriteNumber("category_id", item.CategoryId);
            json.WriteNumber("score", item.Score);
            json.WriteStartArray("bbox");
            foreach (float value in (ReadOnlySpan<float>)[item.Box.Left, item.Box.Top, item.Box.Width, item.Box.Height])
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
            if (item.Mask is { } mask)
            {
                json.WriteStartObject("segmentation");
                json.WriteStartArray("size");
                json.WriteNumberValue(mask.ImageHeight);
                json.WriteNumberValue(mask.ImageWidth);
                json.WriteEndArray();
                json.WriteString("counts", CocoRle.Encode(mask));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>Runs a segmenter over the images of a COCO data set and scores what it finds.</summary>
public static class SegmentationEvaluation
{
    /// <summary>Evaluates.</summary>
    /// <param name="segmenter">The segmenter; its classes are matched to the data set's by name.</param>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="imageFolder">The folder that the images' file names start from.</param>
    /// <param name="codec">Reads the images.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="PixelShapException">An image cannot be read.</exception>
    public static SegmentationScore Run(
        ISegmenter segmenter, CocoDataset dataset, string imageFolder, IImageCodec codec, CancellationToken cancellationToken)
    {
        InputFolder.Check(imageFolder, "Name with --images the folder of the images.");
        Dictionary<string, int> categories = dataset.Categories.DistinctBy(category => category.Name).ToDictionary(category => category.Name, category => category.Id);
        Dictionary<long, CocoImage> images = dataset.Images.ToDictionary(image => image.Id);
        List<ScoredObject> truth = [], found = [];
        foreach (CocoAnnotation annotation in dataset.Annotations)
        {
            CocoImage image = images.GetValueOrDefault(annotation.ImageId) ?? throw new PixelShapException(
                ExitCode.Input, $"Annotation {annotation.Id} belongs to image {annotation.ImageId}, which 'images' of the COCO file does not hold.", "Give a COCO file with its images.");
            Mask? mask = annotation.ToMask(image.Width, image.Height);
            truth.Add(new ScoredObject(annotation.ImageId, annotation.CategoryId, 1, annotation.ToBoundingBox() ?? default, mask, annotation.IsCrowd));
        }

        foreach (CocoImage image in dataset.Images)
        {
            BgrImage pixels = codec.Decode(Read(imageFolder, image.FileName));
            foreach (Detection detection in segmenter.Segment(pixels, cancellationToken))
            {
                if (categories.TryGetValue(detection.ClassName, out int category))
                {
                    found.Add(new ScoredObject(image.Id, category, detection.Score, detection.Box, detection.Mask));
                }
            }
        }

        return new SegmentationScore(
            dataset.Images.Count, AveragePrecision.OfBoxes(truth, found), AveragePrecision.OfMasks(truth, found), found);
    }

    private static byte[] Read(string folder, string name)
    {
        // File names may begin with folders that the folder given is already inside.
        string path = Path.Combine(folder, name);
        path = File.Exists(path) ? path : Path.Combine(folder, Path.GetFileName(name));
        try
        {
            return RegularFile.ReadBytes(path, IImageCodec.MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"The image '{path}' cannot be read: {Cause.Of(exception)}.", "Check the folder of images.", exception);
        }
    }
}
