using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Testing;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Evaluation.Tests.Masks;

public sealed class SegmentationEvaluationTests
{
    private const string Model = "models/yolo11n-seg_int8.onnx";
    private const string Python = "/usr/bin/python3";

    private static readonly SegmenterOptions Options = new()
    {
        Model = SharedData.Path(Model),
        Runtime = new OnnxModelOptions { Provider = ExecutionProvider.Cpu },
    };

    [SharedDataFact(Model, "data/coco128/instances.json", "tools/score_coco.py")]
    public void Average_precision_on_coco128_matches_an_independent_decoding()
    {
        using ISegmenter segmenter = Segmenters.Create(
            Options with { ScoreThreshold = 0.01f, NmsIoU = 0.7f, MaxDetections = 300, Classes = [ClassGroups.All] },
                NullLoggerFactory.Instance);
        CocoDataset dataset = CocoDataset.Load(SharedData.Path("data/coco128/instances.json"));
        SegmentationScore score = SegmentationEvaluation.Run(
            segmenter, dataset, SharedData.Path("data/coco128"), new OpenCvImageCodec(), CancellationToken.None);

        Assert.Equal(100, score.Images);
        Assert.InRange(score.Boxes.At50, 0.590, 0.64);
        Assert.InRange(score.Boxes.Mean, 0.425, 0.47);
        Assert.InRange(score.Masks.At50, 0.552, 0.60);
        Assert.InRange(score.Masks.Mean, 0.334, 0.38);
        if (IndependentScore(score) is { } independent)
        {
            Assert.Equal(independent["box_ap50"], score.Boxes.At50, 0.001);
            Assert.Equal(independent["box_ap"], score.Boxes.Mean, 0.001);
            Assert.Equal(independent["mask_ap50"], score.Masks.At50, 0.001);
            Assert.Equal(independent["mask_ap"], score.Masks.Mean, 0.001);
        }
    }

    /// <summary>The judgement of the shared scoring script; null where Python has not what it needs.</summary>
    private static Dictionary<string, double>? IndependentScore(SegmentationScore score)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            using (FileStream stream = File.Create(file))
            {
                score.WriteDetections(stream);
            }

            if (!File.Exists(Python))
            {
                return null;
            }

            string truth = SharedData.Path("data/coco128/instances.json");
            using Process process =
                Process.Start(new ProcessStartInfo(Python, [SharedData.Path("tools/score_coco.py"), truth, file, "--json"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                Assert.Contains("ModuleNotFoundError", errors.GetAwaiter().GetResult());
                return null;
            }

            return System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, double>>(output);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
