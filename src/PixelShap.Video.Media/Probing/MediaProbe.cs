using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FFMpegCore;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Probing;

/// <summary>What the other parts of this project need to know of a file besides its <see cref="VideoInfo"/>.</summary>
/// <param name="Info">For everyone.</param>
/// <param name="VideoStream">The index of the video stream in the container.</param>
/// <param name="AudioStream">The index of the first audio stream; null without audio.</param>
/// <param name="ColorSpace">The matrix coefficients as FFmpeg calls them; null when the file does not say.</param>
/// <param name="StreamEndSeconds">Where the video stream ends on its own clock; null when the file does not say.</param>
internal sealed record MediaProbe(VideoInfo Info, int VideoStream, int? AudioStream, string? ColorSpace, double? StreamEndSeconds)
{
    /// <summary>What the container and the video stream say of themselves.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private init; } = new Dictionary<string, string>();

    /// <summary>Where the video stream begins, in the time base of its PTS: not always where the container does.</summary>
    public MediaTime StreamBegin { get; private init; }

    /// <summary>Where the video stream ends, exclusive, in the time base of its PTS; null when nothing says it.</summary>
    public MediaTime? StreamEnd => (StreamEndSeconds ?? (Info.StartTime.Seconds + Info.DurationSeconds)) is { } seconds ? Ticks(seconds, Info.TimeBase) : null;

    /// <summary>The rate of the sound in samples a second; 0 without sound.</summary>
    public int SampleRate { get; private init; }

    /// <summary>The number of channels of the sound; 0 without sound.</summary>
    public int Channels { get; private init; }

    /// <summary>The number of audio streams.</summary>
    public int AudioStreams { get; init; }

    /// <summary>The video tracks in their order, in words: codec and size.</summary>
    public IReadOnlyList<string> VideoTracks { get; private init; } = [];

    /// <summary>Whether this is a bare stream: pictures one after the other, without a container and its times.</summary>
    public bool IsBare => s_bare.Contains(Info.Container);

    /// <summary>Whether a bare stream states how many pictures a second it has.</summary>
    public bool StatesRate { get; private init; } = true;

    /// <summary>The number of sound tracks that are declared and hold nothing from which FFmpeg could tell their rate.</summary>
    public int EmptyAudioStreams { get; private init; }

    /// <summary>The indices of the subtitle streams that hold text.</summary>
    public IReadOnlyList<int> Subtitles { get; private init; } = [];

    /// <summary>More pixels than this are taken for an attack or a broken header: 8192×8192.</summary>
    private const long MostPixels = 8192L * 8192;

    /// <summary>All of the container and its streams; of their side data the rotation alone, because others nest what <see cref="FFProbeStream"/> cannot hold.</summary>
    private const string Entries = "format:format_tags:stream:stream_tags:stream_disposition:stream_side_data=rotation";

    private static readonly string[] s_bare = ["h264", "hevc", "m4v", "mpegvideo", "mjpeg", "obu"];

    /// <summary>What FFmpeg takes where a bare stream states no rate.</summary>
    public const double UsualRate = 25;

