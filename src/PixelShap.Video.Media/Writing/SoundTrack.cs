using PixelShap.Video.Clips;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;

namespace PixelShap.Video.Media.Writing;

/// <summary>The sound that a video takes along: that of a file, or that of a drive, joined into a temporary file, which goes when this is disposed.</summary>
/// <param name="path">The file that holds it.</param>
/// <param name="probe">What it is.</param>
/// <param name="isJoined">Whether it was joined from several files.</param>
internal sealed class SoundTrack(string path, MediaProbe probe, bool isJoined) : IDisposable
{
    /// <summary>The file that holds it.</summary>
    public string Path => path;

    /// <summary>What it is.</summary>
    public MediaProbe Probe => probe;

    /// <summary>Whether it was joined from several files: then it is lossless and has to be encoded.</summary>
    public bool IsJoined => isJoined;

    /// <summary>Finds the sound of a recording, or joins it; null where there is none that could be read.</summary>
    /// <param name="input">The recording.</param>
    /// <param name="pieces">Which stretches of it are wanted; null for all.</param>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="cancellationToken">Ends the joining.</param>
    /// <exception cref="PixelShapException">The recording cannot be read.</exception>
    public static async Task<SoundTrack?> OfAsync(ClipInput input, IReadOnlyList<AudioPiece>? pieces, FfmpegTools tools, CancellationToken cancellationToken)
    {
        if (input.IsDrive)
        {
            return await JoinedSound.MakeAsync(input, pieces, tools, cancellationToken);
        }

        return Mp4Salvage.IsUnindexed(input.Path)
            ? null
            : new SoundTrack(input.Path, await MediaProbe.ReadAsync(input.Path, tools, TimeProvider.System, cancellationToken), isJoined: false);
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose()
    {
        if (isJoined)
        {
            File.Delete(path);
        }
    }
}
