using System.Globalization;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Writing;

/// <summary>
/// Joins the sound of the files of a drive, sample by sample, at the times of their pictures: silence stands where there is none, so that sound and pictures stay in step in
/// every player. It is kept lossless and encoded once, with the video.
/// </summary>
internal static class JoinedSound
{
    private const int BytesPerSample = 2, MostChannels = 2, ChunkBytes = 1 << 16;

    /// <summary>Joins; null for a drive without sound.</summary>
    /// <param name="drive">The drive.</param>
    /// <param name="pieces">Which stretches are wanted: elsewhere there is silence; null for all.</param>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="cancellationToken">Ends the joining.</param>
    public static async Task<SoundTrack?> MakeAsync(ClipInput drive, IReadOnlyList<AudioPiece>? pieces, FfmpegTools tools, CancellationToken cancellationToken)
    {
        MediaProbe?[] probes = new MediaProbe?[drive.Parts.Count];
        for (int i = 0; i < probes.Length; i++)
        {
            DrivePart part = drive.Parts[i];
            if (EndOf(drive, i) is { } end && pieces?.Any(piece => piece.From < end && piece.To > part.Begin.Seconds) != false)
            {
                probes[i] = await ProbeAsync(part.Path, tools, cancellationToken);
            }
        }

        if (Array.Find(probes, probe => probe is { AudioStream: not null, SampleRate: > 0, Channels: > 0 }) is not { } model)
        {
            return null;
        }

        (int rate, int channels) = (model.SampleRate, Math.Min(model.Channels, MostChannels));
        double origin = Math.Max(0, drive.Parts[0].Begin.Seconds);
        string path = Path.Combine(Path.GetTempPath(), $"pixelshap-{Guid.NewGuid():N}.mka");
        try
        {
            await using ChildProcess encoder = await ChildProcess.StartAsync(
                tools, tools.Ffmpeg,
                [
                    "-nostdin", "-hide_banner", "-nostats", "-v", "error", "-f", "s16le", "-ar", Number(rate), "-ac", Number(channels), "-i", "pipe:0",
                    "-c:a", "flac", "-compression_level", "0", "-output_ts_offset", Number(origin), "-f", "matroska", "-y", "file:" + path,
                ],
                keepInput: true);
            var pipe = new Samples(encoder.StandardInput, rate, channels, origin);
            for (int i = 0; i < probes.Length; i++)
            {
                await pipe.SilenceAsync(drive.Parts[i].Begin.Seconds, cancellationToken);
                if (probes[i] is { AudioStream: { } stream })
                {
                    await pipe.DecodeAsync(drive.Parts[i], stream, EndOf(drive, i)!.Value, tools, cancellationToken);
                }
            }

            await pipe.SilenceAsync(drive.Parts[^1].End?.Seconds ?? 0, cancellationToken);
            await encoder.StandardInput.DisposeAsync();
            if (await encoder.WaitAsync(cancellationToken) != 0)
            {
                throw new IOException(string.Join(Environment.NewLine, encoder.Errors.Lines));
            }
        }
        catch (IOException error)
        {
            File.Delete(path);
            throw new PixelShapException(ExitCode.Failed, $"The sound of {InputFile.Shown(drive.Path)} could not be joined.", $"Check that there is room in {Path.GetTempPath()}, or leave the sound out with --mute.", error);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        VideoInfo info = model.Info with { AudioCodec = "flac", StartTime = new MediaTime((long)Math.Round(origin * 1e6), new Rational(1, 1_000_000)) };
        return new SoundTrack(path, model with { Info = info, AudioStream = 0, AudioStreams = 1 }, isJoined: true);
    }

    /// <summary>Where the sound of a file has to end; null where nothing says it, which is a file without an index, whose sound is lost.</summary>
    private static double? EndOf(ClipInput drive, int number) =>
        drive.Parts[number].End?.Seconds ?? (number + 1 < drive.Parts.Count ? drive.Parts[number + 1].Begin.Seconds : null);

    /// <summary>What a file holds; null where that cannot be found out, which has been told when its pictures were read.</summary>
    private static async Task<MediaProbe?> ProbeAsync(string path, FfmpegTools tools, CancellationToken cancellationToken)
    {
        try
        {
            return Mp4Salvage.IsUnindexed(path) ? null : await MediaProbe.ReadAsync(path, tools, TimeProvider.System, cancellationToken);
        }
        catch (PixelShapException problem) when (problem.ExitCode == ExitCode.Input && File.Exists(path))
        {
            return null;
        }
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Where the samples go, and how many have gone.</summary>
    private sealed class Samples(Stream target, int rate, int channels, double origin)
    {
        private readonly byte[] _chunk = new byte[ChunkBytes];
        private long _written;

        /// <summary>Writes silence up to a time of the drive.</summary>
        public async Task SilenceAsync(double seconds, CancellationToken cancellationToken)
        {
            Array.Clear(_chunk);
            for (long left = BytesUpTo(seconds); left > 0; left = BytesUpTo(seconds))
            {
                await WriteAsync((int)Math.Min(left, _chunk.Length), cancellationToken);
            }
        }

        /// <summary>Writes the sound of a file up to a time of the drive, as far as it can be decoded.</summary>
        public async Task DecodeAsync(DrivePart part, int stream, double to, FfmpegTools tools, CancellationToken cancellationToken)
        {
            double from = part.Begin.Seconds - part.Shift.Seconds;
            await using ChildProcess decoder = await ChildProcess.StartAsync(
                tools, tools.Ffmpeg,
                [
                    "-nostdin", "-hide_banner", "-nostats", "-v", "error", "-copyts", .. InputFile.Arguments(part.Path),
                    "-map", string.Create(CultureInfo.InvariantCulture, $"0:{stream}"), "-af", $"asetpts=PTS-{Number(from)}/TB,aresample={rate}:async=1:first_pts=0",
                    "-ac", Number(channels), "-ar", Number(rate), "-f", "s16le", "pipe:1",
                ]);
            for (long left = BytesUpTo(to); left > 0; left = BytesUpTo(to))
            {
                int read = await decoder.StandardOutput.ReadAtLeastAsync(_chunk.AsMemory(0, (int)Math.Min(left, _chunk.Length)), (int)Math.Min(left, _chunk.Length), throwOnEndOfStream: false, cancellationToken);
                if (read < channels * BytesPerSample)
                {
                    return;
                }

                await WriteAsync(read - (read % (channels * BytesPerSample)), cancellationToken);
            }
        }

        private long BytesUpTo(double seconds) => ((long)Math.Round((seconds - origin) * rate) - _written) * channels * BytesPerSample;

        private async Task WriteAsync(int bytes, CancellationToken cancellationToken)
        {
            await target.WriteAsync(_chunk.AsMemory(0, bytes), cancellationToken);
            _written += bytes / (channels * BytesPerSample);
        }
    }
}
