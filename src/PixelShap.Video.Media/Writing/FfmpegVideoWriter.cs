using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Nut;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Writing;

/// <summary>
/// Writes frames as H.264 in MP4, playable everywhere: 4:2:0, BT.709, the index in front. Each frame keeps its time, and the sound of
/// the source stays in step. A video that grows is in fragments, so that what was written can be played whatever ends the writing. A picture with an odd side is enlarged by one repeated row or column, which 4:2:0 needs.
/// </summary>
public sealed partial class FfmpegVideoWriter : IFrameSink
{
    private const long FinestTimeScale = 1_000_000;
    private static readonly Rational CommonTimeBase = new(1, 90_000);
    private readonly VideoWriterOptions _options;
    private readonly FfmpegTools _tools;
    private readonly OutputFile _file;
    private readonly SoundTrack? _sound;
    private readonly ILogger _logger;
    private readonly List<string> _warnings = [];
    private ChildProcess? _encoder;
    private NutWriter? _writer;
    private WriterClock? _clock;
    private FrameHeader? _first;
    private bool _begun;
    private bool _completed;

    private FfmpegVideoWriter(OutputFile file, VideoWriterOptions options, FfmpegTools tools, SoundTrack? sound, int empty, ILogger logger)
    {
        string recording = InputFile.Shown(options.AudioSource?.Path ?? "");
        MediaProbe? audio = sound?.Probe;
        _file = file;
        _options = options;
        _tools = tools;
        _sound = sound;
        _logger = logger;
        if (audio?.Info.AudioCodec is null or "unknown" or "none")
        {
            _sound = null;
            if (audio is not null)
            {
                _warnings.Add($"The sound of {recording} is in a format that FFmpeg does not know; the video is silent.");
            }
        }
        else if (!sound!.IsJoined && !EncoderArguments.FitsIntoMp4(audio.Info.AudioCodec))
        {
            _warnings.Add($"The sound of {recording} is {audio.Info.AudioCodec}, which MP4 cannot hold; it is re-encoded as AAC.");
        }

        if (audio is null && empty > 0)
        {
            _warnings.Add($"{recording} declares a sound track in which no sound was found; the video is silent.");
        }

        if (_sound is { Probe.AudioStreams: > 1 })
        {
            _warnings.Add($"{recording} has {_sound.Probe.AudioStreams} sound tracks; only the first is kept.");
        }
    }

    /// <summary>What could not be kept as it was, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Prepares the writing of a video; the encoder starts with the first frame, whose size and layout all others must have.</summary>
    /// <param name="path">The file to write; it is replaced when it exists, but only by a complete video.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellationToken">Ends the preparation.</param>
    /// <param name="logger">Takes what FFmpeg says.</param>
    /// <exception cref="PixelShapException">The file cannot be written or the audio source cannot be read.</exception>
    public static async Task<FfmpegVideoWriter> CreateAsync(
        string path, VideoWriterOptions options, CancellationToken cancellationToken, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        FfmpegTools tools = options.Tools ?? FfmpegTools.Locate();
        var file = new OutputFile(path, options.IsGrowing);
        SoundTrack? sound = options.AudioSource is { } source ? await SoundTrack.OfAsync(source, options.Pieces, tools, cancellationToken) : null;
        return new FfmpegVideoWriter(file, options, tools, sound?.Probe.AudioStream is null ? null : sound, sound?.Probe.EmptyAudioStreams ?? 0, logger ?? NullLogger.Instance);
    }

