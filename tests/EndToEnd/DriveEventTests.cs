using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.EndToEnd;

/// <summary>What the truth says of events and of the own car agrees with the pictures.</summary>
public sealed class DriveEventTests
{
    private static readonly string[] s_kinds = ["impact", "near_miss", "hard_braking", "cut_in", "standstill"];

    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "sample-videos");

    public static TheoryData<string> Names => SampleDriveTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_are_in_order_and_of_tracks_that_are_seen_then(string name)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        double[] seconds = [.. Elements(document, "images").Select(image => image.GetProperty("time_seconds").GetDouble())];
        JsonElement[] events = [.. Elements(document, "events")];
        double[] times = [.. events.Select(item => item.GetProperty("time_seconds").GetDouble())];

        Assert.Equal(times.Order(), times);
        foreach (JsonElement item in events)
        {
            double time = item.GetProperty("time_seconds").GetDouble();
            Assert.Contains(item.GetProperty("kind").GetString(), s_kinds);
            Assert.InRange(time, 0, seconds[^1]);
            Assert.InRange(item.GetProperty("strength").GetDouble(), 0.01, 1);
            long image = truth.Images[Array.IndexOf(seconds, seconds.MinBy(at => Math.Abs(at - time)))].Id;
            Assert.All(
                item.GetProperty("tracks").EnumerateArray(),
                track => Assert.Contains(truth.Annotations, annotation => annotation.ImageId == image && annotation.TrackId == track.GetInt32()));
        }
    }

    [Fact]
    public void What_happens_in_each_drive_is_what_its_story_says()
    {
        Dictionary<string, string> told = Directory.GetFiles(Folder, "*.mp4").Select(path => Path.GetFileNameWithoutExtension(path)!).ToDictionary(name => name, name =>
        {
            using JsonDocument document = Document(name);
            return string.Join(' ', Elements(document, "events").Select(item => item.GetProperty("kind").GetString()));
        });

        Assert.Equal("", told["quiet-street"]);
        Assert.Equal("hard_braking standstill", told["lead-car-brakes"]);
        Assert.Equal("hard_braking standstill", told["pedestrian-behind-van"]);
        Assert.Equal("standstill", told["red-light-cross-traffic"]);
        Assert.Equal("cut_in", told["cyclist-swerves"]);
        Assert.Equal("hard_braking impact standstill", told["side-impact"]);
        Assert.Equal("cut_in hard_braking near_miss standstill", told["cut-in-near-miss"]);
    }

    [Theory]
    [InlineData("side-impact", "impact", 0.25)]
    [InlineData("cut-in-near-miss", "near_miss", 0.25)]
    public void Who_meets_the_own_car_is_larger_then_than_anything_ever_is(string name, string kind, double leastShare)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        JsonElement item = Elements(document, "events").Single(item => item.GetProperty("kind").GetString() == kind);
        double time = item.GetProperty("time_seconds").GetDouble();
        int track = item.GetProperty("tracks")[0].GetInt32();
        Dictionary<long, double> seconds = Elements(document, "images")
            .ToDictionary(image => image.GetProperty("id").GetInt64(), image => image.GetProperty("time_seconds").GetDouble());
        (int width, int height) = (truth.Images[0].Width, truth.Images[0].Height);

        CocoAnnotation largest = truth.Annotations.Where(annotation => seconds[annotation.ImageId] <= time + 0.1).MaxBy(annotation => annotation.Box![2] * annotation.Box[3])!;

        Assert.Equal(track, largest.TrackId);
        Assert.InRange(seconds[largest.ImageId], time - 0.3, time + 0.3);
        Assert.True(largest.Box![2] * largest.Box[3] >= leastShare * width * height);
    }

    [Theory]
    [InlineData("side-impact", "impact")]
    public async Task The_picture_jerks_when_the_own_car_is_hit_and_never_as_hard_otherwise(string name, string kind)
    {
        using JsonDocument document = Document(name);
        double time = Elements(document, "events").Single(item => item.GetProperty("kind").GetString() == kind).GetProperty("time_seconds").GetDouble();
        double[]? before = null;
        List<(double Time, int Rows)> moved = [];

        await using FfmpegFrameSource source = await OpenAsync(name);
        await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
        {
            using (frame)
            {
                double[] rows = RowMeans(frame);
                moved.Add((frame.Pts.Seconds, before is null ? 0 : Moved(before, rows)));
                before = rows;
            }
        }

        (double hardest, int by) = moved.MaxBy(step => Math.Abs(step.Rows));
        Assert.InRange(hardest, time - 0.1, time + 0.3);
        Assert.True(Math.Abs(by) >= 12, $"the picture moves by {by} rows at {hardest} s");
        Assert.All(moved.Where(step => step.Time < time - 0.1 || step.Time > time + 0.8), step => Assert.True(Math.Abs(step.Rows) <= Math.Abs(by) / 2, $"{step}"));
    }

    [Theory]
    [InlineData("side-impact")]
    [InlineData("cut-in-near-miss")]
    public void The_own_car_reaches_the_lower_edge_and_covers_nobody(string name)
    {
        CocoDataset truth = Truth(name);
        using JsonDocument document = Document(name);
        JsonElement ego = document.RootElement.GetProperty("ego");
        (int width, int height) = (truth.Images[0].Width, truth.Images[0].Height);
        Mask own = CocoRle.Decode(ego.GetProperty("segmentation").GetProperty("counts").GetString()!, width, height);

        Assert.Equal(ego.GetProperty("area").GetInt32(), own.Area);
        Assert.InRange(own.Area, 0.05 * width * height, 0.25 * width * height);
        Assert.All(Enumerable.Range(0, width), x => Assert.True(own[x, height - 1]));
        Assert.All(truth.Annotations, annotation => Assert.Equal(0, own.IntersectionArea(annotation.ToMask(width, height)!)));
    }

    /// <summary>The mean green of each row of the upper four fifths, where no bonnet is, in the middle three fifths of its width.</summary>
    private static double[] RowMeans(Frame frame)
    {
        var rows = new double[frame.Height * 4 / 5];
        for (int y = 0; y < rows.Length; y++)
        {
            ReadOnlySpan<byte> row = frame.Pixels.Span.Slice(y * frame.Stride, frame.Width * 3);
            for (int x = frame.Width / 5; x < frame.Width * 4 / 5; x++)
            {
                rows[y] += row[(3 * x) + 1];
            }
        }

        return rows;
    }

    /// <summary>By how many rows a picture has moved downwards, at most 40 either way: where its rows differ least.</summary>
    private static int Moved(double[] before, double[] now) => Enumerable.Range(-40, 81).MinBy(by => Enumerable.Range(40, now.Length - 80)
        .Sum(y => Math.Abs(now[y + by] - before[y])));

    private static CocoDataset Truth(string name) => CocoDataset.Load(Path.Combine(Folder, name + ".json"));

    private static JsonElement.ArrayEnumerator Elements(JsonDocument document, string name) =>
        document.RootElement.GetProperty(name).EnumerateArray();

    private static JsonDocument Document(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));

    private static Task<FfmpegFrameSource> OpenAsync(string name) =>
        FfmpegFrameSource.OpenAsync(Path.Combine(Folder, name + ".mp4"), new FrameSourceOptions(), CancellationToken.None);
}
