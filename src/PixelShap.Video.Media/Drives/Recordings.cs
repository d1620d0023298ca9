using Microsoft.Extensions.Logging;
using PixelShap.Video.Clips;
using PixelShap.Video.Media.Facts;
using PixelShap.Video.Media.Files;

namespace PixelShap.Video.Media.Drives;

/// <summary>Opens recordings, whether they are one file or a drive of many.</summary>
public static class Recordings
{
    /// <summary>Examines a recording; the frames are decoded when they are read.</summary>
    /// <param name="input">The file, or the files.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    /// <param name="logger">Takes what FFmpeg says.</param>
    /// <exception cref="PixelShapException">It is no readable video, or FFmpeg is missing.</exception>
    public static async Task<IRecordedFrames> OpenAsync(ClipInput input, FrameSourceOptions options, CancellationToken cancellationToken, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.IsDrive
            ? await DriveFrameSource.OpenAsync(input, options, cancellationToken, logger)
            : await FfmpegFrameSource.OpenAsync(input.Path, options, cancellationToken, logger);
    }

    /// <summary>What a recording says of itself.</summary>
    /// <param name="input">The file, or the files.</param>
    /// <param name="given">What the user says of its time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PixelShapException">It is no readable video.</exception>
    public static async Task<ClipFacts> ReadFactsAsync(ClipInput input, RecordingTime given, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!input.IsDrive)
        {
            return await ClipFactsProbe.ReadAsync(input.Path, cancellationToken, null, given);
        }

        if (input.Facts is { } known)
        {
            return known;
        }

        List<ClipFacts> facts = [];
        foreach (DrivePart part in input.Parts)
        {
            facts.Add((await ClipSurvey.ReadAsync(part.Path, given.WithoutTime, cancellationToken)).Facts);
        }

        return DriveFacts.Of(input, facts, given);
    }
}
