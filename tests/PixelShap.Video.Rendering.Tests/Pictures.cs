using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Tests;

/// <summary>Makes frames, scenes and strips for the tests.</summary>
internal static class Pictures
{
    private static readonly Epoch s_epoch = new(0, DateTimeOffset.UnixEpoch, "start");

    public static Frame Frame(int width, int height, PixelFormat format) =>
        new FramePool().Rent(new FrameHeader(0, s_epoch, new MediaTime(0, new Rational(1, 1000)), width, height, format));

    public static Frame Filled(int width, int height, PixelFormat format, byte value)
    {
        Frame frame = Frame(width, height, format);
        frame.Pixels.Span.Fill(value);
        return frame;
    }

    public static Frame Noise(int width, int height, PixelFormat format, int seed)
    {
        Frame frame = Frame(width, height, format);
        new Random(seed).NextBytes(frame.Pixels.Span);
        return frame;
    }

    public static Frame Output(SceneLayout layout, byte before = 0) => Filled(layout.Width, layout.Height, PixelFormat.Bgr32, before);

    public static Scene Scene(double seconds, params SceneObject[] objects) => new()
    {
        TimeSeconds = seconds,
        Prompt = "What should the driver watch?",
        Answer = "A car is close ahead in the same lane.",
        Model = "narrator (rule-based stand-in)",
        IsKeyframe = false,
        Objects = objects,
    };

    public static SceneObject Ellipse(
        int id, int width, int height, BoundingBox box, double importance, SampleKind kind = SampleKind.Observed) =>
        new(id, "car", box, EllipseMask(width, height, box), new ImportanceSample(importance, 0.001, kind));

    public static Mask EllipseMask(int width, int height, BoundingBox box)
    {
        var map = new byte[width * height];
        double cx = (box.Left + box.Right) / 2, cy = (box.Top + box.Bottom) / 2, rx = box.Width / 2, ry = box.Height / 2;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double dx = (x + 0.5 - cx) / rx, dy = (y + 0.5 - cy) / ry;
                map[(y * width) + x] = (dx * dx) + (dy * dy) <= 1 ? (byte)1 : (byte)0;
            }
        }

        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    public static ImportanceStrip Strip(double end, params int[] tracks) =>
        new(0, end, [0, end / 2, end], [.. tracks.Select((track, order) => Curve(track, end, 0.4 - (0.1 * order)))]);

    private static ImportanceCurve Curve(int track, double end, double height) => new(
        track, "car", [.. Enumerable.Range(0, 61).Select(i => new ImportancePoint(end * i / 60, height * Math.Sin(0.1 * i), 0.03))]);

    public static uint Pixel(Frame frame, int x, int y) =>
        BitConverter.ToUInt32(frame.Pixels.Span.Slice((y * frame.Stride) + (x * 4), 4)) & 0xFFFFFF;
}
