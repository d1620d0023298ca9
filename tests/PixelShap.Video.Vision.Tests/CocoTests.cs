using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

public sealed class CocoTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Run_lengths_bring_every_mask_back() => Prop.ForAll(
        Gen.Choose(1, 40).Two().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (size, seed) =>
        {
            Mask mask = RandomMask(new Random(seed), size.Item1, size.Item2);
            List<int> counts = CocoRle.Counts(mask);
            return counts.Sum() == size.Item1 * size.Item2
                && counts.Skip(1).All(count => count > 0)
                && Same(mask, CocoRle.Decode(counts, size.Item1, size.Item2))
                && Same(mask, CocoRle.Decode(CocoRle.Encode(mask), size.Item1, size.Item2));
        }).Check(TestImages.Reproducible);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"images":[null]}""")]
    [InlineData("""{"categories":[{"id":1}]}""")]
    [InlineData("""{"questions":[null]}""")]
    [InlineData("""{"annotations":[{"bbox":[0,0,1e308,1]}]}""")]
    public void A_file_of_another_kind_is_refused_in_one_sentence(string json)
    {
        File.WriteAllText(_file, json);
        Assert.Equal(ExitCode.Input, Assert.Throws<PixelShapException>(() => Coco.CocoDataset.Load(_file)).ExitCode);
    }

    [Fact]
    public void A_file_without_anything_is_empty()
    {
        File.WriteAllText(_file, "{}");
        var empty = Coco.CocoDataset.Load(_file);
        Assert.Equal((0, 0, 0), (empty.Images.Count, empty.Annotations.Count, empty.Categories.Count));
    }

    [Fact]
    public void The_compressed_text_holds_differences_from_the_fourth_run_on()
    {
        // Rows 1 and 2 of columns 1 to 3 of a picture of 5x4; worked out by hand from rleToString in maskApi.c.
        Mask mask = Mask.FromBox(5, 4, new PixelBox(1, 1, 3, 2));
        Assert.Equal([5, 2, 2, 2, 2, 2, 5], CocoRle.Counts(mask));
        Assert.Equal("5220003", CocoRle.Encode(mask));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("~~~")]
    [InlineData("o")]
    public void Damaged_run_lengths_are_noticed(string text) => Assert.Throws<InvalidDataException>(() => CocoRle.Decode(text, 5, 4));

    [Fact]
    public void Precomputed_masks_come_back_frame_by_frame_in_every_form()
    {
        Write("""
        {"images": [{"id": 7, "file_name": "b.png", "width": 8, "height": 6, "video_id": 1, "frame_id": 3},
                    {"id": 8, "file_name": "a.png", "width": 8, "height": 6, "video_id": 1, "frame_id": 5}],
         "categories": [{"id": 3, "name": "car"}, {"id": 44, "name": "bottle"}],
         "annotations": [
           {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 1, 4, 3], "score": 0.5, "segmentation": [[1, 1, 4, 1, 4, 3, 1, 3]]},
           {"id": 2, "image_id": 7, "category_id": 3, "score": 0.9, "segmentation": {"size": [6, 8], "counts": [6, 2, 40]}},
           {"id": 3, "image_id": 7, "category_id": 44, "score": 0.9, "segmentation": {"size": [6, 8], "counts": [6, 2, 40]}},
           {"id": 4, "image_id": 8, "category_id": 3, "segmentation": {"size": [6, 8], "counts": "62X1"}}]}
        """);
        using ISegmenter segmenter = TestModels.Create(new SegmenterOptions { Model = _file });
        IReadOnlyList<Detection> third = SegmentFrame(segmenter, 3), fifth = SegmentFrame(segmenter, 5);

        Assert.Equal([0.9f, 0.5f], third.Select(item => item.Score));
        Assert.Equal(new PixelBox(1, 0, 1, 2), third[0].Mask!.Box);
        Assert.Equal(new BoundingBox(1, 0, 2, 2), third[0].Box);
        Assert.Equal(new PixelBox(1, 1, 4, 3), third[1].Mask!.Box);
        Assert.Equal(12, third[1].Mask!.Area);
        Assert.Equal(2, Assert.Single(fifth).Mask!.Area);
        Assert.Empty(SegmentFrame(segmenter, 4));
    }

    [Fact]
    public void Masks_of_several_videos_need_a_choice()
    {
        Write("""
        {"images": [{"id": 1, "width": 8, "height": 6, "video_id": 1, "frame_id": 0},
            {"id": 2, "width": 8, "height": 6, "video_id": 2, "frame_id": 0}],
         "categories": [{"id": 3, "name": "car"}],
         "annotations": [{"image_id": 2, "category_id": 3, "bbox": [0, 0, 2, 2]}]}
        """);
        Assert.Contains("1, 2", Assert.Throws<PixelShapException>(() => TestModels.Create(new SegmenterOptions { Model = _file })).Message);
        using ISegmenter second = TestModels.Create(new SegmenterOptions { Model = _file, VideoId = 2 });
        Assert.Single(SegmentFrame(second, 0));
    }

    [Fact]
    public void Masks_of_another_size_are_refused()
    {
        Write("""{"images": [{"id": 1, "width": 9, "height": 6}], "categories": [{"id": 3, "name": "car"}], "annotations": []}""");
        using ISegmenter segmenter = TestModels.Create(new SegmenterOptions { Model = _file });
        Assert.Contains("9x6", Assert.Throws<PixelShapException>(() => SegmentFrame(segmenter, 0)).Message);
    }

    [Theory]
    [InlineData(""" "bbox": [1, 1, -4, -3] """, "annotation 1 covers no pixel")]
    [InlineData(""" "bbox": [20, 20, 4, 3] """, "annotation 1 covers no pixel")]
    [InlineData(""" "segmentation": [[1, 2, 3]] """, "annotation 1 covers no pixel")]
    [InlineData(""" "bbox": [1, 1, 4, 3], "segmentation": "abc" """, "mask of annotation 1")]
    public void An_object_of_a_still_that_covers_nothing_is_refused(string place, string part)
    {
        Write($$"""{"images": [{"id": 1, "file_name": "a.png", "width": 8, "height": 6}], "categories": [{"id": 3, "name": "car"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 3, {{place}}}]}""");
        using ISegmenter segmenter = TestModels.Create(new SegmenterOptions { Model = _file, ImageName = "a.png" });
        var error = Assert.Throws<PixelShapException>(() => segmenter.Segment(new BgrImage(new byte[8 * 6 * 3], 8, 6, 24), CancellationToken.None));
        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "it holds null")]
    [InlineData("""{"images": [null]}""", "'images' holds null")]
    [InlineData("""{"categories": [{"id": 4}]}""", "category 4 has no 'name'")]
    [InlineData("""{"images": [{"id": 1}], "annotations": []}""", "holds no 'categories'")]
    public void What_a_file_lacks_is_named(string json, string part)
    {
        Write(json);
        var error = Assert.Throws<PixelShapException>(() => TestModels.Create(new SegmenterOptions { Model = _file, Classes = [ClassGroups.All] }));
        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_coco_is_refused()
    {
        Write("[1, 2");
        Assert.Equal(ExitCode.Input,
            Assert.Throws<PixelShapException>(() => TestModels.Create(new SegmenterOptions { Model = _file })).ExitCode);
    }

    private static IReadOnlyList<Detection> SegmentFrame(ISegmenter segmenter, long index)
    {
        var header = new FrameHeader(
            index, new Epoch(0, default, "start"), new MediaTime(index, new Rational(1, 25)), 8, 6, PixelFormat.Bgr24);
        using Frame frame = new FramePool().Rent(header);
        return segmenter.SegmentFrame(frame, CancellationToken.None);
    }

    private void Write(string json)
    {
        using JsonDocument? _ = json.StartsWith('{') ? JsonDocument.Parse(json) : null;
        File.WriteAllText(_file, json);
    }

    private static Mask RandomMask(Random random, int width, int height)
    {
        var map = new byte[width * height];
        double density = random.NextDouble() * 1.2;
        for (int i = 0; i < map.Length; i++)
        {
            map[i] = random.NextDouble() < density ? (byte)1 : (byte)0;
        }

        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    private static bool Same(Mask a, Mask b) => a.Box == b.Box && a.Area == b.Area && a.IntersectionArea(b) == a.Area;
}
