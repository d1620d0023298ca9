using System.Globalization;
using System.Text;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Writing;

/// <summary>What FFmpeg is told to make of frames on its standard input and the sound of a file.</summary>
/// <param name="options">How to write.</param>
/// <param name="track">Where the sound is; null for a silent video.</param>
/// <param name="path">The file to write.</param>
internal sealed class EncoderArguments(VideoWriterOptions options, SoundTrack? track, string path)
{
    // A fragment for each second: no more than that is lost.
    private static readonly string[] Growing = ["+empty_moov+default_base_moof", "-frag_duration", "1000000", "-flush_packets", "1"];

    /// <summary>The arguments.</summary>
    /// <param name="header">The first frame.</param>
    /// <param name="timeBase">The unit of its times.</param>
    /// <param name="origin">The time that becomes 0.</param>
    public List<string> For(FrameHeader header, Rational timeBase, MediaTime origin)
    {
        // -copyts: both inputs keep their clocks, and the audio is shifted by the same origin as the frames.
        // The sound comes first: its file can be examined while the first picture is not there yet.
        List<string> arguments = ["-nostdin", "-hide_banner", "-nostats", "-v", "warning", "-copyts"];
        if (track is not null)
        {
            arguments.AddRange(AudioInput(track, origin.Seconds));
        }

        string scale = timeBase.Denominator.ToString(CultureInfo.InvariantCulture);
        arguments.AddRange(
        [
            "-protocol_whitelist", "pipe", "-f", "nut", "-fpsprobesize", "0", "-i", "pipe:0",
            "-map", track is null ? "0:v" : "1:v", "-vf", Filters(header), "-fps_mode", "passthrough", "-enc_time_base", $"{timeBase.Numerator}:{timeBase.Denominator}",
            "-c:v", "libx264", "-preset", options.Preset, "-crf", options.ConstantRateFactor.ToString(CultureInfo.InvariantCulture),
            "-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
            "-video_track_timescale", scale,
        ]);
        if (track is not null)
        {
            arguments.AddRange(AudioOutput(track));
        }

        double? end = options.Pieces is [var only] ? only.At + only.To - only.From
            : options.Pieces is null && options.End is { } last ? last.Seconds - origin.Seconds
            : null;
        if (end is { } seconds)
        {
            arguments.AddRange(["-t", Seconds(Math.Max(0, seconds))]);
        }

        arguments.AddRange(
        [
            "-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096",
            "-movflags", .. options.IsGrowing ? Growing : ["+faststart"], "-f", "mp4", "-y", "file:" + path,
        ]);
        return arguments;
    }

    private IEnumerable<string> AudioInput(SoundTrack source, double origin)
    {
        MediaProbe sound = source.Probe;
        AudioPiece? only = options.Pieces is [var piece] && !IsCutByFilter(source) ? piece : null;
        double? from = only?.From ?? (options.Pieces is null ? options.From?.Seconds : null);
        if (only is not null || from > sound.Info.StartTime.Seconds)
        {
            // At the very start too: sound that an edit list hides before it would else be heard while a card stands.
            yield return "-ss";
            yield return Seconds(Math.Max(1e-6, from!.Value - sound.Info.StartTime.Seconds));
        }

        // The microsecond keeps FFmpeg from moving the clock of MPEG-TS once more (see FfmpegFrameSource).
        yield return "-itsoffset";
        yield return Seconds(1e-6 - (only is { } one ? one.From - one.At : origin));
        foreach (string argument in InputFile.Arguments(source.Path))
        {
            yield return argument;
        }
    }

    private List<string> AudioOutput(SoundTrack source)
    {
        MediaProbe sound = source.Probe;
        if (options.Pieces is { } pieces && IsCutByFilter(source))
        {
            return ["-filter_complex", Joined(sound, pieces), "-map", "[sound]", "-c:a", "aac", "-b:a", "160k"];
        }

        List<string> arguments = ["-map", string.Create(CultureInfo.InvariantCulture, $"0:{sound.AudioStream}")];
        if (options.From is not null || options.Pieces is not null)
        {
            // Seeking lands on a keyframe of the video; the sound from there to the excerpt is not wanted.
            arguments.AddRange(["-copypriorss:a", "0"]);
        }

        arguments.AddRange(!source.IsJoined && FitsIntoMp4(sound.Info.AudioCodec!) ? ["-c:a", "copy"] : ["-c:a", "aac", "-b:a", "160k"]);
        return arguments;
    }

    /// <summary>Several pieces are cut out by a filter, and one piece of sound that is encoded anew: FFmpeg would cut that at times before the shift.</summary>
    private bool IsCutByFilter(SoundTrack source) =>
        options.Pieces is { Count: > 1 } || (options.Pieces is { Count: 1 } && (source.IsJoined || !FitsIntoMp4(source.Probe.Info.AudioCodec!)));

    /// <summary>The filter that cuts the pieces out, each padded with silence up to the next, and joins them.</summary>
    private static string Joined(MediaProbe sound, IReadOnlyList<AudioPiece> pieces)
    {
        var graph = new StringBuilder();
        graph.Append(CultureInfo.InvariantCulture, $"[0:{sound.AudioStream}]asplit={pieces.Count}");
        for (int i = 0; i < pieces.Count; i++)
        {
            graph.Append(CultureInfo.InvariantCulture, $"[in{i}]");
        }

        for (int i = 0; i < pieces.Count; i++)
        {
            AudioPiece piece = pieces[i];
            double length = piece.To - piece.From, whole = i + 1 < pieces.Count ? pieces[i + 1].At - piece.At : length;
            string delay = i == 0 ? string.Create(CultureInfo.InvariantCulture, $",adelay={Math.Round(piece.At * 1000)}:all=1") : "";
            graph.Append(CultureInfo.InvariantCulture, $";[in{i}]atrim=start={Seconds(piece.From)}:end={Seconds(piece.To)},asetpts=PTS-{Seconds(piece.From)}/TB,");
            graph.Append(CultureInfo.InvariantCulture, $"aresample=async=1:first_pts=0,atrim=end={Seconds(length)},apad=whole_dur={Seconds(whole)}{delay}[out{i}]");
        }

        graph.Append(';');
        for (int i = 0; i < pieces.Count; i++)
        {
            graph.Append(CultureInfo.InvariantCulture, $"[out{i}]");
        }

        return graph.Append(CultureInfo.InvariantCulture, $"concat=n={pieces.Count}:v=0:a=1[sound]").ToString();
    }

    private static string Filters(FrameHeader header)
    {
        const string Convert = "scale=out_color_matrix=bt709:out_range=tv:flags=bicubic+accurate_rnd+full_chroma_int,format=yuv420p,setsar=1";
        int right = header.Width % 2, bottom = header.Height % 2;
        if (header.Format == PixelFormat.Yuv420 && right + bottom == 0)
        {
            // Nothing to convert: the colours are those of the file that is written.
            return "setsar=1";
        }

        return right + bottom == 0
            ? Convert
            : string.Create(
                CultureInfo.InvariantCulture,
                $"format=gbrp,pad={header.Width + right}:{header.Height + bottom},fillborders=right={right}:bottom={bottom}:mode=smear,{Convert}");
    }

    /// <summary>Whether MP4 can hold sound of a codec as it is.</summary>
    public static bool FitsIntoMp4(string codec) => codec is "aac" or "mp3" or "ac3" or "eac3" or "alac" or "opus" or "flac";

    private static string Seconds(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