    /// <inheritdoc/>
    /// <exception cref="PixelShapException">The encoder could not be started.</exception>
    public async ValueTask ExpectAsync(FrameHeader first, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(first);
        ObjectDisposedException.ThrowIf(_completed, this);
        _first ??= await StartAsync(first, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The frame has another size or layout than the first.</exception>
    /// <exception cref="PixelShapException">The encoder stopped; the message says why.</exception>
    public async ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ObjectDisposedException.ThrowIf(_completed, this);
        _first ??= await StartAsync(frame.Header, cancellationToken);
        if ((frame.Width, frame.Height, frame.Header.Format) != (_first.Width, _first.Height, _first.Format))
        {
            throw new ArgumentException(
                $"A frame of {frame.Width}x{frame.Height} {frame.Header.Format} cannot follow frames of {_first.Width}x{_first.Height} {_first.Format}.",
                nameof(frame));
        }

        _begun = true;
        try
        {
            await _writer!.WriteFrameAsync(_clock!.Next(frame.Header), frame.Pixels, cancellationToken);
        }
        catch (IOException error)
        {
            throw await FailureAsync(error, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PixelShapException">No frame was written, or the encoder failed.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_completed, this);
        if (!_begun || _encoder is null)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"{_file.Shown} was not written because there was no frame to write.", "Check that the input holds pictures in that time.");
        }

        try
        {
            await _encoder.StandardInput.DisposeAsync();
        }
        catch (IOException error)
        {
            throw await FailureAsync(error, cancellationToken);
        }

        // FFmpeg 5 ends with status 0 although it could not write the end of the file.
        if (await _encoder.WaitAsync(cancellationToken) != 0 || !Mp4File.IsWhole(_file.WritingPath))
        {
            throw await FailureAsync(null, cancellationToken);
        }

        _file.Commit();
        _completed = true;
    }

    /// <summary>Ends the writing; what was not completed is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_encoder is not null)
        {
            await _encoder.DisposeAsync();
        }

        _sound?.Dispose();
        if (!_completed)
        {
            _completed = true;
            _file.Discard();
        }
    }

    private async Task<FrameHeader> StartAsync(FrameHeader header, CancellationToken cancellationToken)
    {
        Rational timeBase = header.Pts.TimeBase.Denominator <= FinestTimeScale ? header.Pts.TimeBase : CommonTimeBase;
        var video = new NutVideoStream(
            header.Width,
            header.Height,
            timeBase,
            header.Format switch { PixelFormat.Bgr24 => NutVideoStream.Bgr24, PixelFormat.Yuv420 => NutVideoStream.Yuv420, _ => NutVideoStream.Bgr32 });
        MediaTime origin = _options.Pieces is not null ? new MediaTime(0, timeBase) : header.Pts < _options.Origin ? header.Pts : _options.Origin;
        _clock = new WriterClock(timeBase, origin);
        _encoder = await ChildProcess.StartAsync(
            _tools, _tools.Ffmpeg, new EncoderArguments(_options, _sound, _file.WritingPath).For(header, timeBase, origin), keepInput: true, onErrorLine: line => Log.Ffmpeg(_logger, line));
        _writer = new NutWriter(_encoder.StandardInput, video);
        try
        {
            await _writer.WriteHeadersAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw await FailureAsync(error, cancellationToken);
        }

        return header;
    }

    private async Task<PixelShapException> FailureAsync(Exception? cause, CancellationToken cancellationToken)
    {
        int status = await _encoder!.WaitAsync(cancellationToken);
        cause ??= new IOException(string.Join(Environment.NewLine, _encoder.Errors.Lines));
        if (_encoder.Errors.Mentions("No space left"))
        {
            return new PixelShapException(ExitCode.Failed, $"{_file.Shown} could not be written because the disk is full.", "Free some space and run again.", cause);
        }

        if (_encoder.Errors.Mentions("Permission denied") || _encoder.Errors.Mentions("Read-only file system"))
        {
            return new PixelShapException(
                ExitCode.Failed, $"{_file.Shown} could not be written because its folder is not writable.", "Choose another output folder.", cause);
        }

        if (_encoder.Errors.Mentions("Unknown encoder"))
        {
            return new PixelShapException(
                ExitCode.Failed, $"{_file.Shown} could not be encoded: this FFmpeg has no encoder for H.264 (libx264).", "Install a full build of FFmpeg; 'pixelshap doctor' looks at it.", cause);
        }

        if (status >= 128)
        {
            return new PixelShapException(
                ExitCode.Failed, $"{_file.Shown} could not be encoded: FFmpeg was ended from outside (status {status}).", "Check that the machine has enough memory, and run again.", cause);
        }

        string said = _encoder.Errors.Lines.Count > 0 ? _encoder.Errors.Lines[^1] : $"exit status {status}";
        return new PixelShapException(
            ExitCode.Failed, $"{_file.Shown} could not be encoded: {said.TrimEnd('.')}.", _sound is null
                ? "Check the disk and the memory of the machine, and run again."
                : "If the sound is the cause, write a copy of the clip without it: ffmpeg -i CLIP -an -c copy SILENT.mp4", cause);
    }

    private static partial class Log
    {
        [LoggerMessage(2010, LogLevel.Debug, "ffmpeg: {Line}")]
        public static partial void Ffmpeg(ILogger logger, string line);
    }
}
