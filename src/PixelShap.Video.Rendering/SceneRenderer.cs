using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Labels;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering;

/// <summary>
/// Draws annotated pictures: objects tinted by their importance and labelled, and below the picture the question, the answer, the
/// legend and importance over time. Frames are given in order of time, because labels follow their objects from frame to frame;
/// the same frames in the same order give the same pixels. One per output; not thread-safe, but not bound to a thread.
/// </summary>
public sealed class SceneRenderer : IDisposable
{
    private readonly SceneRendererOptions _options;
    private readonly Typesetter _typesetter;
    private readonly TextCache _texts;
    private readonly TrackColours _markers;
    private readonly PanelLayer _panel;
    private readonly LabelLayer _labels;
    private readonly ObjectLayer _objects;
    private readonly KeyframeMark _mark;
    private readonly StoryLayer _story;
    private readonly WayInset _way;
    private readonly Dictionary<int, ImportanceSample> _shown = [];
    private ImportanceStrip? _strip;
    private ImportanceColours _colours;
    private bool _hasRange;

    /// <summary>Creates a renderer.</summary>
    /// <param name="layout">Where everything goes: <see cref="SceneLayout.For"/> the size of the source.</param>
    /// <param name="options">How it looks; null for the defaults.</param>
    /// <exception cref="PixelShapException">Cairo, Pango or every font is missing on this machine.</exception>
    public SceneRenderer(SceneLayout layout, SceneRendererOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        _options = options ?? new SceneRendererOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaximumCurves, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaximumCurves, TrackColours.Capacity, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaximumLabels, nameof(options));
        _colours = new ImportanceColours(_options.ImportanceRange ?? 0.5);
        _markers = new TrackColours(_options.Markers);
        _typesetter = new Typesetter(_options.FontFamilies);
        _texts = new TextCache(_typesetter);
        _panel = new PanelLayer(layout, _options, _typesetter, _texts, _markers);
        _labels = new LabelLayer(layout, _options, _texts, _markers);
        _objects = new ObjectLayer(layout, _options.Theme);
        _mark = new KeyframeMark(layout, _options, _texts);
        _story = new StoryLayer(layout, _options, _texts);
        _way = new WayInset(layout, _options, _texts);
    }

    /// <summary>Where everything goes.</summary>
    public SceneLayout Layout { get; }

    /// <summary>
    /// Importance over the whole output, or null while there is none. For a live stream it is replaced as it grows; the layers made
    /// from it are drawn again only then.
    /// </summary>
    public ImportanceStrip? Strip
    {
        get => _strip;
        set
        {
            _strip = value;
            _markers.Assign(value?.Curves.Take(_options.MaximumCurves).Select(curve => curve.TrackId) ?? []);
            if (value is not null && _options.ImportanceRange is null)
            {
                GrowRange(value);
            }
        }
    }

    /// <summary>The |φ| of the strongest colour at present.</summary>
    public double ImportanceRange => _colours.Range;

    /// <summary>The characters of the current prompt and answer for which no installed font has a glyph; drawn as boxes.</summary>
    public int UnknownGlyphs => _panel.UnknownGlyphs;

    /// <summary>Where the labels of the last picture are.</summary>
    internal IReadOnlyList<LabelPlacement> Labels => _labels.Placements;

    /// <summary>Draws one annotated picture.</summary>
    /// <param name="source">The picture as filmed, of the layout's picture size; only read.</param>
    /// <param name="scene">What is to be shown on it.</param>
    /// <param name="output">Where to, a <see cref="PixelFormat.Bgr32"/> frame of the layout's size; every pixel is written.</param>
    /// <exception cref="ArgumentException">A frame has the wrong size or format, or a mask is not of the size of the picture.</exception>
    public void Draw(Frame source, Scene scene, Frame output)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(output);
        Check(source, scene, output);

        _texts.Trim();
        Span<byte> pixels = output.Pixels.Span;
        PictureCopy.Copy(source, pixels, Layout.Width, Layout.Picture);
        if (!Layout.Untouched.IsEmpty)
        {
            PictureCopy.Copy(source, pixels, Layout.Width, Layout.Untouched);
        }

        _objects.Paint(new PictureView(pixels, Layout.Width, Layout.Picture), scene, _colours);
        if (_panel.Update(scene, _strip, _colours))
        {
            _shown.Clear();
        }

        _panel.CopyTo(pixels);

        using var canvas = new Canvas(output.Pixels, Layout.Width, Layout.Height);
        _objects.DrawBoxes(canvas, scene, _colours);
        _mark.Draw(canvas, scene);
        PixelBox held = HeldRanking.Place(scene, Layout), story = _story.Place(scene), way = held.IsEmpty ? _way.Place(scene) : default;
        _labels.Draw(canvas, scene with { Objects = [.. scene.Objects.Select(AsInPanel)] }, _colours, [.. new[] { held, story, way }.Where(box => !box.IsEmpty), .. _mark.Obstacles]);
        _way.Draw(canvas, scene, way);
        _story.Draw(canvas, scene);
        _panel.DrawUntouched(canvas);
        if (!held.IsEmpty)
        {
            HeldRanking.DrawGround(canvas, held, Layout, _options.Theme);
            _panel.DrawRanking(canvas, HeldRanking.Inside(held, Layout), scene.Ranking!, _colours);
        }
    }

    /// <summary>An object with the φ that the panel shows of it, so that its label says the same.</summary>
    private SceneObject AsInPanel(SceneObject item)
    {
        if (!_shown.TryGetValue(item.TrackId, out ImportanceSample sample))
        {
            _shown[item.TrackId] = sample = item.Importance;
        }

        return item with { Importance = sample };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _panel.Dispose();
        _texts.Dispose();
        _typesetter.Dispose();
    }

    /// <summary>The range follows the strip, but once known it only grows: colours that fade without a reason would mislead.</summary>
    private void GrowRange(ImportanceStrip strip)
    {
        IEnumerable<double> amounts = strip.Curves.SelectMany(curve => curve.Points).Select(point => Math.Abs(point.Mean));
        double largest = amounts.Where(double.IsFinite).DefaultIfEmpty().Max();
        double range = ImportanceColours.RoundRange(largest);
        if (largest > 0 && (!_hasRange || range > _colours.Range))
        {
            _colours = new ImportanceColours(range);
            _hasRange = true;
        }
    }

    private void Check(Frame source, Scene scene, Frame output)
    {
        PixelBox picture = Layout.Picture;
        if (source.Width != picture.Width || source.Height != picture.Height)
        {
            throw new ArgumentException(
                $"The picture is {source.Width}x{source.Height}, the layout is for {picture.Width}x{picture.Height}.", nameof(source));
        }

        if (output.Width != Layout.Width || output.Height != Layout.Height || output.Header.Format != PixelFormat.Bgr32)
        {
            throw new ArgumentException(
                $"The output is {output.Width}x{output.Height} {output.Header.Format}, not {Layout.Width}x{Layout.Height} Bgr32.", nameof(output));
        }

        foreach (SceneObject item in scene.Objects)
        {
            if (item.Mask is { } mask && (mask.ImageWidth != picture.Width || mask.ImageHeight != picture.Height))
            {
                throw new ArgumentException(
                    $"The mask of track {item.TrackId} is {mask.ImageWidth}x{mask.ImageHeight}, not {picture.Width}x{picture.Height}.",
                    nameof(scene));
            }
        }
    }
}
