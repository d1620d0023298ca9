using System.CommandLine;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval segmentation</c>: the average precision of a model's boxes and masks on a COCO data set.</summary>
internal static class EvalSegmentationCommand
{
    public static Command Create()
    {
        var images = new Option<string>("--images") { Description = "The folder of the images.", Required = true };
        var annotations = new Option<string>("--annotations") { Description = "The ground truth: COCO JSON.", Required = true };
        var model = new Option<string>("--model") { Description = "The model: an .onnx file.", Required = true };
        var kind = new Option<string>("--kind") { Description = "The kind of model.", DefaultValueFactory = _ => Segmenters.Auto };
        kind.AcceptOnlyFromAmong([.. Segmenters.Kinds]);
        var provider = new Option<ExecutionProvider>("--provider") { Description = "What computes the network." };
        var threshold = new Option<float>("--score-threshold") { Description = "The lowest score kept.", DefaultValueFactory = _ => 0.01f };
        var nms = new Option<float>("--nms-iou")
        {
            Description = "The overlap at which the lower score goes.",
            DefaultValueFactory = _ => 0.7f,
        };
        var output = new Option<string?>("--output") { Description = "A file for the detections, in COCO's results form." };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("segmentation", "Measures a model's boxes and masks on a COCO data set.")
        {
            images, annotations, model, kind, provider, threshold, nms, output, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new SegmenterOptions
            {
                Model = parsed.GetRequiredValue(model),
                Kind = parsed.GetRequiredValue(kind),
                ScoreThreshold = EvalOptions.Within(parsed, threshold, 0, 1),
                NmsIoU = EvalOptions.Within(parsed, nms, 0, 1),
                MaxDetections = 300,
                Classes = [ClassGroups.All],
                Runtime = new OnnxModelOptions { Provider = parsed.GetValue(provider) },
            };
            using ISegmenter segmenter = Segmenters.Create(options, NullLoggerFactory.Instance);
            SegmentationScore score = SegmentationEvaluation.Run(
                segmenter, CocoDataset.Load(parsed.GetRequiredValue(annotations)), parsed.GetRequiredValue(images), new OpenCvImageCodec(),
                cancellationToken);
            if (parsed.GetValue(output) is { } file)
            {
                using FileStream stream = File.Create(file);
                score.WriteDetections(stream);
            }

            var figures = new SegmentationFigures(score.Images, score.Boxes.At50, score.Boxes.Mean, score.Masks.At50, score.Masks.Mean);
            EvalReport.Write(figures, parsed.GetValue(json), VisionFiguresJson.Default.SegmentationFigures);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }
}

/// <summary>What <c>eval segmentation</c> prints.</summary>
internal sealed record SegmentationFigures(
    [property: JsonPropertyName("images")] int Images,
    [property: JsonPropertyName("box_ap50")] double BoxAp50,
    [property: JsonPropertyName("box_ap")] double BoxAp,
    [property: JsonPropertyName("mask_ap50")] double MaskAp50,
    [property: JsonPropertyName("mask_ap")] double MaskAp);

/// <summary>What <c>eval propagation</c> prints.</summary>
internal sealed record PropagationFigures(
    [property: JsonPropertyName("sequences")] int Sequences,
    [property: JsonPropertyName("frames")] int Frames,
    [property: JsonPropertyName("j_mean")] double MeanJ,
    [property: JsonPropertyName("j_p10")] double LowJ,
    [property: JsonPropertyName("ms_per_frame")] double MillisecondsPerFrame);

/// <summary>The JSON of measurements of segmenters and mask propagation.</summary>
[JsonSerializable(typeof(SegmentationFigures))]
[JsonSerializable(typeof(PropagationFigures))]
internal sealed partial class VisionFiguresJson : JsonSerializerContext;
