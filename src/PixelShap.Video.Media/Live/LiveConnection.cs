using PixelShap.Video.Frames;
using PixelShap.Video.Media.Nut;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Recording;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Live;

/// <summary>One connection to a live stream, from the first picture to the loss: one ffmpeg process.</summary>
internal sealed class LiveConnection : IAsyncDisposable
{
    private static readonly TimeSpan RecordingPatience = TimeSpan.FromSeconds(2);

    /// <summary>Little is read before the first picture.</summary>
    private static readonly (string Name, string Value)[] Examination = [("analyzeduration", "1000000"), ("probesize", "500000"), ("fpsprobesize", "0")];
    private readonly LiveAddress _address;
    private readonly RtspOptions _options;
    private readonly TimeProvider _time;
    private readonly ChildProcess _process;
    private readonly NutReader _reader;
    private readonly StreamLines _streams;
    private readonly CancellationTokenSource _watchdog;
    private readonly RecordingLink? _recording;
    private NutVideoStream? _video;
    private NutFrameHeader? _first;

    private LiveConnection(LiveAddress address, RtspOptions options, TimeProvider time, ChildProcess process, StreamLines streams, RecordingLink? recording)
    {
        _streams = streams;
        _address = address;
        _options = options;
        _time = time;
        _process = process;
        _reader = new NutReader(process.StandardOutput);
        _watchdog = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _recording = recording;
    }

    /// <summary>Whether the stream has an end of its own, which is no loss: a file over HTTP, or a playlist that says that nothing more comes.</summary>
    public bool HasEnd => _address.Scheme is "http" or "https" && _streams.HasEnd;

    /// <summary>What is known of the stream.</summary>
    public VideoInfo Info { get; private set; } = new() { Width = 0, Height = 0, TimeBase = new Rational(1, 1), Codec = string.Empty };

    /// <summary>Connects and waits for the first picture.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="recorder">Takes the stream as it comes; null for none.</param>
    /// <param name="epoch">The number of the connection for the recording.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onLine">Takes what FFmpeg says, without credentials.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="LiveStreamException">It could not be connected.</exception>
    public static async Task<LiveConnection> OpenAsync(
        LiveAddress address,
        RtspOptions options,
        TimeSpan timeout,
        Recorder? recorder,
        int epoch,
        TimeProvider time,
        Action<string> onLine,
        CancellationToken cancellationToken)
    {
        FfmpegTools tools = options.Tools ?? FfmpegTools.Locate();
        var streams = new StreamLines();
        RecordingLink? recording = recorder is null ? null : RecordingLink.Open(recorder, epoch);
        ChildProcess process = await ChildProcess.StartAsync(
            tools,
            tools.Ffmpeg,
            Arguments(address, options, recording?.Address),
            keepInput: address.HasSecrets,
            onErrorLine: line =>
            {
                streams.Add(line);
                onLine(address.Redact(line));
            });
        var connection = new LiveConnection(address, options, time, process, streams, recording);
        try
        {
            if (address.HasSecrets)
            {
                await HandOverAsync(process, address, options, cancellationToken);
            }

            await connection.ReadHeadersAsync(timeout, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the next frame.</summary>
    /// <param name="header">Makes the frame's header from its PTS.</param>
    /// <param name="cancellationToken">Ends the waiting; the connection is of no use then.</param>
    /// <returns>The frame; null at the end of a stream that has one.</returns>
    /// <exception cref="LiveStreamException">The stream was lost or no frame came in time.</exception>
    public async Task<Frame?> ReadAsync(Func<MediaTime, FrameHeader> header, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_watchdog.Token, cancellationToken);
        _watchdog.CancelAfter(_options.StallTimeout);
        try
        {
            NutFrameHeader? coming = _first ?? await _reader.ReadFrameHeaderAsync(either.Token);
            _first = null;
            if (coming is not { } next)
            {
                int status = await _process.WaitAsync(either.Token);
                return status == 0 && HasEnd && !LiveErrors.IsLoss(_process.Errors)
                    ? null
                    : throw LiveErrors.Explain(_address, _process.Errors, "the stream ended", quote: false);
            }

            Frame frame = _options.Pool.Rent(header(new MediaTime(next.Pts, _video!.TimeBase)));
            bool complete = false;
            try
            {
                complete = next.Size == frame.Pixels.Length
                    ? await _reader.ReadPixelsAsync(frame.Pixels, either.Token)
                    : throw new LiveStreamException("the size of the pictures changed");
            }
            finally
            {
                if (!complete)
                {
                    frame.Dispose();
                }
            }

            return complete ? frame : throw new LiveStreamException("the stream broke off");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LiveStreamException($"no frame for {_options.StallTimeout.TotalSeconds:0.#} s", LossKind.Stalled);
        }
        catch (NutFormatException error)
        {
            throw new LiveStreamException(error.Message);
        }
        finally
        {
            // The time that the consumer takes does not count.
            _watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends the connection. A recording is finished first, if that goes quickly.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_recording is not null)
        {
            // Nobody reads the frames any more: without this ffmpeg might wait for ever to write one.
            await _process.StandardOutput.DisposeAsync();
            await _process.RequestExitAsync(RecordingPatience, _time);
        }

        await _process.DisposeAsync();
        await (_recording?.DisposeAsync() ?? ValueTask.CompletedTask);
        _watchdog.Dispose();
    }

    /// <summary>
    /// Tells FFmpeg the address through its standard input, as a list of one (its concat format): what stands on a command line can be read by every user of the machine.
    /// </summary>
    private static async Task HandOverAsync(ChildProcess process, LiveAddress address, RtspOptions options, CancellationToken cancellationToken)
    {
        string list = $"ffconcat version 1.0\nfile '{address.Full.Replace("'", "'\\''", StringComparison.Ordinal)}'\n"
            + string.Concat(InputOptions(address, options).Concat(Examination).Select(option => $"option {option.Name} {option.Value}\n"));
        try
        {
            await process.StandardInput.WriteAsync(System.Text.Encoding.UTF8.GetBytes(list), cancellationToken);
            await process.StandardInput.DisposeAsync();
        }
        catch (IOException)
        {
            // It is gone already; why is read from what it said.
        }
    }

    private async Task ReadHeadersAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_watchdog.Token, cancellationToken);
        _watchdog.CancelAfter(timeout);
        try
        {
            // ffmpeg writes the headers also when the stream ends without a picture.
            _video = await _reader.ReadHeadersAsync(either.Token);
            _first = _video is null ? null : await _reader.ReadFrameHeaderAsync(either.Token);
            if (_video is null || _first is null)
            {
                await _process.WaitAsync(either.Token);
                throw LiveErrors.Explain(_address, _process.Errors, "no picture came", quote: true);
            }

            await _streams.Complete.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LiveStreamException($"no picture came within {timeout.TotalSeconds:0.#} s");
        }
        catch (NutFormatException error)
        {
            throw new LiveStreamException(error.Message);
        }

        _watchdog.CancelAfter(Timeout.InfiniteTimeSpan);
        Info = new VideoInfo
        {
            Width = _video.Width,
            Height = _video.Height,
            TimeBase = _video.TimeBase,
            Codec = _streams.Video ?? "unknown",
            HasAudio = _streams.Audio is not null,
            AudioCodec = _streams.Audio,
            Container = _address.Scheme,
        };
    }

