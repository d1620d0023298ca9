using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

/// <summary>Each kind of model against a graph with its true inputs and outputs (Models/make_models.py) or its real weights.</summary>
public sealed class AdapterTests
{
    private static readonly PixelBox Red = new(9, 12, 36, 42);
    private static readonly PixelBox Blue = new(60, 12, 27, 42);

    [Fact]
    public void Yolo26_rows_become_objects_once_with_masks_from_the_right_prototypes()
    {
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("yolo26_seg.onnx"));
        IReadOnlyList<Detection> found = segmenter.Segment(TestModels.Picture(96, 64, Red, Blue), CancellationToken.None);

        Assert.StartsWith("yolo-end-to-end", segmenter.Name);
        Assert.Equal(["car", "person"], found.Select(item => item.ClassName));
        Assert.Equal(0.9f, found[0].Score);
        // Left edge 2 of the input: 64 pixels show 96.
        Assert.Equal(3, found[0].Box.Left, 0.01);
        AssertShows(found[0], Red, 0.9);
        AssertShows(found[1], Blue, 0.9);
    }

    /// <summary>Each row by hand: the score is objectness times probability, the centre counts from its cell, the size is a power of e, all in strides.</summary>
    [Fact]
    public void Yolox_rows_become_boxes_of_their_cells()
    {
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("yolox.onnx"));
        IReadOnlyList<Detection> found = segmenter.Segment(TestModels.Picture(64, 64, default, default), CancellationToken.None);

        Assert.StartsWith("yolox", segmenter.Name);
        Assert.Equal([("car", 0.9), ("person", 0.6)], found.Select(item => (item.ClassName, Math.Round(item.Score, 5))));

        // Stride 32, column 0 of row 1; stride 8, column 2 of row 3.
        Assert.Equal(new BoundingBox(0, 40, 32, 56), Rounded(found[0].Box));
        Assert.Equal(new BoundingBox(12, 14, 28, 38), Rounded(found[1].Box));

        static BoundingBox Rounded(BoundingBox box) => new(MathF.Round(box.Left, 3), MathF.Round(box.Top, 3), MathF.Round(box.Right, 3), MathF.Round(box.Bottom, 3));
    }

    [Fact]
    public void An_open_input_is_made_no_larger_than_the_picture_needs()
    {
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("yolo_dynamic.onnx"));
        var red = new PixelBox(40, 16, 64, 40);
        Detection found = Assert.Single(segmenter.Segment(TestModels.Picture(128, 72, red, default), CancellationToken.None));

        Assert.Equal("car", found.ClassName);
        // The box covers the whole input of 128 x 96 and is cut at the picture.
        Assert.Equal(new BoundingBox(0, 0, 128, 72), found.Box);
        AssertShows(found, red, 0.9);
    }

    [Fact]
    public void The_road_models_contract_has_an_input_that_is_no_square_and_classes_of_its_own()
    {
        var red = new PixelBox(100, 60, 80, 120);
        var blue = new PixelBox(400, 110, 40, 60);
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("road.onnx") with { Classes = [ClassGroups.RoadUsers] });
        IReadOnlyList<Detection> found = segmenter.Segment(TestModels.Picture(640, 360, red, blue), CancellationToken.None);

        Assert.Equal(["pedestrian", "cone"], found.Select(item => item.ClassName));
        // The picture of 640 x 360 lies 12 rows down in the input of 640 x 384.
        Assert.Equal(new BoundingBox(98, 58, 182, 182), found[0].Box);
        AssertShows(found[0], red, 0.95);
        AssertShows(found[1], blue, 0.95);
    }

    [Theory]
    [InlineData(ClassGroups.Vehicles, "car truck bus motorcycle", "car motorcycle bus train truck")]
    [InlineData(ClassGroups.Vulnerable, "pedestrian cyclist motorcycle", "person bicycle motorcycle")]
    [InlineData(ClassGroups.Signals, "traffic light|traffic sign", "traffic light|stop sign")]
    [InlineData(ClassGroups.RoadUsers, "car truck bus pedestrian cyclist motorcycle|traffic light|traffic sign|cone", "person bicycle car motorcycle bus train truck|traffic light|stop sign")]
    public void Groups_mean_the_same_to_cocos_names_and_the_road_models(string group, string road, string coco)
    {
        string[] roadNames = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"];
        Assert.Equal(Words(road), Kept(roadNames));
        Assert.Equal(Words(coco), Kept([.. ClassNames.Coco]));

        IEnumerable<string> Kept(string[] names) => names.Zip(ClassGroups.Select([group], names)).Where(pair => pair.Second).Select(pair => pair.First).Order();
        static IEnumerable<string> Words(string text) =>
            text.Split('|').SelectMany(part => part is "traffic light" or "traffic sign" or "stop sign" ? [part] : part.Split(' ')).Order();
    }

    [Fact]
    public void Rf_detr_logits_become_scores_and_its_classes_keep_cocos_numbers()
    {
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("rf_detr_seg.onnx"));
        IReadOnlyList<Detection> found = segmenter.Segment(TestModels.Picture(96, 64, Red, Blue), CancellationToken.None);

        Assert.Equal(["car", "person"], found.Select(item => item.ClassName));
        Assert.Equal(1 / (1 + Math.Exp(-3)), found[0].Score, 5);
        AssertShows(found[0], Red, 0.9);
        AssertShows(found[1], Blue, 0.9);
    }

    [Theory]
    [InlineData("sam_encoder.onnx", "sam_decoder.onnx", 0.75)]
    [InlineData("sam_encoder.onnx", "sam_image_size_decoder.onnx", 0.75)]
    [InlineData("sam2_encoder.onnx", "sam2_decoder.onnx", 0.9)]
    public void A_promptable_model_makes_the_mask_of_each_box_and_the_best_proposal_wins(string encoder, string decoder, double iou)
    {
        SegmenterOptions options = TestModels.Options("rf_detr_seg.onnx") with
        {
            MaskEncoder = TestModels.Path(encoder),
            MaskDecoder = TestModels.Path(decoder),
            Classes = ["car"],
        };
        var red = new PixelBox(24, 48, 72, 72);
        using ISegmenter segmenter = TestModels.Create(options);
        Detection found = Assert.Single(segmenter.Segment(TestModels.Picture(192, 144, red, default), CancellationToken.None));
        AssertShows(found, red, iou);
    }

    [Fact]
    public void A_mask_model_of_another_layout_is_refused_with_its_ports()
    {
        SegmenterOptions options = TestModels.Options("rf_detr_seg.onnx");
        options = options with { MaskEncoder = options.Model, MaskDecoder = TestModels.Path("sam_decoder.onnx") };
        var error = Assert.Throws<PixelShapException>(() => TestModels.Create(options));
        Assert.Contains("not recognised", error.Message, StringComparison.Ordinal);
        Assert.Contains("dets float[1,8,4]", error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("point_coords", error.InnerException.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grounding_dino_hf.onnx", "car", "bicycle")]
    [InlineData("grounding_dino.onnx", "traffic light", null)]
    public void Grounding_dino_finds_what_the_text_asks_for(string model, string best, string? second)
    {
        using ISegmenter segmenter =
            TestModels.Create(TestModels.Options(model) with { Classes = ["person", "car", "traffic light", "bicycle"] });
        IReadOnlyList<Detection> found = segmenter.Segment(TestImages.Blank(100, 50), CancellationToken.None);

        Assert.Equal(second is null ? [best] : [best, second], found.Select(item => item.ClassName));
        Assert.Equal(1 / (1 + Math.Exp(-3)), found[0].Score, 5);
        Assert.Equal(5, found[0].Box.Left, 0.01);
        Assert.Equal(45, found[0].Box.Bottom, 0.01);
    }

    /// <summary>The program has no ICU: accents are taken off by the tokenizer's own table.</summary>
    [Fact]
    public void Grounding_dino_reads_class_names_without_capitals_and_accents()
    {
        using ISegmenter segmenter = TestModels.Create(TestModels.Options("grounding_dino_hf.onnx") with { Classes = ["pérson", "Cár"] });
        Assert.Equal(["Cár"], segmenter.Segment(TestImages.Blank(100, 50), CancellationToken.None).Select(item => item.ClassName));
    }

    [Fact]
    public void Grounding_dino_without_a_vocabulary_is_refused_in_one_sentence()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;
        try
        {
            string model = Path.Combine(folder, "a", "b", "grounding_dino_hf.onnx");
            Directory.CreateDirectory(Path.GetDirectoryName(model)!);
            File.Copy(TestModels.Options("grounding_dino_hf.onnx").Model, model);
            var error = Assert.Throws<PixelShapException>(() => TestModels.Create(TestModels.Options("") with { Model = model, Classes = ["car"] }));
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            Assert.Contains("vocab.txt", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Grounding_dino_cannot_look_for_everything()
    {
        var error = Assert.Throws<PixelShapException>(() => TestModels.Create(TestModels.Options("grounding_dino_hf.onnx")));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [SharedDataTheory("models/yolox_nano.onnx", "models/picodet_s_416_coco.onnx", "models/yolo11n-seg_int8.onnx", "data/stills/bus.jpg")]
    [InlineData("models/yolox_nano.onnx", "yolox", 3)]
    [InlineData("models/picodet_s_416_coco.onnx", "picodet", 3)]
    [InlineData("models/yolo11n-seg_int8.onnx", "yolo", 5)]
    public void Public_networks_agree_on_the_bus_still(string model, string kind, int fewest)
    {
        BgrImage image = TestImages.Read("data/stills/bus.jpg");
        using ISegmenter detector = TestModels.Create(TestModels.Options("") with { Model = SharedData.Path(model) });
        using ISegmenter yolo = TestModels.Create(TestModels.Options("") with { Model = SharedData.Path("models/yolo11n-seg_int8.onnx") });
        IReadOnlyList<Detection> found = detector.Segment(image, CancellationToken.None);
        IReadOnlyList<Detection> reference = yolo.Segment(image, CancellationToken.None);

        Assert.StartsWith(kind, detector.Name);
        Assert.All(found, item => Assert.Equal(kind == "yolo", item.Mask is not null));
        int agreeing = reference.Count(item => found.Any(other => other.ClassName == item.ClassName && other.Box.IoU(item.Box) > 0.7));
        Assert.InRange(agreeing, fewest, reference.Count);
        Assert.Contains(found, item => item.ClassName == "bus");
        Assert.InRange(Assert.Single(reference, item => item.ClassName == "bus").Score, 0.80f, 0.90f);
        Assert.Equal(4, reference.Count(item => item.ClassName == "person"));
        Assert.All(reference, item => Assert.InRange((double)item.Mask!.Area / item.Box.Area, 0.3, 1));
        Assert.Equal(reference.OrderByDescending(item => item.Score), reference);
    }

    [Fact]
    public void A_model_of_another_kind_than_the_one_named_is_refused()
    {
        var error = Assert.Throws<PixelShapException>(() => Segmenters.Create(
            TestModels.Options("yolo_dynamic.onnx") with { Kind = "picodet" },
                NullLoggerFactory.Instance));
        Assert.Contains("not that of picodet", error.Message, StringComparison.Ordinal);
        Assert.Contains("output0 float[", error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("PicoDet", error.InnerException.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_kind_is_refused_with_the_kinds_there_are()
    {
        var error = Assert.Throws<PixelShapException>(() =>
            TestModels.Create(TestModels.Options("rf_detr_seg.onnx") with { Kind = "magic" }));
        Assert.Contains("grounding-dino", error.Remedy);
    }

    private static void AssertShows(Detection found, PixelBox box, double iou)
    {
        Mask mask = Assert.IsType<Mask>(found.Mask);
        double overlap = mask.IoU(Mask.FromBox(mask.ImageWidth, mask.ImageHeight, box));
        Assert.True(overlap >= iou, $"{found.ClassName}: IoU {overlap:F3}, mask {mask.Box}, expected {box}");
    }
}
