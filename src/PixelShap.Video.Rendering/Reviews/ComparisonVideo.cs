using System.Runtime.InteropServices;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Reviews;

/// <summary>Draws two runs of one clip side by side, A left and B right, each with its question and answer, and the rank changes below.</summary>
public sealed class ComparisonVideo
{
    private const int WidestPicture = 960, Gap = 4;
    private const double Exact = 1e-6, StillSeconds = 0.2;
    private static readonly Epoch s_epoch = new(0, DateTimeOffset.UnixEpoch, "review");

    private readonly Comparison _comparison;
    private readonly ReviewOptions _options;
    private readonly ComparedRuns _runs;
    private readonly SceneLayout _half;
    private readonly double _range;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="comparison">The runs.</param>
    /// <param name="options">How they are shown; layout and side-by-side are not looked at.</param>
    /// <param name="runs">What they are called.</param>
    public ComparisonVideo(Comparison comparison, ReviewOptions options, ComparedRuns runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(options);
        (_comparison, _options, _runs) = (comparison, options, runs);
        JournalHeader header = comparison.First.Header;
        double scale = Math.Min(1, (double)WidestPicture / header.Width);
        _half = ReviewLayouts.For(
            ReviewLayout.Source, Math.Max(2, (int)(header.Width * scale / 2) * 2), Math.Max(2, (int)Math.Round(header.Height * scale / 2) * 2), sideBySide: false);
        _range = Math.Max(ImportanceColours.RangeOf(comparison.First), ImportanceColours.RangeOf(comparison.Second));
        Width = (2 * _half.Width) + Gap;
        Height = _half.Height + ComparisonPanel.HeightFor(_half.FontSize);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How long the title card stands before the clip begins, in seconds.</summary>
    public double TitleSeconds => _options.Title ? ReviewVideo.TitleSeconds : 0;

    /// <summary>The size that the clip is to be read in.</summary>
    public (int Width, int Height) PictureSize => (_half.Picture.Width, _half.Picture.Height);

    /// <summary>Draws every frame of a stretch that both runs analysed.</summary>
    /// <param name="source">The clip, in <see cref="PictureSize"/> and <see cref="PixelFormat.Yuv420"/>.</param>
    /// <param name="from">The start on the axis of the runs, inclusive.</param>
    /// <param name="to">The end, exclusive.</param>
    /// <param name="sink">Takes the pictures; completed at the end.</param>
    /// <param name="progress">Called with the number of frames drawn.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PixelShapException">The clip is not the one that was analysed.</exception>
    public async Task DrawAsync(IFrameSource source, double from, double to, IFrameSink sink, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(progress);
        (int A, int B)[] foremost = Foremost(from, to);
        ImportanceStrip[] strips =
        [
            AnnotatedVideo.StripOf(_comparison.First, from, to, null, foremost.Length == 0 ? null : [.. foremost.Select(pair => pair.A)]),
            AnnotatedVideo.StripOf(_comparison.Second, from, to, null, foremost.Length == 0 ? null : [.. foremost.Select(pair => pair.B)]),
        ];
        (double Lowest, double Highest)[] ranges = [.. strips.Select(strip => StripScale.RangeOf(strip, _options.Drawing.MaximumCurves))];
        SceneRendererOptions drawing = _options.Drawing with
        {
            StripRange = (ranges.Min(range => range.Lowest), ranges.Max(range => range.Highest)),
            ImportanceRange = _range,
            KeyframeMarkDuration = _options.Drawing.KeyframeMarkDuration / _options.Slow,
            PanelInterval = _options.Drawing.PanelInterval / _options.Slow,
        };
        using var left = new Side(_comparison.First, _options, _half, drawing with { Markers = foremost.Select((pair, place) => (pair.A, place)).ToDictionary() }, $"A: {_runs.NameA}", strips[0]);
        using var right = new Side(_comparison.Second, _options, _half, drawing with { Markers = foremost.Select((pair, place) => (pair.B, place)).ToDictionary() }, $"B: {_runs.NameB}", strips[1]);
        using var typesetter = new Typesetter(drawing.FontFamilies);
        using var texts = new TextCache(typesetter);
        var panel = new ComparisonPanel(_half.FontSize, drawing.Theme, texts);
        var clock = new ReviewClock(source.Info.TimeBase, _options.Slow);
        var pool = new FramePool(4);
        using Frame canvas = new FramePool(0).Rent(HeaderOf(0, clock.Now) with { Format = PixelFormat.Bgr32 });
        Span<uint> ground = MemoryMarshal.Cast<byte, uint>(canvas.Pixels.Span);
        ground.Fill(drawing.Theme.Background.Pixel);
        RankMoment? shown = new(double.NaN, [], false, false);
        long drawn = 0, written = 0;
        MediaTime at = default;
        await sink.ExpectAsync(HeaderOf(0, clock.Now), cancellationToken);
        await foreach (Frame owned in source.ReadAsync(cancellationToken))
        {
            using Frame frame = owned;
            if (frame.Pts.Seconds < from - Exact || frame.Pts.Seconds >= to - Exact)
            {
                continue;
            }

            JournalFrame facts = left.Find(frame);
            _options.Blur?.Apply(frame, facts.Index);
            if (drawn == 0)
            {
                await WriteTitleAsync(frame);
                clock.Begin(from);
            }

            left.Draw(frame, facts, canvas, 0);
            right.Draw(frame, right.Find(frame), canvas, _half.Width + Gap);
            RankMoment? moment = _comparison.MomentAt(facts.Seconds);
            if (!ReferenceEquals(moment, shown))
            {
                shown = moment;
                texts.Trim();
                using var drawingOn = new Canvas(canvas.Pixels, Width, Height);
                panel.Draw(drawingOn, new PixelBox(0, _half.Height, Width, Height - _half.Height), moment);
            }

            at = clock.At(frame.Pts);
            await WriteAsync(canvas, at);
            progress(++drawn);
        }

        clock.End(to);
        if (drawn > 0 && ReviewClock.Again(at, clock.Now) is { } again)
        {
            await WriteAsync(canvas, again);
        }

        await sink.CompleteAsync(cancellationToken);

        async Task WriteTitleAsync(Frame first)
        {
            if (!_options.Title)
            {
                return;
            }

            using Frame card = new FramePool(0).Rent(canvas.Header), picture = PictureCopy.InPixels(first);
            new ComparisonCard(_options, _comparison, _runs).Draw(card, picture, from, to);
            for (double passed = 0; passed < TitleSeconds - Exact; passed += StillSeconds)
            {
                await WriteAsync(card, clock.Now);
                clock.Hold(Math.Min(StillSeconds, TitleSeconds - passed));
            }
        }

        async Task WriteAsync(Frame drawing, MediaTime at)
        {
            using Frame picture = pool.Rent(HeaderOf(written++, at));
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(drawing.Pixels.Span), Width, Height, 0, Height, picture.Pixels.Span);
            await sink.WriteAsync(picture, cancellationToken);
        }
    }