    private static (string Name, string Value)[] InputOptions(LiveAddress address, RtspOptions options) =>
        address.Scheme is "rtsp" or "rtsps" ? [("rtsp_transport", options.Udp ? "udp" : "tcp")] : [];

    private static List<string> Arguments(LiveAddress address, RtspOptions options, string? recording)
    {
        List<string> arguments = ["-nostdin", "-hide_banner", "-nostats", "-v", "level+info", "-flags", "low_delay"];
        arguments.AddRange(Examination.SelectMany(option => new[] { "-" + option.Name, option.Value }));
        (string protocols, string formats) = address.Scheme switch
        {
            "rtsp" or "rtsps" => ("rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto", "rtsp,sdp,rtp,mpegts,asf"),
            "udp" => ("udp", "mpegts"),
            "srt" => ("srt", "mpegts"),
            _ => ("http,https,tcp,tls,crypto,httpproxy", InputFile.Containers + ",mpjpeg,hls"),
        };
        arguments.AddRange(["-protocol_whitelist", address.HasSecrets ? "pipe," + protocols : protocols, "-format_whitelist", address.HasSecrets ? "concat," + formats : formats]);
        if (address.IsPlaylist)
        {
            // The pieces of a playlist come as fast as the network: without this a recording would be over before it was looked at.
            arguments.Add("-re");
        }

        arguments.AddRange(address.HasSecrets
            ? ["-safe", "0", "-f", "concat", "-i", "pipe:0"]
            : [.. InputOptions(address, options).SelectMany(option => new[] { "-" + option.Name, option.Value }), "-i", address.Full]);
        arguments.AddRange(
        [
            "-map", "0:v:0", "-vf", "scale=w='max(iw,round(iw*sar))':h='max(ih,round(ih/sar))',setsar=1", "-fps_mode", "passthrough", "-enc_time_base", "1:90000",
            "-c:v", "rawvideo", "-pix_fmt", options.Format == PixelFormat.Bgr24 ? "bgr24" : "bgr0",
            "-write_index", "0", "-avioflags", "direct", "-flush_packets", "1", "-f", "nut", "pipe:1",
        ]);
        if (recording is not null)
        {
            // The pictures as they are; the sound as AAC, because MP4 does not hold what most cameras send. A fragment is a keyframe and what follows it; sound that is missing holds none up.
            arguments.AddRange(
            [
                "-map", "0:v:0", "-map", "0:a:0?", "-c:v", "copy", "-c:a", "aac", "-b:a", "64k", "-max_interleave_delta", "500000", "-f", "mp4",
                "-movflags", "+frag_keyframe+empty_moov+default_base_moof", "-min_frag_duration", "500000", "-flush_packets", "1", recording,
            ]);
        }

        return arguments;
    }
}
