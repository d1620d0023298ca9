using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Drives;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Media.Writing;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Time;

namespace PixelShap.Video.Cli.Composition;

/// <summary>Clips, cameras and videos through FFmpeg.</summary>
internal sealed class FfmpegMedia(TimeProvider time) : IMediaLibrary
{
    public async Task<IClipSource> OpenAsync(
        ClipInput input, ClipConfiguration reading, ILogger? logger, CancellationToken cancellationToken, (double From, double To)? part = null) =>
        new Clip(await Recordings.OpenAsync(input, Options(reading) with { FromSeconds = part?.From, ToSeconds = part?.To }, cancellationToken, logger));

    public Task<ClipFacts> ReadFactsAsync(ClipInput input, ClipConfiguration reading, CancellationToken cancellationToken) =>
        Recordings.ReadFactsAsync(input, RecordingTime.Parse(reading.Time, reading.Zone), cancellationToken);

    public ILiveSource OpenCamera(string address, LiveConfiguration configuration, long seed, string folder, ILogger logger)
    {
        var options = new RtspOptions
        {
            ConnectTimeout = TimeSpan.FromSeconds(configuration.ConnectTimeoutSeconds),
            StallTimeout = TimeSpan.FromSeconds(configuration.StallTimeoutSeconds),
            LongestPause = TimeSpan.FromSeconds(configuration.MaxBackoffSeconds),
            Seed = unchecked((int)seed),
            RecordingFolder = configuration.Record ? folder : null,
        };
        return new Camera(RtspFrameSource.Create(address, options, logger, time));
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

    private sealed class Camera(RtspFrameSource source) : ILiveSource
    {
        public VideoInfo Info => source.Info;

        public string State => source.State.ToString().ToLowerInvariant();

        public Task ConnectAsync(CancellationToken cancellationToken) => source.ConnectAsync(cancellationToken);

        public IAsyncEnumerable<Frame> ReadAsync(CancellationToken cancellationToken) => source.ReadAsync(cancellationToken);

        public ValueTask DisposeAsync() => source.DisposeAsync();
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
