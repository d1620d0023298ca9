using System.Runtime.InteropServices;
using System.Threading.Channels;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>A stretch of the clip's sound and where it stands in the review.</summary>
/// <param name="From">Its start on the clock of the clip, in seconds.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="At">Where it begins in the review, in seconds.</param>
public readonly record struct SoundPiece(double From, double To, double At);

/// <summary>
/// Draws an incident review from a finished run and its clip, without any model. Reading, drawing and writing go on side by side, each frame passes
/// once.
/// </summary>
public sealed class ReviewVideo
{
    /// <summary>How long the title card stands.</summary>
    public const double TitleSeconds = 4;

    /// <summary>How long the card before a decisive moment stands.</summary>
    public const double CardSeconds = 2.5;

    /// <summary>How long the picture stands still at a decisive keyframe.</summary>
    public const double HoldSeconds = 3;

    /// <summary>Excerpts of the clip are asked for with so much room in seconds to either side, and cut exactly by the times of the frames.</summary>
    public const double Room = 0.05;

    private const int Queue = 3;
    private const double StillSeconds = 0.2, HeldAfterSeconds = 0.04;

    private const double Exact = 1e-6;

    private static readonly Epoch s_epoch = new(0, DateTimeOffset.UnixEpoch, "review");

    private readonly RunResults _results;
    private readonly ReviewPlan _plan;
    private readonly ReviewOptions _options;
    private readonly Func<double?, double?, Task<IFrameSource>> _open;
    private readonly ReviewScenes _scenes;
    private readonly FramePool _pool = new(2 * Queue);
    private readonly TaskCompletionSource<FrameHeader> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MediaTime _end;

