using System.Runtime.InteropServices;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Journal;
using PixelShap.Video.Review.Colour;
using PixelShap.Video.Review.Drawing;
using PixelShap.Video.Runs;

namespace PixelShap.Video.Review.Incident;

/// <summary>Draws two runs of one clip side by side, A left and B right, each with its question and answer, and the rank changes below.</summary>
public sealed class ComparisonVideo
{
    private const int WidestPicture = 960, Gap = 4;
    private const double Exact = 1e-6;
    private static readonly Epoch s_epoch = new(0, DateTimeOffset.UnixEpoch, "review");

    private readonly Comparison _comparison;
    private readonly ReviewOptions _options;
    private readonly string[] _names;
    private readonly SceneLayout _half;
    private readonly double _range;

    /// <summary>Prepares a comparison.</summary>
    /// <param name="comparison">The runs.</param>
    /// <param name="options">How they are shown; layout, title and side-by-side are not looked at.</param>
    /// <param name="nameA">What is special about the first run, for people.</param>
    /// <param name="nameB">What is special about the second run.</param>
    public ComparisonVideo(Comparison comparison, ReviewOptions options, string nameA, string nameB)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(options);
        (_comparison, _options, _names) = (comparison, options, [$"A: {nameA}", $"B: {nameB}"]);
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
        SceneRendererOptions drawing = _options.Drawing with
        {
            ImportanceRange = _range,
            KeyframeMarkDuration = _options.Drawing.KeyframeMarkDuration / _options.Slow,
            PanelInterval = _options.Drawing.PanelInterval / _options.Slow,
        };
        using var left = new Side(_comparison.First, _options, _half, drawing, _names[0], from, to);
        using var right = new Side(_comparison.Second, _options, _half, drawing, _names[1], from, to);
        using var typesetter = new Typesetter(drawing.FontFamilies);
        using var texts = new TextCache(typesetter);
        var panel = new ComparisonPanel(_half.FontSize, drawing.Theme, texts);
        var colours = new ImportanceColours(_range);
        var clock = new ReviewClock(source.Info.TimeBase, _options.Slow);
        clock.Begin(from);
        var pool = new FramePool(4);
        byte[] canvas = new byte[Width * Height * 4];
        MemoryMarshal.Cast<byte, uint>(canvas.AsSpan()).Fill(drawing.Theme.Background.Pixel);
        RankMoment? shown = new(double.NaN, []);
        long drawn = 0;
        await foreach (Frame owned in source.ReadAsync(cancellationToken))
        {
            using Frame frame = owned;
            if (frame.Pts.Seconds < from - Exact || frame.Pts.Seconds >= to - Exact)
            {
                continue;
            }

            JournalFrame facts = left.Find(frame);
            _options.Blur?.Apply(frame, facts);
            left.Draw(frame, facts, canvas, Width, 0);
            right.Draw(frame, right.Find(frame), canvas, Width, _half.Width + Gap);
            RankMoment? moment = _comparison.MomentAt(facts.Seconds);
            if (!ReferenceEquals(moment, shown))
            {
                shown = moment;
                texts.Trim();
                using var drawingOn = new Canvas(canvas, Width, Height);
                panel.Draw(drawingOn, new PixelBox(0, _half.Height, Width, Height - _half.Height), moment, colours);
            }

            using Frame picture = pool.Rent(new FrameHeader(drawn, s_epoch, clock.At(frame.Pts), Width, Height, PixelFormat.Yuv420));
            Yuv420.FromPixels(MemoryMarshal.Cast<byte, uint>(canvas.AsSpan()), Width, Height, 0, Height, picture.Pixels.Span);
            await sink.WriteAsync(picture, cancellationToken);
            progress(++drawn);
        }

        await sink.CompleteAsync(cancellationToken);
    }

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

        public Side(RunResults results, ReviewOptions options, SceneLayout layout, SceneRendererOptions drawing, string name, double from, double to)
        {
            (_input, _name) = (results.Header.Input, name);
            _scenes = new ReviewScenes(results, options, layout);
            _renderer = new SceneRenderer(layout, drawing) { Strip = AnnotatedVideo.StripOf(results, from, to) };
            _facts = BridgedFrames.Of(results.ReadFrames()).GetEnumerator();
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

        public void Draw(Frame frame, JournalFrame facts, byte[] canvas, int width, int left)
        {
            Scene scene = _scenes.Of(facts);
            _renderer.Draw(frame, scene with { Header = new SceneHeader(_name, scene.Header!.Facts) }, _output);
            int row = _output.Stride;
            for (int y = 0; y < _output.Height; y++)
            {
                _output.Pixels.Span.Slice(y * row, row).CopyTo(canvas.AsSpan(((y * width) + left) * 4));
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
