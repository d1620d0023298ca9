using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

public sealed class YoloSegmenterTests
{
    private static readonly BgrImage Street = new OpenCvImageCodec().Decode(File.ReadAllBytes(Samples.Picture));

    private static readonly SegmenterOptions Options = new()
    {
        Model = Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx"),
        Runtime = new OnnxModelOptions { Provider = ExecutionProvider.Cpu },
    };

    [Fact]
    public void Several_threads_get_the_same_answer_as_one()
    {
        using ISegmenter segmenter =
            Segmenters.Create(Options with { Runtime = Options.Runtime with { Threads = 1 } }, NullLoggerFactory.Instance);
        BgrImage image = Street;
        string alone = Describe(segmenter.Segment(image, CancellationToken.None));
        var together = new string[6];
        Parallel.For(0, together.Length, i => together[i] = Describe(segmenter.Segment(image, CancellationToken.None)));
        Assert.All(together, text => Assert.Equal(alone, text));
    }

    [Fact]
    public async Task What_is_under_way_ends_well_when_the_network_is_let_go_and_nothing_begins_any_more()
    {
        ISegmenter segmenter = Segmenters.Create(Options with { Runtime = Options.Runtime with { Threads = 1 } }, NullLoggerFactory.Instance);
        BgrImage image = Street;
        int expected = segmenter.Segment(image, CancellationToken.None).Count;
        using var begun = new CountdownEvent(4);
        Task<int>[] looks = [.. Enumerable.Range(0, begun.InitialCount).Select(_ => Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        begun.Wait();
        segmenter.Dispose();
        segmenter.Dispose();
        Assert.All(await Task.WhenAll(looks), count => Assert.Equal(expected, count));

        int Look()
        {
            begun.Signal();
            for (int last = expected; ;)
            {
                try
                {
                    last = segmenter.Segment(image, CancellationToken.None).Count;
                }
                catch (ObjectDisposedException)
                {
                    return last;
                }
            }
        }
    }

    [Fact]
    public void Only_the_wanted_classes_are_kept()
    {
        using ISegmenter segmenter = Segmenters.Create(Options with { Classes = ["Car"] }, NullLoggerFactory.Instance);
        IReadOnlyList<Detection> found = segmenter.Segment(Street, CancellationToken.None);
        Assert.NotEmpty(found);
        Assert.All(found, item => Assert.Equal("car", item.ClassName));
    }

    [Fact]
    public void A_class_that_the_model_does_not_know_is_refused_with_the_classes_it_knows()
    {
        var error = Assert.Throws<PixelShapException>(() =>
            Segmenters.Create(Options with { Classes = ["spaceship"] }, NullLoggerFactory.Instance));
        Assert.Contains("spaceship", error.Message);
        Assert.Contains("traffic light", error.Remedy);
    }

    [Fact]
    public void A_cancelled_token_stops_before_the_network_runs()
    {
        using ISegmenter segmenter = Segmenters.Create(Options, NullLoggerFactory.Instance);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            segmenter.Segment(TestImages.Blank(64, 64), new CancellationToken(canceled: true)));
    }

    private static string Describe(IReadOnlyList<Detection> detections) =>
        string.Join('\n', detections.Select(item => $"{item.ClassName} {item.Score:R} {item.Box} {CocoRle.Encode(item.Mask!)}"));
}
