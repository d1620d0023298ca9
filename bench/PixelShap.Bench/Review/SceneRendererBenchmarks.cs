using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Bench.Review;

/// <summary>
/// Drawing one annotated picture with moving objects that fill a quarter of it, values that change in every frame and a strip of five
/// curves. Goals on one core: 640x360 with 8 objects below 4 ms, 1080p below 15 ms.
/// </summary>
[Config(typeof(InProcess))]
[MemoryDiagnoser]
public class SceneRendererBenchmarks : IDisposable
{
    private const int FrameCount = 32;

    private readonly List<Scene> _scenes = [];
    private Frame _source = null!;
    private Frame _output = null!;
    private SceneRenderer _renderer = null!;
    private int _next;

    [Params("640x360", "1280x720", "1920x1080", "3840x2160")]
    public string Size { get; set; } = "";

    [Params(8, 20)]
    public int Objects { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] size = [.. Size.Split('x').Select(int.Parse)];
        SceneLayout layout = SceneLayout.For(size[0], size[1]);
        _source = Rent(size[0], size[1], PixelFormat.Bgr24);
        new Random(1).NextBytes(_source.Pixels.Span);
        _output = Rent(layout.Width, layout.Height, PixelFormat.Bgr32);
        _renderer = new SceneRenderer(layout) { Strip = Strip() };
        for (int frame = 0; frame < FrameCount; frame++)
        {
            _scenes.Add(SceneAt(frame, size[0], size[1]));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _renderer.Dispose();
        _source.Dispose();
        _output.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Draw()
    {
        // Forth and back, so that labels never have to leap.
        int step = _next++ % (2 * FrameCount);
        Scene scene = _scenes[step < FrameCount ? step : (2 * FrameCount) - 1 - step];
        _renderer.Draw(_source, scene with { TimeSeconds = _next / 30.0 % 60 }, _output);
    }

    private static Frame Rent(int width, int height, PixelFormat format) => new FramePool().Rent(
        new FrameHeader(0, new Epoch(0, DateTimeOffset.UnixEpoch, "start"), new MediaTime(0, new Rational(1, 30)), width, height, format));

    private static ImportanceStrip Strip() => new(
        0, 60, [.. Enumerable.Range(0, 60).Select(i => (double)i)],
        [.. Enumerable.Range(1, 5).Select(track => new ImportanceCurve(
            track,
            "car",
            [.. Enumerable.Range(0, 1800).Select(i => new ImportancePoint(i / 30.0, 0.1 * track * Math.Sin(i / (20.0 * track)), 0.04))]))]);

    private Scene SceneAt(int frame, int width, int height)
    {
        double radius = Math.Sqrt(0.25 * width * height / (Math.PI * Objects));
        var random = new Random(7);
        var objects = new List<SceneObject>();
        for (int id = 1; id <= Objects; id++)
        {
            double x = (random.NextDouble() * width) + frame, y = (random.NextDouble() * height) + (frame / 2.0);
            Mask mask = Disc(width, height, x, y, radius);
            PixelBox box = mask.Box;
            double importance = (0.5 * id / Objects) + (0.01 * frame) - 0.1;
            var sample = new ImportanceSample(importance, 0.001, SampleKind.Interpolated);
            objects.Add(new SceneObject(id, "car", new BoundingBox(box.X, box.Y, box.Right, box.Bottom), mask, sample));
        }

        return new Scene
        {
            TimeSeconds = frame / 30.0,
            Prompt = "Which road users matter most right now, and what should you do?",
            Answer = "There is a car close ahead and a pedestrian on the left. Slow down and be ready to stop for the pedestrian.",
            Model = "narrator (rule-based stand-in)",
            IsKeyframe = frame % 30 == 0,
            Objects = objects,
        };
    }

    private static Mask Disc(int width, int height, double cx, double cy, double radius)
    {
        var map = new byte[width * height];
        for (int y = Math.Max(0, (int)(cy - radius)); y < Math.Min(height, cy + radius); y++)
        {
            double half = Math.Sqrt(Math.Max(0, (radius * radius) - ((y - cy) * (y - cy))));
            int left = Math.Max(0, (int)(cx - half)), right = Math.Min(width, (int)(cx + half));
            if (right > left)
            {
                map.AsSpan((y * width) + left, right - left).Fill(1);
            }
        }

        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