    /// <summary>The road users that mattered most in both runs together: both strips show them, with the same markers.</summary>
    private (int A, int B)[] Foremost(double from, double to)
    {
        return
        [
            .. _comparison.Matches
                .Where(match => _comparison.First.Timeline.Tracks.ContainsKey(match.Key) && _comparison.Second.Timeline.Tracks.ContainsKey(match.Value))
                .OrderByDescending(match => AnnotatedVideo.Weight(_comparison.First, match.Key, Shown) + AnnotatedVideo.Weight(_comparison.Second, match.Value, Shown))
                .ThenBy(match => match.Key)
                .Take(_options.Drawing.MaximumCurves)
                .Select(match => (match.Key, match.Value)),
        ];

        bool Shown(double seconds) => seconds >= from && seconds < to;
    }

    private FrameHeader HeaderOf(long index, MediaTime at) => new(index, s_epoch, at, Width, Height, PixelFormat.Yuv420);

    /// <summary>One of the two runs.</summary>
    private sealed class Side : IDisposable
    {
        private readonly string _input;
        private readonly string _name;
        private readonly ReviewScenes _scenes;
        private readonly SceneRenderer _renderer;
        private readonly IEnumerator<JournalFrame> _facts;
        private readonly Frame _output;
        private bool _more;

        public Side(RunResults results, ReviewOptions options, SceneLayout layout, SceneRendererOptions drawing, string name, ImportanceStrip strip)
        {
            (_input, _name) = (results.Header.Input, name);
            _scenes = new ReviewScenes(results, options, layout);
            _renderer = new SceneRenderer(layout, drawing) { Strip = strip };
            _facts = results.ReadTracks().GetEnumerator();
            _more = _facts.MoveNext();
            _output = new FramePool(0).Rent(new FrameHeader(0, s_epoch, default, layout.Width, layout.Height, PixelFormat.Bgr32));
        }

        public JournalFrame Find(Frame frame)
        {
            while (_more && _facts.Current.Pts < frame.Pts)
            {
                _more = _facts.MoveNext();
            }

            return _more && _facts.Current.Pts.CompareTo(frame.Pts) == 0
                ? _facts.Current
                : throw new PixelShapException(
                    ExitCode.Input, $"The picture at {frame.Pts} of {_input} was not analysed by both runs.",
                    "Choose a stretch that both analysed with --from and --to, or name the original clip with --input.");
        }

        public void Draw(Frame frame, JournalFrame facts, Frame canvas, int left)
        {
            Scene scene = _scenes.Of(facts);
            _renderer.Draw(frame, scene with { Header = new SceneHeader(_name, scene.Header!.Facts) }, _output);
            int row = _output.Stride;
            for (int y = 0; y < _output.Height; y++)
            {
                _output.Pixels.Span.Slice(y * row, row).CopyTo(canvas.Pixels.Span[((y * canvas.Stride) + (left * 4))..]);
            }
        }

        public void Dispose()
        {
            _facts.Dispose();
            _renderer.Dispose();
            _output.Dispose();
        }
    }
}
