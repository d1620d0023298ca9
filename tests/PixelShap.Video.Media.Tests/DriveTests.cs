using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Tests;

/// <summary>The files of a drive, cut from one recording without re-encoding, are that recording again.</summary>
[Collection(nameof(Clips))]
public sealed class DriveTests(Clips clips) : IDisposable
{
    private const int Rate = 10, SecondsOfAFile = 2, SampleRate = 16_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-drive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Twelve_files_with_names_of_four_makers_a_gap_and_a_damaged_one_are_the_uncut_recording_but_for_what_is_missing()
    {
        // The seventh and eighth of fourteen are missing, and the eleventh is cut off in the middle.
        string[] pieces = Cut(14);
        int[] there = [.. Enumerable.Range(0, 14).Where(piece => piece is not (6 or 7))];
        string[] files = [.. there.Select((piece, i) => Add(pieces[piece], Name(i % 4, piece)))];
        Truncate(files[8], 0.6);

        ClipInput drive = await DriveOfAsync(files);
        (List<Shown> shown, DriveFrameSource source) = await ReadAsync(drive);
        List<Shown> whole = (await ReadAsync(Original())).Shown;

        // Every picture is one of the original at its very time; those of the missing files and behind the damage are missing.
        Dictionary<MediaTime, Shown> originals = whole.ToDictionary(frame => frame.Pts);
        Assert.All(shown, frame => Assert.Equal(originals[frame.Pts].Sum, frame.Sum));
        Assert.Equal(Enumerable.Range(0, shown.Count).Select(index => (long)index), shown.Select(frame => frame.Index));
        double[] missing = [.. whole.Select(frame => frame.Pts).Except(shown.Select(frame => frame.Pts)).Select(pts => pts.Seconds)];
        double damage = missing.First(seconds => seconds > 16);
        Assert.InRange(damage, 20.1, 21.8);
        Assert.Equal([.. Times(12, 16), .. Times(damage, 22)], missing, Near);
        Assert.Equal([(0, "start"), (1, $"pictures are missing before {Path.GetFileName(files[6])}"), (2, $"pictures are missing before {Path.GetFileName(files[9])}")], source.Epochs(shown));
        Assert.Contains("ends early", Assert.Single(source.Warnings), StringComparison.Ordinal);
        Assert.Equal(28 - (22 - damage), source.Recovery!.RecoveredSeconds, 0.11);

        // The sound, too, in its place: silence where it is missing.
        short[] heard = await SoundAsync(drive), original = Decode(Original());
        AssertSameSound(original, heard, 0.1, 11.9);
        AssertSameSound(original, heard, 16.1, 20);
        AssertSameSound(original, heard, 22.1, 27.8);
        Assert.All(heard[(int)(12.2 * SampleRate)..(int)(15.8 * SampleRate)], sample => Assert.InRange(sample, (short)-200, (short)200));
    }

    [Fact]
    public async Task An_excerpt_across_a_joint_has_the_frames_of_the_uncut_recording()
    {
        string[] files = [.. Cut(14).Take(4).Select((piece, i) => Add(piece, Name(0, i)))];
        var options = new FrameSourceOptions { FromSeconds = 3.3, ToSeconds = 4.75 };

        List<Shown> shown = (await ReadAsync(await DriveOfAsync(files), options)).Shown, whole = (await ReadAsync(Original(), options)).Shown;

        Assert.Equal(whole.Select(frame => (frame.Pts, frame.Sum)), shown.Select(frame => (frame.Pts, frame.Sum)));
        Assert.Equal(15, shown.Count);
    }

    [Fact]
    public async Task A_stretch_of_the_sound_begins_with_the_stretch()
    {
        string[] files = [.. Cut(14).Take(5).Select((piece, i) => Add(piece, Name(0, i)))];
        AudioPiece[] pieces = [new AudioPiece(3.5, 7.5, 0)];
        short[] original = Decode(Original())[(int)(3.5 * SampleRate)..];

        AssertSameSound(original, await SoundAsync(await DriveOfAsync(files), pieces), 0.1, 3.9);
        AssertSameSound(original, await SoundAsync(Original(), pieces), 0.1, 3.9);
    }

    [Fact]
    public async Task What_two_files_show_is_shown_once()
    {
        // The second begins two files early, and the third is a copy of a part of the second.
        string first = Add(Part(0, 8), Name(0, 0)), second = Add(Part(4, 8), Name(0, 2)), third = Add(Cut(14)[4], Name(0, 4));

        ClipInput drive = await DriveOfAsync([third, second, first]);
        List<Shown> shown = (await ReadAsync(drive)).Shown, whole = (await ReadAsync(Original(), new FrameSourceOptions { ToSeconds = 12 })).Shown;

        Assert.Equal(whole.Select(frame => (frame.Pts, frame.Sum)), shown.Select(frame => (frame.Pts, frame.Sum)));
        Assert.Equal([first, second], drive.Files);
        Assert.Equal(
            [$"The first 4.0 s of {Path.GetFileName(second)} are left out: the file before it shows them too.", $"{Path.GetFileName(third)} is left out: all that it shows is in the file before it."], drive.Notes);
    }

