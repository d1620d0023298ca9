using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Media.Recording;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Time;

namespace PixelShap.Video.Cli.Composition;

/// <summary>Clips, cameras and videos through FFmpeg.</summary>
internal sealed class FfmpegMedia(TimeProvider time) : IMediaLibrary
{
    private const double Gigabyte = 1e9;

    public async Task<IClipSource> OpenAsync(
        ClipInput input, ClipConfiguration reading, ILogger? logger, CancellationToken cancellationToken, (double From, double To)? part = null) =>
        new Clip(await Recordings.OpenAsync(input, Options(reading) with { FromSeconds = part?.From, ToSeconds = part?.To }, cancellationToken, logger));

    public Task<ClipFacts> ReadFactsAsync(ClipInput input, ClipConfiguration reading, CancellationToken cancellationToken) =>
        Recordings.ReadFactsAsync(input, RecordingTime.Parse(reading.Time, reading.Zone), cancellationToken);

    public ILiveSource OpenCamera(string address, LiveConfiguration configuration, long seed, string folder, ILogger logger, bool isPatient = false)
    {
        Recorder? recorder = configuration.Record || configuration.ClipBeforeSeconds + configuration.ClipAfterSeconds > 0 ? new Recorder(Options(configuration, folder), logger, time) : null;
        var options = new RtspOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(configuration.ConnectTimeoutSeconds),
            StallTimeout = TimeSpan.FromSeconds(configuration.StallTimeoutSeconds),
            LongestPause = TimeSpan.FromSeconds(configuration.MaxBackoffSeconds),
            Seed = unchecked((int)seed),
            Recorder = recorder,
            IsPatient = isPatient,
        };
        return new Camera(RtspFrameSource.Create(address, options, logger, time), recorder, configuration.Record);
    }

    public async Task<IVideoSink> CreateVideoAsync(
        string path, VideoConfiguration configuration, bool isLive, (ClipInput Clip, MediaTime Origin)? audio, ILogger logger, CancellationToken cancellationToken)
    {
        VideoWriterOptions options = Options(configuration) with { IsGrowing = isLive };
        if (audio is { } sound)
        {
            options = options with { AudioSource = sound.Clip, Origin = sound.Origin };
        }

        return new Video(await FfmpegVideoWriter.CreateAsync(path, options, cancellationToken, logger));
    }

    public Task WritePosterAsync(string video, double seconds, string name, CancellationToken cancellationToken) =>
        PosterPicture.WriteAsync(video, seconds, name, cancellationToken);

    /// <summary>What is read of a clip.</summary>
    public static FrameSourceOptions Options(ClipConfiguration reading) => new() { VideoTrack = reading.VideoTrack, FrameRate = reading.FrameRate };

    /// <summary>What is kept of a camera.</summary>
    private static RecordingOptions Options(LiveConfiguration configuration, string folder) => new()
    {
        Folder = configuration.Record ? Path.Combine(folder, "recording") : null,
        PreRoll = TimeSpan.FromSeconds(configuration.ClipBeforeSeconds + 2),
        Segment = TimeSpan.FromSeconds(configuration.RecordSegmentSeconds),
        KeepAge = configuration.RecordKeepHours > 0 ? TimeSpan.FromHours(configuration.RecordKeepHours) : null,
        KeepBytes = configuration.RecordKeepGigabytes > 0 ? (long)(configuration.RecordKeepGigabytes * Gigabyte) : null,
        FreeBytes = (long)(configuration.RecordFreeGigabytes * Gigabyte),
    };

    /// <summary>Quality and speed of the encoder.</summary>
    public static VideoWriterOptions Options(VideoConfiguration configuration) => new()
    {
        ConstantRateFactor = configuration.Crf,
        Preset = configuration.Preset.ToString().ToLowerInvariant(),
    };

    private sealed class Clip(IRecordedFrames source) : IClipSource
    {
        public VideoInfo Info => source.Info;

        public IReadOnlyList<string> Warnings => source.Warnings;

        public ClipRecovery? Recovery => source.Recovery;

        public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken) => source.ReadAsync(cancellationToken);

        public ValueTask DisposeAsync() => source.DisposeAsync();
    }

    private sealed class Camera(RtspFrameSource source, Recorder? recorder, bool isRecorded) : ILiveSource
    {
        public VideoInfo Info => source.Info;

        public string State => source.State.ToString().ToLowerInvariant();

        public string Reason => source.Reason;

        public LiveCounts Counts
        {
            get
            {
                StreamCounts counts = source.Counts;
                return new LiveCounts(counts.Received, counts.Dropped, counts.Reconnects, counts.RepairedTimes, recorder?.Status is { } status && isRecorded
                    ? new RecordingCounts(status.Packets, status.LostPackets, status.Segments, status.Bytes, status.RemovedSegments, status.Trouble)
                    : null);
            }
        }

        public Task<double?> SaveClipAsync(string path, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            recorder?.SaveClipAsync(path, from, to, cancellationToken) ?? Task.FromResult<double?>(null);

        public Task ConnectAsync(CancellationToken cancellationToken) => source.ConnectAsync(cancellationToken);

        public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken) => source.ReadAsync(cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await source.DisposeAsync();
            await (recorder?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private sealed class Video(FfmpegVideoWriter writer) : IVideoSink
    {
        public IReadOnlyList<string> Warnings => writer.Warnings;

        public ValueTask ExpectAsync(FrameHeader first, CancellationToken cancellationToken) => writer.ExpectAsync(first, cancellationToken);

        public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken) => writer.WriteAsync(frame, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => writer.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
