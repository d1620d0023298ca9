using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Cli.Sharing;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Sharing;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using PixelShap.Video.Vision.Motion;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.Segmentation;
using Xunit.Abstractions;

namespace PixelShap.Video.Cli.Tests.Sharing;

/// <summary>
/// What must not be seen is covered in every frame of moving clips, with real networks, through a post that passes and a gap in which nothing at all is detected. The faces are boxed by hand.
/// <c>PIXELSHAP_ALL_CLIPS=N</c> measures all clips instead of a few, with ways and streets of other numbers from N on.
/// </summary>
public sealed class BlurCoverageTests(ITestOutputHelper output)
{
    private const string Segmenter = "models/yolo11n-seg_int8.onnx", Faces = "models/version-RFB-320.onnx", Truth = "data/coco128/instances.json";
    private static readonly int[] s_persons = [1], s_vehicles = [3, 4, 6, 8];

    // By hand, after a look at the pictures: from hair to chin, ear to nose where somebody is seen from the side.
    private static readonly (int Picture, BoundingBox Face)[] s_faces =
    [
        (36, new(234, 197, 307, 286)), (86, new(208, 182, 242, 217)), (113, new(80, 69, 132, 143)), (113, new(206, 87, 265, 167)), (192, new(318, 198, 338, 222)),
        (241, new(187, 33, 249, 106)), (241, new(42, 271, 78, 312)), (241, new(343, 284, 376, 323)), (294, new(110, 93, 176, 179)), (308, new(181, 58, 223, 111)),
        (308, new(447, 70, 499, 123)), (322, new(177, 110, 202, 146)), (326, new(185, 120, 254, 202)), (328, new(169, 88, 223, 158)), (328, new(307, 110, 360, 168)),
        (328, new(432, 108, 496, 171)), (338, new(362, 150, 399, 181)), (338, new(471, 178, 496, 202)), (431, new(205, 76, 234, 111)), (446, new(216, 149, 266, 231)),
        (474, new(135, 97, 181, 158)), (510, new(301, 147, 353, 203)), (436, new(168, 45, 313, 238)), (308, new(0, 98, 78, 179)),
    ];

    // Of coco128's motor vehicles those that are whole: nobody, and no network, takes a motorcycle from which its rider was cut out for one.
    private static readonly (int Picture, BoundingBox Box)[] s_cars =
    [
        (471, new(121, 112, 580, 323)), (532, new(86, 127, 547, 388)), (94, new(542, 263, 624, 355)), (257, new(249, 278, 453, 400)), (64, new(52, 388, 228, 544)),
        (73, new(13, 23, 548, 631)),
    ];

    private static readonly int? s_firstOfAll = int.TryParse(Environment.GetEnvironmentVariable("PIXELSHAP_ALL_CLIPS"), CultureInfo.InvariantCulture, out int first) ? first : null;

    [SharedDataTheory(Segmenter, Faces, Truth)]
    [InlineData("faces", true, 0.4, 0.25)]
    [InlineData("faces", false, 0.4, 0.25)]
    [InlineData("vehicles", false, 0.24, 0.27)]
    public void Every_pixel_of_what_must_not_be_seen_is_covered(string rule, bool withDetector, double share, double mostArea)
    {
        Sprite[][] casts = rule == "faces"
            ? [.. s_faces.Take(s_faces.Length / 2).Zip(s_faces.Skip(s_faces.Length / 2)).Select(pair => (Sprite[])[Face(pair.First), Face(pair.Second)])]
            : [.. s_cars.Select(item => (Sprite[])[Sprite.Load(item.Picture, s_vehicles, item.Box, whole: true)])];
        Measure(rule, s_firstOfAll is null ? casts[..1] : casts, withDetector, share, leastCovered: 1, mostArea);

        static Sprite Face((int Picture, BoundingBox Face) item) => Sprite.Load(item.Picture, s_persons, item.Face, whole: false);
    }