    [Fact]
    public async Task A_file_without_its_index_is_searched_for_pictures_and_one_that_is_no_video_leaves_a_gap()
    {
        string[] files = [.. Cut(14).Take(5).Select((piece, i) => Add(piece, Name(0, i)))];
        Truncate(files[1], 0.7, index: false);
        File.WriteAllText(files[3], "nothing of a video");

        ClipInput drive = await DriveOfAsync(files);
        (List<Shown> shown, DriveFrameSource source) = await ReadAsync(drive);

        Assert.Contains("cannot be read, and there is a gap in its place", Assert.Single(drive.Notes), StringComparison.Ordinal);
        Assert.Equal(drive.Notes[0], source.Warnings[0]);
        Assert.Contains("was cut off before its index was written", source.Warnings[1], StringComparison.Ordinal);
        double[] times = [.. shown.Select(frame => frame.Pts.Seconds)];
        Assert.Equal([.. Times(0, 2), .. Times(4, 6), .. Times(8, 10)], times.Where(seconds => seconds is < 2 or >= 4), Near);
        Assert.InRange(times.Count(seconds => seconds is >= 2 and < 4), 8, 18);
        Assert.Equal(2, source.Epochs(shown)[^1].Number);
    }

    [Fact]
    public async Task Pictures_of_two_sizes_are_refused_in_one_sentence()
    {
        string first = Add(Cut(14)[0], Name(0, 0));
        string other = Add(clips.Make("large.mp4", "-f", "lavfi", "-i", "testsrc2=s=128x96:r=10:d=2", "-c:v", "libx264", "-pix_fmt", "yuv420p"), Name(0, 1));

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => DriveOfAsync([first, other]));

        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.Equal($"{Path.GetFileName(other)} is 128x96, but {Path.GetFileName(first)} is 64x48: one drive has pictures of one size.", error.Message);
    }

    [Fact]
    public async Task What_is_lost_at_every_joint_does_not_add_up()
    {
        // Half a second is missing between any two: no clock of whole seconds tells, but six make three.
        string[] files = [.. Cut(14).Take(8).Select((piece, i) => Add(piece, Stamp(0, TimeSpan.FromSeconds(2.5 * i))))];

        ClipInput drive = await DriveOfAsync(files);

        Assert.All(drive.Parts.Select((part, i) => Math.Abs(part.Begin.Seconds - (2.5 * i))), late => Assert.InRange(late, 0, DriveFolder.JointSeconds + 1));
        Assert.Equal(1, drive.Parts.Count(part => part.IsAfterGap));
    }

    /// <summary>A recording with a keyframe every two seconds and no B-frames, as cameras write it, and a tone that rises.</summary>
    private string Original() => clips.Make(
        "drive-original.mp4", "-f", "lavfi", "-i", $"testsrc2=s=64x48:r={Rate}:d=28", "-f", "lavfi", "-i", $"aevalsrc='0.4*sin(2*PI*(300+10*t)*t)':s={SampleRate}:d=28",
        "-c:v", "libx264", "-preset", "ultrafast", "-bf", "0", "-g", "20", "-sc_threshold", "0", "-x264-params", "repeat-headers=1", "-flags:v", "-global_header", "-pix_fmt", "yuv420p", "-c:a", "pcm_s16le", "-f", "mov");

    private string[] Cut(int count)
    {
        string pattern = Path.Combine(clips.Folder, "drive-piece-%02d.mov");
        string[] pieces = [.. Enumerable.Range(0, count).Select(i => Path.Combine(clips.Folder, $"drive-piece-{i:00}.mov"))];
        if (!File.Exists(pieces[^1]))
        {
            Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", Original(), "-map", "0", "-c", "copy", "-f", "segment", "-segment_time", "2", "-reset_timestamps", "1",
                "-segment_format_options", "movflags=faststart", pattern);
        }

        return pieces;
    }

    private string Part(int from, int seconds)
    {
        string part = Path.Combine(_folder, $"{Path.GetRandomFileName()}.mov");
        Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", $"{from}", "-i", Original(), "-frames:v", $"{seconds * Rate}", "-c", "copy", "-an", part);
        return part;
    }

    /// <summary>What one of four makers calls a file that begins with a piece.</summary>
    private static string Name(int maker, int piece) => Stamp(maker, TimeSpan.FromSeconds(SecondsOfAFile * piece));

    private static string Stamp(int maker, TimeSpan begins)
    {
        DateTime at = new DateTime(2026, 11, 21, 11, 59, 50) + begins;
        return string.Format(
            CultureInfo.InvariantCulture,
            maker switch { 0 => "{0:yyyy_MMdd_HHmmss}_001F.MP4", 1 => "{0:yyyyMMdd_HHmmss}_NF.mp4", 2 => "NO{0:yyyyMMdd-HHmmss}-000001F.MP4", _ => "REC_{0:yyyy_MM_dd_HH_mm_ss}_F.MP4" },
            at);
    }

    private string Add(string piece, string name)
    {
        string path = Path.Combine(_folder, name);
        File.Copy(piece, path);
        return path;
    }

    private static void Truncate(string path, double share, bool index = true)
    {
        if (!index)
        {
            // The index at the end, and then no end.
            string plain = Path.ChangeExtension(path, ".mov");
            Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", path, "-c", "copy", "-an", plain);
            File.Move(plain, path, overwrite: true);
        }

        using FileStream stream = File.OpenWrite(path);
        stream.SetLength((long)(stream.Length * share));
    }

    private static async Task<ClipInput> DriveOfAsync(string[] files)
    {
        var surveys = new List<ClipSurvey>();
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            surveys.Add(await ClipSurvey.ReadAsync(file, RecordingTime.Unknown, CancellationToken.None));
        }

        Drive drive = DriveFolder.One(surveys);
        return DrivePlan.Of(Path.GetDirectoryName(files[0])!, Assert.Single(drive.Views), RecordingTime.Unknown);
    }

    private static async Task<(List<Shown> Shown, DriveFrameSource Source)> ReadAsync(ClipInput input, FrameSourceOptions? options = null)
    {
        List<Shown> shown = [];
        await using IRecordedFrames source = await Recordings.OpenAsync(input, options ?? new FrameSourceOptions(), CancellationToken.None);
        await foreach (Frame owned in source.ReadAsync(CancellationToken.None))
        {
            using Frame frame = owned;
            var sum = new HashCode();
            sum.AddBytes(frame.Pixels.Span);
            shown.Add(new Shown(frame.Index, frame.Header.Epoch, frame.Pts, sum.ToHashCode()));
        }

        return (shown, (source as DriveFrameSource)!);
    }

    /// <summary>The sound that a written video of the recording has, decoded.</summary>
    private async Task<short[]> SoundAsync(ClipInput input, IReadOnlyList<AudioPiece>? pieces = null)
    {
        string video = Path.Combine(_folder, "written.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(video, new VideoWriterOptions { AudioSource = input, Pieces = pieces, Preset = "ultrafast" }, CancellationToken.None))
        await using (IRecordedFrames source = await Recordings.OpenAsync(input, new FrameSourceOptions { ToSeconds = pieces?[0].To - pieces?[0].From }, CancellationToken.None))
        {
            // One picture a second is enough to look at.
            await foreach (Frame owned in source.ReadAsync(CancellationToken.None))
            {
                using Frame frame = owned;
                if (frame.Index % Rate == 0)
                {
                    await writer.WriteAsync(frame, CancellationToken.None);
                }
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        return Decode(video);
    }

    private short[] Decode(string video)
    {
        string sound = Path.Combine(_folder, "sound.pcm");
        Clips.Run("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", video, "-map", "0:a", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-f", "s16le", sound);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(sound)).ToArray();
    }

    /// <summary>A tone that rises tells a shift of a thousandth of a second from none.</summary>
    private static void AssertSameSound(short[] expected, short[] actual, double from, double to)
    {
        double difference = 0, power = 0;
        for (int i = (int)(from * SampleRate); i < (int)(to * SampleRate); i++)
        {
            difference += Math.Pow(expected[i] - actual[i], 2);
            power += Math.Pow(expected[i], 2);
        }

        Assert.True(power > 0 && difference < 0.02 * power, FormattableString.Invariant($"from {from} to {to} s {difference / power:P1} of the sound differ"));
    }

    private static double[] Times(double from, double to) => [.. Enumerable.Range((int)Math.Round(from * Rate), (int)Math.Round((to - from) * Rate)).Select(i => (double)i / Rate)];

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-6;

    public sealed record Shown(long Index, Epoch Epoch, MediaTime Pts, int Sum);
}

internal static class ShownEpochs
{
    public static List<(int Number, string Reason)> Epochs(this DriveFrameSource source, IEnumerable<DriveTests.Shown> shown)
    {
        Assert.NotNull(source);
        return [.. shown.Select(frame => (frame.Epoch.Number, frame.Epoch.Reason)).Distinct()];
    }
}