    private static readonly string?[] TextCodecs = ["mov_text", "subrip", "srt", "text", "ass", "ssa", "webvtt"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The clock in which containers state their start.</summary>
    private static readonly Rational Microsecond = new(1, 1_000_000);

    /// <summary>The last file examined: its pictures, its sound and its facts are often asked for one after the other.</summary>
    private static Examined? s_last;

    /// <param name="path">The file.</param>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="videoTrack">Which of several video tracks, from 1.</param>
    public static async Task<MediaProbe> ReadAsync(
        string path, FfmpegTools tools, TimeProvider time, CancellationToken cancellationToken, int videoTrack = 1)
    {
        InputFile.Check(path);
        FileFacts file = RegularFile.Facts(path);
        var version = new Version(file.Name, file.Length, file.WrittenAt, tools.Ffprobe, videoTrack);
        if (Volatile.Read(ref s_last) is { } last && last.As == version)
        {
            return last.Probe;
        }

        MediaProbe probe = Interpret(path, await ExamineAsync(path, [], tools, time, cancellationToken), videoTrack);
        if (probe.IsBare && probe.Info.AverageFrameRate?.ToDouble() is null or UsualRate)
        {
            // A stated rate stays whatever is assumed for want of one.
            FFProbeAnalysis again = await ExamineAsync(path, ["-framerate", "24"], tools, time, cancellationToken);
            probe = probe with { StatesRate = probe.Info.AverageFrameRate is { } rate && Interpret(path, again, videoTrack).Info.AverageFrameRate == rate };
        }

        Volatile.Write(ref s_last, new Examined(version, probe));
        return probe;
    }

    /// <summary>Counts the pictures of a file that does not say how long it is, without decoding them; null where they cannot be counted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    public static async Task<long?> CountPicturesAsync(string path, FfmpegTools tools, CancellationToken cancellationToken)
    {
        await using ChildProcess probe = await ChildProcess.StartAsync(
            tools, tools.Ffprobe, ["-v", "error", "-count_packets", "-select_streams", "v:0", "-show_entries", "stream=nb_read_packets", "-of", "default=nw=1:nk=1", .. InputFile.Arguments(path)]);
        using var reader = new StreamReader(probe.StandardOutput);
        return long.TryParse((await reader.ReadToEndAsync(cancellationToken)).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;
    }

    private static async Task<FFProbeAnalysis> ExamineAsync(
        string path, IEnumerable<string> assumed, FfmpegTools tools, TimeProvider time, CancellationToken cancellationToken)
    {
        await using ChildProcess probe = await ChildProcess.StartAsync(
            tools, tools.Ffprobe, ["-v", "error", "-of", "json", "-show_entries", Entries, .. assumed, .. InputFile.Arguments(path)]);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var output = new MemoryStream();
            await probe.StandardOutput.CopyToAsync(output, either.Token);
            int status = await probe.WaitAsync(either.Token);
            FFProbeAnalysis? document = status == 0 ? JsonSerializer.Deserialize<FFProbeAnalysis>(output.ToArray()) : null;
            return document ?? throw InputErrors.Explain(path, probe.Errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw InputFile.Error(
                $"{InputFile.Shown(path)} could not be examined within {Patience.TotalSeconds} seconds.", "Convert it to MP4 with FFmpeg and try again.");
        }
        catch (JsonException error)
        {
            throw InputFile.Error($"{InputFile.Shown(path)} has headers that make no sense.", "Convert it to MP4 with FFmpeg and try again.", error);
        }
    }

    private static MediaProbe Interpret(string path, FFProbeAnalysis document, int videoTrack)
    {
        string file = InputFile.Shown(path);
        IReadOnlyList<FFProbeStream> streams = document.Streams ?? [];
        List<FFProbeStream> sounds = [.. streams.Where(stream => stream.CodecType == "audio")];
        FFProbeStream? audio = sounds.FirstOrDefault(stream => !IsEmpty(stream));
        List<FFProbeStream> videos = [.. streams.Where(stream => stream.CodecType == "video" && !IsCover(stream))];
        FFProbeStream? video = videos.ElementAtOrDefault(videoTrack - 1);
        if (video is null && videos.Count > 0)
        {
            throw InputFile.Error(
                $"{file} has {(videos.Count == 1 ? "one video track" : $"{videos.Count} video tracks")}, so there is no track {videoTrack}.",
                videos.Count == 1 ? "Leave --video-track (clip.video_track) out." : $"Give --video-track (clip.video_track) a number from 1 to {videos.Count}.");
        }

        if (video is null)
        {
            throw InputFile.Error(
                sounds.Count == 0 ? $"{file} holds no video." : $"{file} holds sound but no video.", "Give a file with a video stream.");
        }

        if (video.Width is not > 0 || video.Height is not > 0 || video.CodecName is null or "unknown")
        {
            throw InputFile.Error(
                $"{file} holds a video stream that FFmpeg cannot decode.", "Copy it again, or convert it to MP4 on the device that recorded it.");
        }

        int rotation = Rotation(video);
        Rational? pixel = PixelAspect(video);
        (int width, int height) = Shown(video.Width.Value, video.Height.Value, pixel, rotation);
        if ((long)width * height > MostPixels)
        {
            throw InputFile.Error(
                $"{file} claims pictures of {width}x{height} pixels, which is more than can be handled.", "Scale it down to 8192x8192 or less.");
        }

        double? duration = Seconds(video.Duration) ?? TaggedDuration(video) ?? Seconds(document.Format?.Duration);
        double? start = Seconds(video.StartTime);
        Rational? rate = Rational.TryParse(video.AvgFrameRate) is { Numerator: > 0 } average ? average : null;
        var info = new VideoInfo
        {
            Width = width,
            Height = height,
            TimeBase = Rational.TryParse(Text(video, "time_base")) is { Numerator: > 0 } timeBase ? timeBase : Microsecond,
            AverageFrameRate = rate,
            DurationSeconds = duration,
            ApproximateFrameCount = long.TryParse(Text(video, "nb_frames"), CultureInfo.InvariantCulture, out long frames) && frames > 0
                ? frames
                : (long?)(duration * rate?.ToDouble()),
            Codec = video.CodecName,
            HasAudio = audio is not null,
            Rotation = rotation,
            StartTime = new MediaTime((long)Math.Round((Seconds(document.Format?.StartTime) ?? 0) * 1e6), Microsecond),
            SampleAspectRatio = pixel,
            AudioCodec = audio?.CodecName,
            Container = document.Format?.FormatName ?? string.Empty,
            CreatedAt = CreationTime(video.Tags) ?? CreationTime(document.Format?.Tags),
        };
        return new MediaProbe(info, video.Index, audio?.Index, KnownColorSpace(video.ColorSpace), start + (Seconds(video.Duration) ?? TaggedDuration(video)))
        {
            StreamBegin = Ticks(start ?? info.StartTime.Seconds, info.TimeBase),
            SampleRate = (int)(Seconds(audio?.SampleRate) ?? 0),
            Channels = audio?.Channels ?? 0,
            Tags = AllTags(video.Tags, document.Format?.Tags),
            AudioStreams = sounds.Count(stream => !IsEmpty(stream)),
            EmptyAudioStreams = sounds.Count(IsEmpty),
            VideoTracks = [.. videos.Select(stream => string.Create(CultureInfo.InvariantCulture, $"{stream.CodecName ?? "unknown"} {stream.Width}x{stream.Height}"))],
            Subtitles = [.. streams.Where(stream => stream.CodecType == "subtitle" && TextCodecs.Contains(stream.CodecName)).Select(stream => stream.Index)],
        };
    }

    /// <summary>Seconds as FFmpeg prints them, with six digits: a tick is longer than what they round off.</summary>
    private static MediaTime Ticks(double seconds, Rational timeBase) => new MediaTime((long)Math.Round(seconds * 1e6), Microsecond).Rescale(timeBase);

    private static Dictionary<string, string> AllTags(params IReadOnlyDictionary<string, string>?[] sources)
    {
        // Of the same tag, that of the container counts. Cameras write names in any case.
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in sources.SelectMany(source => source ?? new Dictionary<string, string>()))
        {
            tags[name] = value;
        }

        return tags;
    }

    /// <summary>Pixels are made square by enlarging one side, so that no detail is lost; then the picture is turned.</summary>
    private static (int Width, int Height) Shown(int width, int height, Rational? pixel, int rotation)
    {
        if (pixel is { } aspect)
        {
            width = aspect.Numerator > aspect.Denominator ? (int)Math.Round(width * aspect.ToDouble()) : width;
            height = aspect.Numerator < aspect.Denominator ? (int)Math.Round(height / aspect.ToDouble()) : height;
        }

        return rotation is 90 or 270 ? (height, width) : (width, height);
    }

    /// <summary>Pixels flatter or taller than 8:1 are a broken header.</summary>
    private static Rational? PixelAspect(FFProbeStream video) =>
        Rational.TryParse(video.SampleAspectRatio) is { Numerator: > 0 } aspect && aspect.ToDouble() is >= 0.125 and <= 8 ? aspect : null;

    /// <summary>FFmpeg turns pictures by right angles; a display matrix with another angle leaves the size as it is.</summary>
    private static int Rotation(FFProbeStream video)
    {
        double counterClockwise = (video.SideData ?? []).Select(RotationOf).FirstOrDefault(angle => angle is not null) ?? 0;
        int clockwise = (((int)Math.Round(-counterClockwise) % 360) + 360) % 360;
        return clockwise is 90 or 180 or 270 ? clockwise : 0;
    }

    /// <summary>Counter-clockwise, in degrees; only in the display matrix.</summary>
    private static double? RotationOf(IReadOnlyDictionary<string, JsonValue> data) =>
        data.TryGetValue("rotation", out JsonValue? angle) && angle.TryGetValue(out double degrees) ? degrees : null;

    /// <summary>Whether this is a cover picture and not a video.</summary>
    private static bool IsCover(FFProbeStream stream) => stream.Disposition?.GetValueOrDefault("attached_pic") == 1;

    /// <summary>Whether a sound track is declared of which nothing was found: FFmpeg looked and cannot tell how it sounds.</summary>
    private static bool IsEmpty(FFProbeStream stream) => stream.CodecName is not null and not "unknown" && Seconds(stream.SampleRate) is null or 0;

    /// <summary>A text of the document for which FFMpegCore has no property.</summary>
    private static string? Text(FFProbeStream stream, string name) =>
        stream.ExtensionData.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? KnownColorSpace(string? name) => name is null or "unknown" or "reserved" ? null : name;

    private static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>Matroska states the duration of a stream in a tag, as h:mm:ss.fff.</summary>
    private static double? TaggedDuration(FFProbeStream video)
    {
        string[] parts = video.Tags?.GetValueOrDefault("DURATION")?.Split(':') ?? [];
        return parts.Length == 3 ? (Seconds(parts[0]) * 3600) + (Seconds(parts[1]) * 60) + Seconds(parts[2]) : null;
    }

    private static DateTimeOffset? CreationTime(IReadOnlyDictionary<string, string>? tags) =>
        DateTimeOffset.TryParse(
            tags?.GetValueOrDefault("creation_time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset created)
        && created.Year > 1970
            ? created
            : null;

    /// <summary>A file as it is now.</summary>
    private sealed record Version(string Path, long Length, DateTime WrittenAt, string Ffprobe, int VideoTrack);

    private sealed record Examined(Version As, MediaProbe Probe);
}
