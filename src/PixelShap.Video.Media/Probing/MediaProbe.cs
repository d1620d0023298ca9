using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FFMpegCore;
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

    /// <summary>The number of audio streams.</summary>
    public int AudioStreams { get; private init; }

    /// <summary>The indices of the subtitle streams that hold text.</summary>
    public IReadOnlyList<int> Subtitles { get; private init; } = [];

    /// <summary>More pixels than this are taken for an attack or a broken header: 8192×8192.</summary>
    private const long MostPixels = 8192L * 8192;

    /// <summary>All of the container and its streams; of their side data the rotation alone, because others nest what <see cref="FFProbeStream"/> cannot hold.</summary>
    private const string Entries = "format:format_tags:stream:stream_tags:stream_disposition:stream_side_data=rotation";

    private static readonly string?[] TextCodecs = ["mov_text", "subrip", "srt", "text", "ass", "ssa", "webvtt"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The clock in which containers state their start.</summary>
    private static readonly Rational Microsecond = new(1, 1_000_000);

    /// <summary>The last file examined: its pictures, its sound and its facts are often asked for one after the other.</summary>
    private static Examined? s_last;

    public static async Task<MediaProbe> ReadAsync(string path, FfmpegTools tools, TimeProvider time, CancellationToken cancellationToken)
    {
        InputFile.Check(path);
        FileInfo file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        var version = new Version(file.FullName, file.Length, file.LastWriteTimeUtc, tools.Ffprobe);
        if (Volatile.Read(ref s_last) is { } last && last.As == version)
        {
            return last.Probe;
        }

        MediaProbe probe = await ExamineAsync(path, tools, time, cancellationToken);
        Volatile.Write(ref s_last, new Examined(version, probe));
        return probe;
    }

    private static async Task<MediaProbe> ExamineAsync(string path, FfmpegTools tools, TimeProvider time, CancellationToken cancellationToken)
    {
        await using ChildProcess probe = await ChildProcess.StartAsync(
            tools, tools.Ffprobe, ["-v", "error", "-of", "json", "-show_entries", Entries, .. InputFile.Arguments(path)]);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var output = new MemoryStream();
            await probe.StandardOutput.CopyToAsync(output, either.Token);
            int status = await probe.WaitAsync(either.Token);
            FFProbeAnalysis? document = status == 0 ? JsonSerializer.Deserialize<FFProbeAnalysis>(output.ToArray()) : null;
            return document is null ? throw InputErrors.Explain(path, probe.Errors) : Interpret(path, document);
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

    private static MediaProbe Interpret(string path, FFProbeAnalysis document)
    {
        string file = InputFile.Shown(path);
        IReadOnlyList<FFProbeStream> streams = document.Streams ?? [];
        FFProbeStream? audio = streams.FirstOrDefault(stream => stream.CodecType == "audio");
        FFProbeStream? video = streams.FirstOrDefault(stream => stream.CodecType == "video" && !IsCover(stream));
        if (video is null)
        {
            throw InputFile.Error(
                audio is null ? $"{file} holds no video." : $"{file} holds sound but no video.", "Give a file with a video stream.");
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
            Tags = AllTags(video.Tags, document.Format?.Tags),
            AudioStreams = streams.Count(stream => stream.CodecType == "audio"),
            Subtitles = [.. streams.Where(stream => stream.CodecType == "subtitle" && TextCodecs.Contains(stream.CodecName)).Select(stream => stream.Index)],
        };
    }

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
    private sealed record Version(string Path, long Length, DateTime WrittenAt, string Ffprobe);

    private sealed record Examined(Version As, MediaProbe Probe);
}
