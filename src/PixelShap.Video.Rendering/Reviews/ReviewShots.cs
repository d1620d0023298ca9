using System.Threading.Channels;
using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Reads the pieces of a clip that a review shows, with what the journal knows of each picture.</summary>
/// <param name="results">What was found.</param>
/// <param name="plan">Which pieces.</param>
/// <param name="options">How it looks.</param>
/// <param name="open">Opens the clip from one time to another; null from its start or to its end.</param>
/// <param name="scenes">What there is to show on a picture.</param>
internal sealed class ReviewShots(
    RunResults results, ReviewPlan plan, ReviewOptions options, Func<double?, double?, Task<IFrameSource>> open, ReviewScenes scenes)
{
    // Times of frames are sums of rounded numbers.
    private const double Exact = 1e-6;

    private readonly TaskCompletionSource<MediaTime> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The time of the first picture, as soon as the clip is open.</summary>
    public Task<MediaTime> Start => _start.Task;

    /// <summary>The end of what was posted so far.</summary>
    public MediaTime End { get; private set; }

    /// <summary>Reads the clip and posts what is to be drawn, in the order of the review.</summary>
    /// <param name="shots">Takes the pictures, which then belong to whoever takes them out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PixelShapException">The clip is not the one that was analysed, or cannot be read.</exception>
    public async Task ReadAsync(ChannelWriter<ReviewShot> shots, CancellationToken cancellationToken)
    {
        using IEnumerator<JournalFrame> facts = results.ReadTracks().GetEnumerator();
        bool more = facts.MoveNext();
        ReviewClock? clock = null;
        foreach (ReviewPiece piece in plan.Pieces)
        {
            bool fromStart = piece.From <= results.Seconds.Start, toEnd = results.End is not null && piece.To > results.Seconds.End;
            await using IFrameSource source = await open(fromStart ? null : piece.From - ReviewVideo.Room, toEnd ? null : piece.To + ReviewVideo.Room);
            if (clock is null)
            {
                clock = new ReviewClock(source.Info.TimeBase, options.Slow);
                _start.SetResult(clock.Now);
            }

            ImportanceStrip strip = AnnotatedVideo.StripOf(results, AxisOf(piece).From, AxisOf(piece).To, TracksOf(piece));
            int held = 0;
            bool begun = false;
            await foreach (Frame owned in source.ReadAsync(cancellationToken))
            {
                using Frame frame = owned;
                double seconds = frame.Pts.Seconds;
                if (seconds < piece.From - Exact || seconds >= piece.To - Exact)
                {
                    continue;
                }

                while (more && facts.Current.Pts < frame.Pts)
                {
                    more = facts.MoveNext();
                }

                if (!more || facts.Current.Pts.CompareTo(frame.Pts) != 0)
                {
                    throw new PixelShapException(
                        ExitCode.Input, $"The picture at {frame.Pts} of {results.Header.Input} is not one that was analysed.",
                        "The clip has changed since: name the original with --input, or run again.");
                }

                options.Blur?.Apply(frame, facts.Current.Index);
                if (!begun)
                {
                    begun = true;
                    await PostCardsAsync(shots, piece, frame, clock, strip, cancellationToken);
                    clock.Begin(piece.From);
                }

                Scene scene = scenes.Of(facts.Current) with { Story = seconds - piece.From < ReviewVideo.StorySeconds / options.Slow ? piece.Story : "" };
                await PostAsync(shots, new ReviewShot(ShotKind.Picture, frame.Retain(), scene, strip, clock.At(frame.Pts), 0, null), cancellationToken);
                if (held < piece.Moments.Count && seconds >= piece.Moments[held].Seconds - Exact)
                {
                    JournalKeyframe? asked = piece.Moments[held++].Keyframe;
                    Scene still = scene with { IsHeld = true, Ranking = asked is null ? scene.Ranking : scenes.RankingOf(asked) };
                    await PostAsync(shots, new ReviewShot(ShotKind.Held, frame.Retain(), still, strip, clock.At(frame.Pts), ReviewVideo.HoldSeconds, null), cancellationToken);
                    clock.Hold(ReviewVideo.HoldSeconds);
                }
            }

            if (begun)
            {
                clock.End(piece.To);
                End = clock.Now;
            }
        }
    }

    private async Task PostCardsAsync(
        ChannelWriter<ReviewShot> shots, ReviewPiece piece, Frame frame, ReviewClock clock, ImportanceStrip strip, CancellationToken cancellationToken)
    {
        if (options.Title && piece == plan.Pieces[0])
        {
            await PostAsync(shots, new ReviewShot(ShotKind.Title, frame.Retain(), null, strip, clock.Now, ReviewVideo.TitleSeconds, null), cancellationToken);
            clock.Hold(ReviewVideo.TitleSeconds);
        }

        if (piece.Card is { } card)
        {
            await PostAsync(shots, new ReviewShot(ShotKind.Card, frame.Retain(), null, strip, clock.Now, ReviewVideo.CardSeconds, card), cancellationToken);
            clock.Hold(ReviewVideo.CardSeconds);
        }
    }

    private static async Task PostAsync(ChannelWriter<ReviewShot> shots, ReviewShot shot, CancellationToken cancellationToken)
    {
        try
        {
            await shots.WriteAsync(shot, cancellationToken);
        }
        catch
        {
            shot.Source.Dispose();
            throw;
        }
    }

    /// <summary>The time axis of the strip: the whole review, unless a piece would be a sliver of it.</summary>
    private (double From, double To) AxisOf(ReviewPiece piece)
    {
        (double from, double to) = (plan.Pieces[0].From, plan.Pieces[^1].To);
        return to - from <= 10 * (piece.To - piece.From) ? (from, to) : (piece.From, piece.To);
    }

    /// <summary>The tracks that the strip of a piece is to show: those of all moments of a review of moments; null where it has none.</summary>
    private List<int>? TracksOf(ReviewPiece piece)
    {
        List<ReviewMoment> moments = [.. piece.Moments, .. AxisOf(piece) == AxisOf(plan.Pieces[0]) ? plan.Pieces.Select(each => each.Card?.Moment).OfType<ReviewMoment>() : []];
        if (piece.Card is { } card)
        {
            moments.Add(card.Moment);
        }

        List<int> tracks = [.. moments.SelectMany(moment => moment.Decisive is { } decisive ? [decisive.TrackId, .. moment.Event?.Tracks ?? []] : moment.Event?.Tracks ?? [])];
        return tracks.Count > 0 ? tracks : null;
    }
}
