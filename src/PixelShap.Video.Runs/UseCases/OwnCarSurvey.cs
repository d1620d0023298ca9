using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>Finds out before a clip is analysed what in it is the own car, from pieces spread over the clip.</summary>
internal static class OwnCarSurvey
{
    // A clip that is longer is looked at in so many places, for so long each.
    private const double LongestWhole = 20, PieceSeconds = 0.3;
    private const int Pieces = 30;

    /// <summary>The own car, as the settings say.</summary>
    /// <param name="media">Reads the clip.</param>
    /// <param name="parts">Make what learns.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths in them start.</param>
    /// <param name="input">The clip.</param>
    /// <param name="info">Its stream.</param>
    /// <param name="observer">Is shown the progress.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PixelShapException">The clip cannot be read, or the file with the mask is none.</exception>
    public static async Task<OwnCar> LookAsync(
        IMediaLibrary media,
        IRunParts parts,
        PipelineConfiguration configuration,
        string baseDirectory,
        ClipInput input,
        VideoInfo info,
        IRunObserver observer,
        CancellationToken cancellationToken)
    {
        if (Named(parts, configuration, baseDirectory) is { } named)
        {
            return named;
        }

        IEgoMaskLearner learner = parts.EgoMaskLearner();
        double? seconds = info.DurationSeconds;
        int pieces = seconds is > LongestWhole ? Pieces : 1, done = 0;
        await observer.ShowAsync(
            () => RunProgress.Of("looking for the own car", done, pieces),
            async () =>
            {
                for (int i = 0; i < pieces; i++)
                {
                    double from = info.StartTime.Seconds + ((i + 0.5) * (seconds ?? 0) / pieces) - (PieceSeconds / 2);
                    await ReadAsync(media, configuration, input, pieces == 1 ? null : (from, from + PieceSeconds), learner, cancellationToken);
                    done++;
                }
            });
        return new OwnCar(learner.Learn(), learner.Views);
    }

    /// <summary>What the settings say without a look at the clip; null where somebody has to look.</summary>
    public static OwnCar? Named(IRunParts parts, PipelineConfiguration configuration, string baseDirectory) => configuration.EgoMask switch
    {
        PipelineConfiguration.AutoEgoMask => null,
        PipelineConfiguration.NoEgoMask => new OwnCar(mask: null),
        var file => new OwnCar(parts.ReadEgoMask(file, baseDirectory)),
    };

    private static async Task ReadAsync(
        IMediaLibrary media, PipelineConfiguration configuration, ClipInput input, (double From, double To)? part, IEgoMaskLearner learner, CancellationToken cancellationToken)
    {
        await using IClipSource source = await media.OpenAsync(input, configuration.Clip, null, cancellationToken, part);
        await foreach (Frame owned in source.ReadAsync(cancellationToken))
        {
            using Frame frame = owned;
            learner.Look(frame.Image, frame.Pts.Seconds);
        }
    }
}
