using System.Globalization;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Time;
using ClipMaker = PixelShap.Video.Media.Tests.Clips;

namespace PixelShap.Video.Cli.Tests;

public sealed class ReviewTests(RecordedClip recorded) : IClassFixture<RecordedClip>
{
    private const int TitlePictures = 20;

    [Fact]
    public async Task Every_frame_keeps_its_time_behind_the_title_and_the_sound_goes_with_it()
    {
        string video = await ReviewAsync("whole", "--title");

        List<MediaTime> times = ClipMaker.ProbedTimes(video);
        Assert.Equal(RecordedClip.Frames + TitlePictures, times.Count);
        IEnumerable<double> expected = recorded.Times.Select(time => time.Seconds + ReviewVideo.TitleSeconds);
        Assert.All(times[TitlePictures..].Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Seconds, 0.0015));
        double[] sound = [.. SoundTimes(video)], original = [.. SoundTimes(recorded.Clip)];
        Assert.InRange(sound.Length, original.Length - 1, original.Length);
        Assert.Equal(original[^1] + ReviewVideo.TitleSeconds, sound[^1], 0.03);
    }

    [Fact]
    public async Task An_excerpt_holds_exactly_the_frames_of_its_time_and_their_pictures()
    {
        string video = await ReviewAsync("excerpt", "--from", "1", "--to", "0:02.5", "--no-title");

        MediaTime[] expected = [.. recorded.Times.Where(time => time.Seconds >= 1 && time.Seconds < 2.5)];
        List<MediaTime> times = ClipMaker.ProbedTimes(video);
        Assert.Equal(expected.Length, times.Count);
        Assert.All(times.Zip(expected), pair => Assert.Equal(pair.Second.Seconds - 1, pair.First.Seconds, 0.0015));

        // The picture begins below the header and is as wide as the clip; its upper right corner is never drawn on here.
        int first = recorded.Times.ToList().FindIndex(time => time.Seconds >= 1);
        int header = 2 * (int)Math.Round(ReviewLayouts.For(ReviewLayout.Source, RecordedClip.Width, RecordedClip.Height, false).FontSize);
        byte[] drawn = Patch(video, 0, $"crop=60:30:250:{header + 4}"), filmed = Patch(recorded.Clip, first, "crop=60:30:250:4");
        byte[] later = Patch(recorded.Clip, first + 5, "crop=60:30:250:4");
        Assert.True(2 * Difference(drawn, filmed) < Difference(drawn, later), "The first picture is not the one at one second.");
    }

    [Fact]
    public async Task Slow_motion_lasts_longer_by_its_factor_and_is_silent()
    {
        string video = await ReviewAsync("slow", "--slow", "2.5", "--from", "1", "--to", "2", "--no-title");

        List<MediaTime> times = ClipMaker.ProbedTimes(video);
        Assert.Equal(31, times.Count);
        Assert.Equal(29 * 2.5 / 30, times[^2].Seconds, 0.002);
        Assert.Empty(SoundTimes(video));

        // The last picture stands as long as the others.
        Assert.Equal(2.5 - (1.0 / 30), times[^1].Seconds, 0.002);
    }

    [Fact]
    public async Task A_freeze_holds_picture_and_sound_at_the_decisive_keyframe()
    {
        string video = await ReviewAsync("freeze", "--freeze", "--no-title");

        // φ of the car is largest at the last keyframe, at frame 105.
        List<MediaTime> times = ClipMaker.ProbedTimes(video);
        double moment = recorded.Times[105].Seconds;
        Assert.Contains(times, time => Math.Abs(time.Seconds - moment) < 0.002);
        Assert.Equal(recorded.Times[^1].Seconds + ReviewVideo.HoldSeconds, times[^1].Seconds, 0.002);
        Assert.DoesNotContain(times, time => time.Seconds > moment + ReviewVideo.HoldSeconds && time.Seconds < recorded.Times[106].Seconds + ReviewVideo.HoldSeconds - 0.002);
        Assert.Equal(SoundTimes(recorded.Clip).Last() + ReviewVideo.HoldSeconds, SoundTimes(video).Last(), 0.06);
        Assert.True(Loudness(video, moment + 0.5, 2) < -60);
        Assert.True(Loudness(video, moment + ReviewVideo.HoldSeconds + 0.1, 0.3) > -40);
    }

    [Fact]
    public async Task The_same_review_made_twice_is_the_same_file()
    {
        string first = await ReviewAsync("once", "--layout", "vertical", "--to", "1"), second = await ReviewAsync("twice", "--layout", "vertical", "--to", "1");

        Assert.Equal(await File.ReadAllBytesAsync(first), await File.ReadAllBytesAsync(second));
    }

    [Theory]
    [InlineData("source", false, 320)]
    [InlineData("source", true, 640)]
    [InlineData("1080p", false, 1920)]
    [InlineData("1080p", true, 1920)]
    [InlineData("vertical", true, 1080)]
    public async Task Every_layout_can_be_drawn(string layout, bool sideBySide, int width)
    {
        string video = await ReviewAsync($"layout-{layout}-{sideBySide}", ["--layout", layout, "--to", "0.2", .. sideBySide ? (string[])["--side-by-side"] : []]);

        Assert.Equal(width.ToString(CultureInfo.InvariantCulture), ClipMaker.Run("ffprobe", "-v", "error", "-show_entries", "stream=width", "-select_streams", "v", "-of", "csv=p=0", video).Trim());
    }

    [Fact]
    public async Task The_most_decisive_moment_gets_a_card_and_the_seconds_around_it()
    {
        string video = await ReviewAsync("top", "--top", "1", "--no-title");

        double moment = recorded.Times[105].Seconds, card = ReviewVideo.CardSeconds;
        List<MediaTime> times = ClipMaker.ProbedTimes(video);
        int pictures = recorded.Times.Count(time => time.Seconds >= moment - ReviewPlan.BeforeSeconds - 1e-9);
        Assert.Equal(pictures, times.Count(time => time.Seconds >= card - 0.002));
        Assert.Equal(card + recorded.Times[^1].Seconds - (moment - ReviewPlan.BeforeSeconds), times[^1].Seconds, 0.002);
    }

    [Fact]
    public async Task What_is_to_be_unrecognisable_is_so_in_both_pictures()
    {
        string plain = await ReviewAsync("plain", "--side-by-side", "--no-title", "--to", "0.5"), video = await ReviewAsync("blur", "--side-by-side", "--no-title", "--to", "0.5", "--blur", "person:whole");

        int header = 2 * (int)Math.Round(ReviewLayouts.For(ReviewLayout.Source, RecordedClip.Width, RecordedClip.Height, true).FontSize);
        foreach (int left in (int[])[0, RecordedClip.Width])
        {
            string crop = $"crop=24:20:{left + 208}:{header + 74}";
            Assert.True(Detail(Patch(video, 5, crop)) < 0.35 * Detail(Patch(plain, 5, crop)));
        }
    }

    [Fact]
    public async Task A_comparison_matches_road_users_whatever_their_numbers()
    {
        string a = recorded.Run("run-a"), b = recorded.Run("run-b", firstTrack: 40, carIsFirst: false), video = recorded.PathOf("comparison.mp4");

        Assert.Equal(0, await CommandLine.RunAsync(["review", "--compare", a, b, "--output", video]));

        MediaTime[] times = [.. ClipMaker.ProbedTimes(video)];
        Assert.Equal(RecordedClip.Frames, times.Count(time => time.Seconds >= ReviewVideo.TitleSeconds - 0.002));
        Assert.Equal(Math.Round(ReviewVideo.TitleSeconds / 0.2), times.Length - RecordedClip.Frames);
        Assert.Equal(ReviewVideo.TitleSeconds, SoundTimes(video).First(), 0.03);
        var comparison = Comparison.Of(RecordedRun.Open(a).Results, RecordedRun.Open(b).Results);
        Assert.Equal(new Dictionary<int, int> { [1] = 40, [2] = 41 }, comparison.Matches);
        Assert.All(comparison.Moments, moment => Assert.Equal(-1, moment.Correlation, 1e-9));
        Assert.All(comparison.Moments, moment => Assert.Equal([(1.0, 2.0), (2.0, 1.0)], moment.Changes.Select(change => (change.RankA, change.RankB))));
    }

    [Fact]
    public async Task A_comparison_in_slow_motion_lasts_longer_and_is_silent()
    {
        string video = recorded.PathOf("slow-comparison.mp4"), run = recorded.Run("slow-a");

        Assert.Equal(0, await CommandLine.RunAsync(["review", "--compare", run, recorded.Run("slow-b", carIsFirst: false), "--slow", "2", "--output", video]));

        Assert.Equal(ReviewVideo.TitleSeconds + (2 * recorded.Times[^1].Seconds), ClipMaker.ProbedTimes(video)[^1].Seconds, 0.01);
        Assert.Empty(SoundTimes(video));
    }

    [Fact]
    public async Task A_comparison_without_its_card_begins_with_the_clip()
    {
        string video = recorded.PathOf("bare-comparison.mp4"), run = recorded.Run("bare-a");

        Assert.Equal(0, await CommandLine.RunAsync(["review", "--compare", run, recorded.Run("bare-b", carIsFirst: false), "--no-title", "--output", video]));

        Assert.Equal(RecordedClip.Frames, ClipMaker.ProbedTimes(video).Count);
        Assert.Equal(0, SoundTimes(video).First(), 0.03);
    }

    [Fact]
    public void Where_an_answer_depended_on_nobody_there_is_no_ranking_to_compare()
    {
        string a = recorded.Run("some"), b = recorded.Run("nobody", strength: 0);
        var comparison = Comparison.Of(RecordedRun.Open(a).Results, RecordedRun.Open(b).Results);

        Assert.All(comparison.Moments, moment => Assert.False(moment.IsRanked));
        Assert.All(comparison.Moments, moment => Assert.True(moment.DependsA && !moment.DependsB && double.IsNaN(moment.Correlation)));
        Assert.All(comparison.Moments, moment => Assert.Equal([1.5, 1.5], moment.Changes.Select(change => change.RankB)));
    }

    /// <summary>The car's φ rises from .3 to .6 in steps of a second. Two seconds before the keyframe at half a second nobody had been asked.</summary>
    [Fact]
    public void A_rise_is_counted_only_from_the_first_keyframe_on()
    {
        RunResults results = RecordedRun.Open(recorded.Run("rise")).Results;
        IReadOnlyList<DecisiveMoment> moments = DecisiveMoment.Find(results, 0, 10, 10, 0);

        Assert.Equal([105, 75, 45, 15], moments.Select(moment => moment.Keyframe.Frame));
        foreach (DecisiveMoment moment in moments)
        {
            double before = moment.Keyframe.Seconds - 2, sure = moment.Importance.Mean - Math.Sqrt(moment.Importance.Variance);
            double rise = before < results.Timeline.Keyframes[0].Seconds - 0.01 ? 0 : moment.Importance.Mean - results.Timeline.At(moment.TrackId, before).Mean;
            Assert.Equal(sure + (0.5 * rise), moment.Score, 1e-9);
        }
    }

    [Fact]
    public async Task A_journal_that_is_damaged_at_its_end_is_shown_as_far_as_it_goes()
    {
        string run = recorded.Run("torn"), journal = Path.Combine(run, "journal.psj"), video = recorded.PathOf("torn.mp4");
        byte[] bytes = await File.ReadAllBytesAsync(journal);
        await File.WriteAllBytesAsync(journal, bytes[..(bytes.Length / 2)]);

        Assert.Equal(0, await CommandLine.RunAsync(["review", run, "--no-title", "--output", video]));

        Assert.Equal(RecordedRun.Open(run).Results.FrameCount, ClipMaker.ProbedTimes(video).Count);
    }

    [Fact]
    public async Task What_cannot_be_reviewed_is_said_with_the_right_exit_code()
    {
        string run = recorded.Run("bad"), moved = recorded.Run("moved", input: recorded.Other());
        File.Move(recorded.Other(), recorded.PathOf("elsewhere.mp4"));
        string broken = Directory.CreateDirectory(recorded.PathOf("broken")).FullName, video = recorded.PathOf("never.mp4");
        await File.WriteAllTextAsync(Path.Combine(broken, "journal.psj"), "this is no journal");
        (int Code, string[] Arguments)[] cases =
        [
            (3, [recorded.PathOf("nothing")]),
            (3, [broken]),
            (3, [moved]),
            (2, [run, "--from", "100"]),
            (2, [run, "--from", "3", "--to", "2"]),
            (2, [run, "--from", "soon"]),
            (2, [run, "--slow", "0.5"]),
            (2, [run, "--top", "0"]),
            (2, [run, "--from", "5", "--to", "2"]),
            (2, [run, "--blur", ":"]),
            (2, [run, "--blur", ","]),
            (2, [run, "--output", recorded.PathOf("rv.txt")]),
            (2, [run, "--blur", "tram"]),
            (2, [run, "--blur", "persn,car"]),
            (2, [recorded.Run("without-moments", strength: 0), "--top", "1"]),
            (2, ["--compare", run, run, "--slow", "0.5"]),
            (2, [run, "--prompt", "night"]),
            (2, [run, moved]),
            (2, ["--compare", run]),
            (2, ["--compare", run, moved]),
            (2, [run, "--output", recorded.Clip]),
            (3, [run, "--input", recorded.PathOf("elsewhere.mp4")]),
        ];
        foreach ((int code, string[] arguments) in cases)
        {
            string[] output = arguments.Contains("--output") ? [] : ["--output", video];
            Assert.True(code == await CommandLine.RunAsync(["review", .. arguments, .. output]), string.Join(' ', arguments));
        }

        Assert.False(File.Exists(video));
        Assert.Equal(0, await CommandLine.RunAsync(["review", moved, "--input", recorded.PathOf("elsewhere.mp4"), "--to", "0.1", "--output", video]));
    }

    [Fact]
    public async Task A_run_that_is_going_on_is_left_alone()
    {
        string run = recorded.Run("busy");
        using (RunDirectory.ForWriting(run))
        {
            Assert.Equal(2, await CommandLine.RunAsync(["review", run]));
        }

        Assert.Equal(0, await CommandLine.RunAsync(["review", run, "--to", "0.1"]));
        Assert.True(File.Exists(Path.Combine(run, "review.mp4")));
    }

    private async Task<string> ReviewAsync(string name, params string[] options)
    {
        string run = recorded.PathOf("run");
        lock (recorded)
        {
            run = Directory.Exists(run) ? run : recorded.Run("run");
        }

        string video = recorded.PathOf($"review-{name}.mp4");
        Assert.Equal(0, await CommandLine.RunAsync(["review", run, "--output", video, .. options]));
        return video;
    }

    private static IEnumerable<double> SoundTimes(string path) =>
        ClipMaker.Run("ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "packet=pts_time", "-of", "csv=p=0", path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line.Trim().Trim(','), CultureInfo.InvariantCulture))
            .Order();

    /// <summary>The grey values of a part of one frame.</summary>
    private static byte[] Patch(string path, int frame, string crop)
    {
        string raw = Path.ChangeExtension(path, $".{frame}.{crop.GetHashCode(StringComparison.Ordinal):x}.gray");
        ClipMaker.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", path, "-vf", $"select=eq(n\\,{frame}),format=gray,{crop}", "-frames:v", "1", "-f", "rawvideo", raw);
        return File.ReadAllBytes(raw);
    }

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static double Detail(byte[] patch) => patch.Zip(patch.Skip(1), (x, y) => Math.Abs(x - y)).Average();

    /// <summary>The mean volume of a stretch in decibels, as ffmpeg measures it.</summary>
    private static double Loudness(string path, double from, double length)
    {
        string raw = Path.ChangeExtension(path, ".pcm");
        ClipMaker.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", from.ToString("F3", CultureInfo.InvariantCulture), "-t", length.ToString("F3", CultureInfo.InvariantCulture), "-i", path, "-ac", "1", "-f", "s16le", raw);
        byte[] bytes = File.ReadAllBytes(raw);
        double power = Enumerable.Range(0, bytes.Length / 2).Average(i => Math.Pow(BitConverter.ToInt16(bytes, 2 * i) / 32768.0, 2));
        return 10 * Math.Log10(power + 1e-12);
    }
}