    /// <summary>Prepares a review.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="plan">What is shown.</param>
    /// <param name="options">How it is shown.</param>
    /// <param name="open">Opens the clip from and to a second (null: from its start, to its end), scaled to the size of <see cref="SceneLayout.Picture"/>
    /// of <see cref="Layout"/>.</param>
    public ReviewVideo(RunResults results, ReviewPlan plan, ReviewOptions options, Func<double?, double?, Task<IFrameSource>> open)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        _results = results;
        _plan = plan;
        _open = open;
        Layout = ReviewLayouts.For(options.Layout, results.Header.Width, results.Header.Height, options.SideBySide);
        _options = options with
        {
            Drawing = options.Drawing with
            {
                ImportanceRange = options.Drawing.ImportanceRange ?? ImportanceColours.RangeOf(results),
                KeyframeMarkDuration = options.Drawing.KeyframeMarkDuration / options.Slow,
                PanelInterval = options.Drawing.PanelInterval / options.Slow,
                UntouchedLabel = options.Blur is null ? options.Drawing.UntouchedLabel : "FILMED PICTURE, PARTS BLURRED",
            },
        };
        _scenes = new ReviewScenes(results, _options, Layout);
    }

    /// <summary>Where everything is on the pictures.</summary>
    public SceneLayout Layout { get; }

    /// <summary>Where the clip's sound goes in the review; empty in slow motion, which has none.</summary>
    public IReadOnlyList<SoundPiece> Sound => _options.Slow > 1 ? [] : [.. SoundPieces()];

    /// <summary>The length of the review.</summary>
    public double DurationSeconds => _plan.Pieces.Sum(piece => CardsBefore(piece) + ((piece.To - piece.From) * _options.Slow) + (piece.Moments.Count * HoldSeconds));

    /// <summary>The number of analysed frames that a stretch of time holds is not known before it is read; this is an estimate for progress.</summary>
    public long ApproximateFrameCount
    {
        get
        {
            double all = Math.Max(1e-3, _results.Seconds.End - _results.Seconds.Start);
            return (long)(_results.FrameCount * _plan.Pieces.Sum(piece => piece.To - piece.From) / all);
        }
    }

    /// <summary>Draws the review.</summary>
    /// <param name="sink">Takes the pictures; completed at the end.</param>
    /// <param name="progress">Called with the number of frames of the clip that have been drawn.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PixelShapException">The clip is not the one that was analysed, or cannot be read.</exception>
    public async Task DrawAsync(IFrameSink sink, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(progress);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var shots = Channel.CreateBounded<Shot>(new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true });
        var pictures = Channel.CreateBounded<Frame>(new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true });
        Task[] work =
        [
            Guarded(() => ReadAsync(shots.Writer, failed.Token), shots.Writer, failed),
            Guarded(() => DrawAsync(shots.Reader, pictures.Writer, progress, failed.Token), pictures.Writer, failed),
            Guarded(() => WriteAsync(pictures.Reader, sink, failed.Token), null, failed),
        ];
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // One part failed and the others were stopped for it: its reason is the one to tell.
            await work.First(task => task.IsFaulted);
            throw;
        }
        finally
        {
            while (shots.Reader.TryRead(out Shot? shot))
            {
                shot.Source.Dispose();
            }

            while (pictures.Reader.TryRead(out Frame? picture))
            {
                picture.Dispose();
            }
        }
    }

    private static async Task Guarded(Func<Task> work, object? output, CancellationTokenSource failed)
    {
        await Task.Yield();
        try
        {
            await work();
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
        finally
        {
            (output as ChannelWriter<Shot>)?.TryComplete();
            (output as ChannelWriter<Frame>)?.TryComplete();
        }
    }

    private async Task ReadAsync(ChannelWriter<Shot> shots, CancellationToken cancellationToken)
    {
        using IEnumerator<JournalFrame> facts = _results.ReadTracks().GetEnumerator();
        bool more = facts.MoveNext();
        ReviewClock? clock = null;
        foreach (ReviewPiece piece in _plan.Pieces)
        {
            bool fromStart = piece.From <= _results.Seconds.Start, toEnd = _results.End is not null && piece.To > _results.Seconds.End;
            await using IFrameSource source = await _open(fromStart ? null : piece.From - Room, toEnd ? null : piece.To + Room);
            if (clock is null)
            {
                clock = new ReviewClock(source.Info.TimeBase, _options.Slow);
                _first.SetResult(HeaderOf(s_epoch, 0, clock.Now));
            }

            ImportanceStrip strip = AnnotatedVideo.StripOf(_results, AxisOf(piece).From, AxisOf(piece).To, MomentsOf(piece));
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
                        ExitCode.Input, $"The picture at {frame.Pts} of {_results.Header.Input} is not one that was analysed.",
                        "The clip has changed since: name the original with --input, or run again.");
                }

                _options.Blur?.Apply(frame, facts.Current);
                if (!begun)
                {
                    begun = true;
                    await PostCardsAsync(shots, piece, frame, clock, strip, cancellationToken);
                    clock.Begin(piece.From);
                }

                Scene scene = _scenes.Of(facts.Current);
                await PostAsync(shots, new Shot(ShotKind.Picture, frame.Retain(), scene, strip, clock.At(frame.Pts), 0, null), cancellationToken);
                if (held < piece.Moments.Count && seconds >= piece.Moments[held].Keyframe.Seconds - Exact)
                {
                    Scene still = scene with { IsHeld = true, Ranking = _scenes.RankingOf(piece.Moments[held++].Keyframe) };
                    await PostAsync(shots, new Shot(ShotKind.Held, frame.Retain(), still, strip, clock.At(frame.Pts), HoldSeconds, null), cancellationToken);
                    clock.Hold(HoldSeconds);
                }
            }

            if (begun)
            {
                clock.End(piece.To);
                _end = clock.Now;
            }
        }
    }

    private async Task PostCardsAsync(
        ChannelWriter<Shot> shots, ReviewPiece piece, Frame frame, ReviewClock clock, ImportanceStrip strip, CancellationToken cancellationToken)
    {
        if (_options.Title && piece == _plan.Pieces[0])
        {
            await PostAsync(shots, new Shot(ShotKind.Title, frame.Retain(), null, strip, clock.Now, TitleSeconds, null), cancellationToken);
            clock.Hold(TitleSeconds);
        }

        if (piece.Card is { } card)
        {
            await PostAsync(shots, new Shot(ShotKind.Card, frame.Retain(), null, strip, clock.Now, CardSeconds, card), cancellationToken);
            clock.Hold(CardSeconds);
        }
    }

    private static async Task PostAsync(ChannelWriter<Shot> shots, Shot shot, CancellationToken cancellationToken)
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

    private async Task DrawAsync(ChannelReader<Shot> shots, ChannelWriter<Frame> pictures, Action<long> progress, CancellationToken cancellationToken)
    {
        using var renderer = new SceneRenderer(Layout, _options.Drawing);
        using var cards = new ReviewCards(Layout, _options, _results, new ImportanceColours(renderer.ImportanceRange));
        long drawn = 0, written = 0;
        MediaTime at = default;
        using Frame canvas = new FramePool(0).Rent(new FrameHeader(0, s_epoch, default, Layout.Width, Layout.Height, PixelFormat.Bgr32));
        await foreach (Shot shot in shots.ReadAllAsync(cancellationToken))
        {
            using Frame source = shot.Source;
            if (!ReferenceEquals(renderer.Strip, shot.Strip))
            {
                renderer.Strip = shot.Strip;
            }

            switch (shot.Kind)
            {
                case ShotKind.Title:
                    using (Frame ground = PictureCopy.InPixels(source))
                    {
                        cards.DrawTitle(canvas, ground, _plan);
                    }

                    break;
                case ShotKind.Card:
                    using (Frame ground = PictureCopy.InPixels(source))
                    {
                        cards.DrawMoment(canvas, ground, shot.Card!);
                    }

                    break;
                default:
                    renderer.Draw(source, shot.Scene!, canvas);
                    progress(drawn += shot.Kind == ShotKind.Picture ? 1 : 0);
                    break;
            }

            at = After(shot.At, FirstOf(shot));
            using Frame picture = Rent(source.Header.Epoch, written++, at);
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(canvas.Pixels.Span), Layout.Width, Layout.Height, 0, Layout.Height, picture.Pixels.Span);
            await PostAsync(pictures, picture.Retain(), cancellationToken);
            for (double second = FirstOf(shot) + StillSeconds; second < shot.Seconds - Exact; second += StillSeconds)
            {
                Frame still = Rent(source.Header.Epoch, written++, After(shot.At, second));
                picture.Pixels.CopyTo(still.Pixels);
                await PostAsync(pictures, still, cancellationToken);
            }
        }

        if (written > 0 && ReviewClock.Again(at, _end) is { } again)
        {
            Frame last = Rent(s_epoch, written, again);
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(canvas.Pixels.Span), Layout.Width, Layout.Height, 0, Layout.Height, last.Pixels.Span);
            await PostAsync(pictures, last, cancellationToken);
        }
    }

    /// <summary>The held picture takes the place of the moving one, which has just been shown, an instant later.</summary>
    private static double FirstOf(Shot shot) => shot.Kind == ShotKind.Held ? HeldAfterSeconds : 0;

    private static MediaTime After(MediaTime time, double seconds) =>
        time with { Ticks = time.Ticks + (long)Math.Round(seconds * time.TimeBase.Denominator / time.TimeBase.Numerator) };

    private Frame Rent(Epoch epoch, long index, MediaTime at) => _pool.Rent(HeaderOf(epoch, index, at));

    private FrameHeader HeaderOf(Epoch epoch, long index, MediaTime at) => new(index, epoch, at, Layout.Width, Layout.Height, PixelFormat.Yuv420);

    private static async Task PostAsync(ChannelWriter<Frame> pictures, Frame picture, CancellationToken cancellationToken)
    {
        try
        {
            await pictures.WriteAsync(picture, cancellationToken);
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private async Task WriteAsync(ChannelReader<Frame> pictures, IFrameSink sink, CancellationToken cancellationToken)
    {
        // The encoder starts while the decoder does.
        await sink.ExpectAsync(await _first.Task.WaitAsync(cancellationToken), cancellationToken);
        await foreach (Frame owned in pictures.ReadAllAsync(cancellationToken))
        {
            using Frame picture = owned;
            await sink.WriteAsync(picture, cancellationToken);
        }

        await sink.CompleteAsync(cancellationToken);
    }

    /// <summary>The time axis of the strip: the whole review, unless a piece would be a sliver of it.</summary>
    private (double From, double To) AxisOf(ReviewPiece piece)
    {
        (double from, double to) = (_plan.Pieces[0].From, _plan.Pieces[^1].To);
        return to - from <= 10 * (piece.To - piece.From) ? (from, to) : (piece.From, piece.To);
    }

    /// <summary>The moments that the strip of a piece is to show: all of a review of moments; null where the piece has none.</summary>
    private List<DecisiveMoment>? MomentsOf(ReviewPiece piece)
    {
        List<DecisiveMoment> moments = [.. piece.Moments, .. AxisOf(piece) == AxisOf(_plan.Pieces[0]) ? _plan.Pieces.Select(each => each.Card?.Moment).OfType<DecisiveMoment>() : []];
        if (piece.Card is { } card)
        {
            moments.Add(card.Moment);
        }

        return moments.Count > 0 ? moments : null;
    }

    private double CardsBefore(ReviewPiece piece) =>
        (_options.Title && piece == _plan.Pieces[0] ? TitleSeconds : 0) + (piece.Card is null ? 0 : CardSeconds);

    private IEnumerable<SoundPiece> SoundPieces()
    {
        double at = 0;
        foreach (ReviewPiece piece in _plan.Pieces)
        {
            at += CardsBefore(piece);
            double from = piece.From;
            foreach (DecisiveMoment moment in piece.Moments)
            {
                yield return new SoundPiece(from, moment.Keyframe.Seconds, at);
                at += moment.Keyframe.Seconds - from + HoldSeconds;
                from = moment.Keyframe.Seconds;
            }

            yield return new SoundPiece(from, piece.To, at);
            at += piece.To - from;
        }
    }

    private enum ShotKind
    {
        Title,
        Card,
        Picture,
        Held,
    }

    /// <summary>Something to draw. Owns the frame.</summary>
    private sealed record Shot(ShotKind Kind, Frame Source, Scene? Scene, ImportanceStrip Strip, MediaTime At, double Seconds, MomentCard? Card);
}