    private void Measure(string rule, Sprite[][] casts, bool withDetector, double share, double leastCovered, double mostArea)
    {
        using ISegmenter segmenter = Segmenters.Create(
            new SegmenterOptions { Model = SharedData.Path(Segmenter), ScoreThreshold = 0.1f, NmsIoU = 0.6f, Classes = ["road-users"] }, NullLoggerFactory.Instance);
        using ISegmenter? faces = withDetector ? BlurSession.Detector(SharedData.Path(Faces)) : null;
        List<string> failures = [];
        long open = 0, all = 0;
        double sum = 0, most = 0;
        for (int number = 0; number < casts.Length; number++)
        {
            var clip = new ComposedClip(casts[number], number + (s_firstOfAll ?? 0), share);
            var seen = new Gap(faces);
            var planner = new BlurPlanner(new BlurRules([rule]), seen, new OpticalPictureMotion());
            var secrets = new bool[ComposedClip.Frames][];
            var pictures = new BgrImage[ComposedClip.Frames];
            for (int i = 0; i < ComposedClip.Frames; i++)
            {
                (pictures[i], secrets[i]) = clip.Frame(i);

                // Nobody sees anything for most of a second.
                seen.IsBlind = i is >= 14 and < 23;
                var pts = new MediaTime(i, new Rational(1, 12));
                IReadOnlyList<Detection> detections = seen.IsBlind ? [] : segmenter.Segment(pictures[i], default);
                planner.Take(pictures[i], i, pts.Seconds, [new JournalFrame(i, 0, pts, pts.Seconds, ComposedClip.Width, ComposedClip.Height, detections, [])], default);
            }

            BlurPlan plan = planner.Finish();
            for (int i = 0; i < ComposedClip.Frames; i++)
            {
                (long left, long secret, double area) = Look(plan, i, secrets[i]);
                (open, all, sum, most) = (open + left, all + secret, sum + area, Math.Max(most, area));
                if (left > 0)
                {
                    failures.Add($"clip {number} frame {i}: {left} of {secret} pixels");
                }
            }

            Show(rule, withDetector, number, plan, pictures);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rule}, detector {withDetector}: {casts.Length} clips, {all} pixels, {100.0 * (all - open) / all:0.000} % covered; area mean {100 * sum / (casts.Length * ComposedClip.Frames):0.0} %, most {100 * most:0.0} %"));
        failures.ForEach(output.WriteLine);

        Assert.True(open <= (1 - leastCovered) * all, $"{open} of {all} pixels can be seen: {string.Join(", ", failures.Take(5))}");
        Assert.InRange(most, 0, mostArea);
    }

    private static (long Open, long Secret, double Area) Look(BlurPlan plan, int index, bool[] secret)
    {
        PixelBox[] regions = [.. plan.RegionsOf(index).Select(part =>
            new BoundingBox(part.Left * ComposedClip.Width, part.Top * ComposedClip.Height, part.Right * ComposedClip.Width, part.Bottom * ComposedClip.Height).ToPixels(ComposedClip.Width, ComposedClip.Height))];
        long open = 0, all = 0, covered = 0;
        for (int i = 0; i < secret.Length; i++)
        {
            (int x, int y) = (i % ComposedClip.Width, i / ComposedClip.Width);
            bool isCovered = Array.Exists(regions, region => x >= region.X && x < region.Right && y >= region.Y && y < region.Bottom);
            covered += isCovered ? 1 : 0;
            all += secret[i] ? 1 : 0;
            open += secret[i] && !isCovered ? 1 : 0;
        }

        return (open, all, (double)covered / secret.Length);
    }

    /// <summary>Every sixth frame as a picture, for whoever wants to look: into the folder named by PIXELSHAP_SHOW_CLIPS.</summary>
    private static void Show(string rule, bool withDetector, int number, BlurPlan plan, BgrImage[] pictures)
    {
        if (Environment.GetEnvironmentVariable("PIXELSHAP_SHOW_CLIPS") is not { Length: > 0 } folder)
        {
            return;
        }

        var pool = new FramePool(1);
        for (int i = 0; i < pictures.Length; i += 6)
        {
            using Frame frame = pool.Rent(new FrameHeader(i, new Epoch(0, DateTimeOffset.UnixEpoch, "test"), new MediaTime(i, new Rational(1, 12)), ComposedClip.Width, ComposedClip.Height, PixelFormat.Bgr24));
            frame.Image.CopyFrom(pictures[i]);
            plan.Apply(frame, i);
            File.WriteAllBytes(Path.Combine(folder, $"{rule}-{withDetector}-{number:00}-{i:00}.jpg"), new OpenCvImageCodec().EncodeJpeg(frame.Image, 85));
        }
    }

    /// <summary>A detector that sees nothing for a while.</summary>
    private sealed class Gap(ISegmenter? inner) : ISegmenter
    {
        public bool IsBlind { get; set; }

        public string Name => "with a gap";

        public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) => IsBlind || inner is null ? [] : inner.Segment(image, cancellationToken);

        public void Dispose() => inner?.Dispose();
    }
}
