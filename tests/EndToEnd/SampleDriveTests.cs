using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Time;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.EndToEnd;

/// <summary>The truth beside each sample drive belongs to its clip.</summary>
public sealed class SampleDriveTests
{
    /// <summary>How far, in pixels, masks are moved to see that they fit worse.</summary>
    private const int Step = 4;

    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "sample-videos");

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.mp4").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_frame_has_truth_at_its_exact_time(string name)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        JsonElement video = document.RootElement.GetProperty("videos")[0];
        var tick = new Rational(1, video.GetProperty("timescale").GetInt64());
        MediaTime[] expected =
            [.. Elements(document, "images").Select(image => new MediaTime(image.GetProperty("pts").GetInt64(), tick))];

        await using FfmpegFrameSource source = await OpenAsync(name);
        List<MediaTime> times = [];
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                times.Add(frame.Pts);
            }
        }

        Assert.Equal(expected.Length, times.Count);
        Assert.All(expected.Zip(times), pair => Assert.Equal(0, pair.First.CompareTo(pair.Second)));
        Assert.Equal(video.GetProperty("length").GetInt32(), times.Count);
        Assert.InRange(times[^1].Seconds, 7.5, 15);
        Assert.Equal(Enumerable.Range(0, times.Count).Select(number => (long?)number), truth.Images.Select(image => image.FrameId));
        Assert.All(truth.Images, image => Assert.Equal((source.Info.Width, source.Info.Height), (image.Width, image.Height)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Masks_agree_with_their_boxes_and_areas_and_never_overlap(string name)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        (int width, int height) = (truth.Images[0].Width, truth.Images[0].Height);
        int[] areas = [.. Elements(document, "annotations").Select(annotation => annotation.GetProperty("area").GetInt32())];
        var taken = new Dictionary<long, byte[]>();

        foreach ((CocoAnnotation annotation, int area) in truth.Annotations.Zip(areas))
        {
            Mask mask = annotation.ToMask(width, height)!;
            Assert.Equal(area, mask.Area);
            double[] box = [mask.Box.X, mask.Box.Y, mask.Box.Width, mask.Box.Height];
            Assert.Equal(annotation.Box!, box);
            byte[] map = taken.TryGetValue(annotation.ImageId, out byte[]? known) ? known : taken[annotation.ImageId] = new byte[width * height];
            int before = map.Count(value => value == 1);
            mask.Paint(map, width, 1);
            Assert.Equal(before + mask.Area, map.Count(value => value == 1));
        }

        Assert.All(
            Elements(document, "annotations"),
            annotation => Assert.InRange(annotation.GetProperty("visibility").GetDouble(), 0, 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Masks_lie_on_the_edges_of_the_picture(string name)
    {
        CocoDataset truth = Truth(name);
        ILookup<long, CocoAnnotation> byImage = truth.Annotations.ToLookup(annotation => annotation.ImageId);
        (int X, int Y)[] moves = [(0, 0), (Step, 0), (-Step, 0), (0, Step), (0, -Step)];
        var contrast = new double[moves.Length];

        await using FfmpegFrameSource source = await OpenAsync(name);
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                if (frame.Index % 12 != 6)
                {
                    continue;
                }

                long image = truth.Images[(int)frame.Index].Id;
                foreach (CocoAnnotation annotation in byImage[image].Where(annotation => annotation.Box![3] >= 24))
                {
                    Mask mask = annotation.ToMask(frame.Width, frame.Height)!;
                    for (int i = 0; i < moves.Length; i++)
                    {
                        contrast[i] += EdgeContrast(frame, mask, moves[i].X, moves[i].Y);
                    }
                }
            }
        }

        Assert.All(
            contrast.Skip(1),
            moved => Assert.True(moved < 0.8 * contrast[0], $"moved masks fit as well: {string.Join(", ", contrast)}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Prompts_hang_on_tracks_that_are_seen_in_their_spans(string name)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        Dictionary<long, double> seconds = Elements(document, "images")
            .ToDictionary(image => image.GetProperty("id").GetInt64(), image => image.GetProperty("time_seconds").GetDouble());
        JsonElement[] prompts = [.. Elements(document, "prompts")];

        Assert.True(prompts.Length >= 3);
        foreach (JsonElement span in prompts.SelectMany(prompt => prompt.GetProperty("spans").EnumerateArray()))
        {
            (double from, double to) = (span.GetProperty("from").GetDouble(), span.GetProperty("to").GetDouble());
            Assert.True(from < to && to <= seconds.Values.Max() + 0.2);
            if (span.GetProperty("track_id").ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            int track = span.GetProperty("track_id").GetInt32();
            int frames = seconds.Values.Count(time => time >= from && time < to);
            int seen = truth.Annotations
                .Where(annotation => annotation.TrackId == track)
                .Count(annotation => seconds[annotation.ImageId] is var time && time >= from && time < to);
            Assert.True(seen >= 0.9 * frames, $"track {track} is seen in {seen} of {frames} frames from {from} s to {to} s");
        }
    }

    /// <summary>The sum of absolute differences of green between neighbours of which one is in the moved mask and one is not.</summary>
    private static double EdgeContrast(Frame frame, Mask mask, int moveX, int moveY)
    {
        ReadOnlySpan<byte> pixels = frame.Pixels.Span;
        double sum = 0;
        for (int y = Math.Max(1, mask.Box.Y - 1); y <= Math.Min(frame.Height - 2, mask.Box.Bottom); y++)
        {
            for (int x = Math.Max(1, mask.Box.X - 1); x <= Math.Min(frame.Width - 2, mask.Box.Right); x++)
            {
                bool inside = Holds(mask, x, y);
                if (inside != Holds(mask, x + 1, y))
                {
                    sum += Difference(pixels, frame, x + moveX, y + moveY, 1, 0);
                }

                if (inside != Holds(mask, x, y + 1))
                {
                    sum += Difference(pixels, frame, x + moveX, y + moveY, 0, 1);
                }
            }
        }

        return sum;
    }

    private static bool Holds(Mask mask, int x, int y) =>
        x >= 0 && y >= 0 && x < mask.ImageWidth && y < mask.ImageHeight && mask[x, y];

    private static int Difference(ReadOnlySpan<byte> pixels, Frame frame, int x, int y, int dx, int dy) =>
        x < 0 || y < 0 || x + dx >= frame.Width || y + dy >= frame.Height
            ? 0
            : Math.Abs(pixels[(y * frame.Stride) + (x * 3) + 1] - pixels[((y + dy) * frame.Stride) + ((x + dx) * 3) + 1]);

    private static CocoDataset Truth(string name) => CocoDataset.Load(Path.Combine(Folder, name + ".json"));

    private static JsonElement.ArrayEnumerator Elements(JsonDocument document, string name) =>
        document.RootElement.GetProperty(name).EnumerateArray();

    private static JsonDocument Document(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    private static Task<FfmpegFrameSource> OpenAsync(string name) =>
        FfmpegFrameSource.OpenAsync(Path.Combine(Folder, name + ".mp4"), new FrameSourceOptions(), CancellationToken.None);
}
