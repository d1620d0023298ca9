using PixelShap.Video.Media;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Cli.Joining;

/// <summary>The picture that stands for a run: its annotated video at the most decisive moment, or at the first keyframe where none is decisive.</summary>
internal static class RunPoster
{
    /// <summary>The picture in a run directory.</summary>
    public const string Name = "poster.jpg";

    /// <summary>Writes it beside the annotated video.</summary>
    /// <param name="directory">The run directory; it holds the annotated video.</param>
    /// <param name="results">What was found.</param>
    /// <param name="cancellationToken">Ends the job.</param>
    public static async Task WriteAsync(RunDirectory directory, RunResults results, CancellationToken cancellationToken)
    {
        double start = results.Seconds.Start;
        double at = DecisiveMoment.Find(results, start, double.PositiveInfinity, 1, 0) is [DecisiveMoment best] ? best.Keyframe.Seconds
            : results.Timeline.Keyframes is [var first, ..] ? first.Seconds
            : start;
        await PosterPicture.WriteAsync(directory.AnnotatedVideo, Math.Max(0, at - start), Name, cancellationToken);
    }
}
