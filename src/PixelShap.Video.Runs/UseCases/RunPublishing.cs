using Microsoft.Extensions.Logging;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Runs.UseCases;

/// <summary>Has everything made of a run that its settings want: first what comes from the journal alone, then, in one reading of the clip, the rest.</summary>
internal static class RunPublishing
{
    /// <summary>Publishes.</summary>
    /// <param name="publishers">Make the results, in their order.</param>
    /// <param name="run">The run.</param>
    /// <param name="media">Reads the clip.</param>
    /// <param name="observer">Shows the progress.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task PublishAsync(
        IEnumerable<IRunPublisher> publishers, FinishedRun run, IMediaLibrary media, IRunObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        List<IPublication> ofPictures = [];
        try
        {
            foreach (IRunPublisher publisher in publishers)
            {
                cancellationToken.ThrowIfCancellationRequested();
                IPublication? publication = await publisher.BeginAsync(run, logger, cancellationToken);
                if (publication is { TakesFrames: true })
                {
                    ofPictures.Add(publication);
                }
                else if (publication is not null)
                {
                    await using (publication)
                    {
                        await publication.FinishAsync(cancellationToken);
                    }
                }
            }

            await ReadAsync(ofPictures, run, media, observer, logger, cancellationToken);
            foreach (IPublication publication in ofPictures)
            {
                await publication.FinishAsync(cancellationToken);
            }
        }
        finally
        {
            foreach (IPublication publication in ofPictures)
            {
                await publication.DisposeAsync();
            }
        }
    }

    private static async Task ReadAsync(
        List<IPublication> publications, FinishedRun run, IMediaLibrary media, IRunObserver observer, ILogger logger, CancellationToken cancellationToken)
    {
        if (publications.Count == 0 || run.Input is not { } input)
        {
            return;
        }

        await using IClipSource source = await media.OpenAsync(input, run.Configuration.Clip, logger, cancellationToken);
        long drawn = 0;
        await observer.ShowAsync(
            () => RunProgress.Of("drawing", Interlocked.Read(ref drawn), run.Results.FrameCount),
            async () =>
            {
                await foreach (Frame owned in source.ReadAsync(cancellationToken))
                {
                    using Frame frame = owned;
                    foreach (IPublication publication in publications)
                    {
                        await publication.TakeAsync(frame, cancellationToken);
                    }

                    Interlocked.Exchange(ref drawn, frame.Index + 1);
                }
            });
    }
}
