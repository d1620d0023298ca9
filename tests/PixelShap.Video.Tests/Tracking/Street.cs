using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Tests.Tracking;

/// <summary>Frames and detections for tracker tests: a 1280×720 picture with a clock of milliseconds.</summary>
internal static class Street
{
    public const int Car = 2, Truck = 7, Person = 0;
    public static readonly Epoch FirstEpoch = new(0, DateTimeOffset.UnixEpoch, "start");

    public static FrameHeader Frame(long index, double seconds, Epoch? epoch = null) =>
        new(index, epoch ?? FirstEpoch, new MediaTime((long)Math.Round(seconds * 1000), new Rational(1, 1000)),
            1280, 720, PixelFormat.Bgr24);

    public static Detection See(
        double x, double y, double width = 80, double height = 60, int classId = Car, float score = 0.9f, Mask? mask = null) =>
        new(classId, classId switch { Car => "car", Truck => "truck", _ => "person" }, score,
            new BoundingBox((float)x, (float)y, (float)(x + width), (float)(y + height)), mask);
}
