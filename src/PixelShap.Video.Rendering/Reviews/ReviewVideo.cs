using System.Runtime.InteropServices;
using System.Threading.Channels;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Runs.Results;
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

    /// <summary>How long the card before a moment stands: so short that the picture moves within a second.</summary>
    public const double CardSeconds = 0.8;

    /// <summary>How long the sentence stands over the moving picture at the start of a piece.</summary>
    public const double StorySeconds = 5;

    /// <summary>How long the picture stands still at a moment.</summary>
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
    private readonly FramePool _pool = new(2 * Queue);
    private readonly ReviewShots _shots;

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
        _shots = new ReviewShots(results, plan, _options, open, new ReviewScenes(results, _options, Layout));
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
        var shots = Channel.CreateBounded<ReviewShot>(new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true });
        var pictures = Channel.CreateBounded<Frame>(new BoundedChannelOptions(Queue) { SingleReader = true, SingleWriter = true });
        Task[] work =
        [
            Guarded(() => _shots.ReadAsync(shots.Writer, failed.Token), shots.Writer, failed),
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
            while (shots.Reader.TryRead(out ReviewShot? shot))
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
            (output as ChannelWriter<ReviewShot>)?.TryComplete();
            (output as ChannelWriter<Frame>)?.TryComplete();
        }
    }

    private async Task DrawAsync(ChannelReader<ReviewShot> shots, ChannelWriter<Frame> pictures, Action<long> progress, CancellationToken cancellationToken)
    {
        using var renderer = new SceneRenderer(Layout, _options.Drawing);
        using var cards = new ReviewCards(Layout, _options, _results, new ImportanceColours(renderer.ImportanceRange));
        long drawn = 0, written = 0;
        MediaTime at = default;
        using Frame canvas = new FramePool(0).Rent(new FrameHeader(0, s_epoch, default, Layout.Width, Layout.Height, PixelFormat.Bgr32));
        await foreach (ReviewShot shot in shots.ReadAllAsync(cancellationToken))
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
            using Frame picture = Rent(written++, at);
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(canvas.Pixels.Span), Layout.Width, Layout.Height, 0, Layout.Height, picture.Pixels.Span);
            await PostAsync(pictures, picture.Retain(), cancellationToken);
            for (double second = FirstOf(shot) + StillSeconds; second < shot.Seconds - Exact; second += StillSeconds)
            {
                Frame still = Rent(written++, After(shot.At, second));
                picture.Pixels.CopyTo(still.Pixels);
                await PostAsync(pictures, still, cancellationToken);
            }
        }

        if (written > 0 && ReviewClock.Again(at, _shots.End) is { } again)
        {
            Frame last = Rent(written, again);
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(canvas.Pixels.Span), Layout.Width, Layout.Height, 0, Layout.Height, last.Pixels.Span);
            await PostAsync(pictures, last, cancellationToken);
        }
    }

    /// <summary>The held picture takes the place of the moving one, which has just been shown, an instant later.</summary>
    private static double FirstOf(ReviewShot shot) => shot.Kind == ShotKind.Held ? HeldAfterSeconds : 0;

    private static MediaTime After(MediaTime time, double seconds) =>
        time with { Ticks = time.Ticks + (long)Math.Round(seconds * time.TimeBase.Denominator / time.TimeBase.Numerator) };

    private Frame Rent(long index, MediaTime at) => _pool.Rent(HeaderOf(index, at));

    private FrameHeader HeaderOf(long index, MediaTime at) => new(index, s_epoch, at, Layout.Width, Layout.Height, PixelFormat.Yuv420);

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
        await sink.ExpectAsync(HeaderOf(0, await _shots.Start.WaitAsync(cancellationToken)), cancellationToken);
        await foreach (Frame owned in pictures.ReadAllAsync(cancellationToken))
        {
            using Frame picture = owned;
            await sink.WriteAsync(picture, cancellationToken);
        }

        await sink.CompleteAsync(cancellationToken);
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
            foreach (ReviewMoment moment in piece.Moments)
            {
                yield return new SoundPiece(from, moment.Seconds, at);
                at += moment.Seconds - from + HoldSeconds;
                from = moment.Seconds;
            }

            yield return new SoundPiece(from, piece.To, at);
            at += piece.To - from;
        }
    }
}
