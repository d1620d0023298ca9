using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>
/// Everything around the picture, kept as pixels and copied. What stays the same for longer: the strip is drawn once bright, for what has
/// been, and once faint, for what is to come; caption and ranking are drawn again only when they change. On top of it comes what moves,
/// drawn anew after every <see cref="SceneRendererOptions.PanelInterval"/>.
/// </summary>
internal sealed class PanelLayer : IDisposable
{
    private const double FutureStrength = 0.32;

    // A track that was not seen for so long after its last sight is over.
    private const double GoneSeconds = 0.5;

    private readonly SceneLayout _layout;
    private readonly SceneTheme _theme;
    private readonly Typesetter _typesetter;
    private readonly TextCache _texts;
    private readonly TrackColours _markers;
    private readonly StripPlot _plot;
    private readonly RankingPanel _rankingPanel;
    private readonly HeaderLayer _header;
    private readonly double _interval;
    private readonly (double Lowest, double Highest)? _range;
    private readonly byte[] _still;
    private readonly byte[] _future;
    private readonly byte[] _shown;
    private long _tick = long.MinValue;
    private bool _wasHeld;
    private ImportanceStrip? _strip;
    private StripScale? _scale;
    private ImportanceColours? _colours;
    private (string Prompt, string Answer, string Model, string Verdict)? _words;
    private SceneRanking? _ranking;

    internal PanelLayer(SceneLayout layout, SceneRendererOptions options, Typesetter typesetter, TextCache texts, TrackColours markers)
    {
        SceneTheme theme = options.Theme;
        (_layout, _theme, _typesetter, _texts, _markers) = (layout, theme, typesetter, texts, markers);
        _interval = Math.Max(1e-6, options.PanelInterval.TotalSeconds);
        _range = options.StripRange;
        _header = new HeaderLayer(layout, options, texts);
        _plot = new StripPlot(layout, theme, texts, markers);
        _rankingPanel = new RankingPanel(layout, theme, texts, markers);
        _still = new byte[layout.Width * layout.Height * 4];
        _future = new byte[layout.Plot.Width * layout.Plot.Height * 4];
        _shown = new byte[_still.Length];
        using var canvas = new Canvas(_still, layout.Width, layout.Height);
        canvas.FillRectangle(0, 0, layout.Width, layout.Height, theme.Background);
        canvas.FillRectangle(layout.Panel.X, layout.Panel.Y, layout.Panel.Width, layout.Hairline, theme.Grid);
        DrawEmptyStrip(canvas, "No importance over time yet");
    }

    /// <summary>The characters of the caption for which no font has a glyph.</summary>
    internal int UnknownGlyphs { get; private set; }

    /// <summary>Draws again what has changed.</summary>
    /// <returns>Whether anything had changed.</returns>
    internal bool Update(Scene scene, ImportanceStrip? strip, ImportanceColours colours)
    {
        long tick = (long)Math.Round(scene.TimeSeconds / _interval);

        // At a keyframe and while the picture stands still everything is of that very moment.
        bool isDue = tick != _tick || scene.IsKeyframe || scene.IsHeld != _wasHeld;
        if (!UpdateStill(scene, strip, colours) && !isDue)
        {
            return false;
        }

        (_tick, _wasHeld) = (tick, scene.IsHeld);
        _still.CopyTo(_shown, 0);
        CopyFuture(scene.TimeSeconds);
        using var canvas = new Canvas(_shown, _layout.Width, _layout.Height);
        DrawMoving(canvas, scene);
        _header.Draw(canvas, scene);
        return true;
    }

    /// <returns>Whether anything had to be drawn.</returns>
    private bool UpdateStill(Scene scene, ImportanceStrip? strip, ImportanceColours colours)
    {
        bool newWords = _words != (scene.Prompt, scene.Warning + scene.Answer, scene.Model, scene.Verdict);
        bool newColours = !ReferenceEquals(colours, _colours), newStrip = !ReferenceEquals(strip, _strip);
        bool newRanking = !_layout.Ranking.IsEmpty && (newColours || newStrip || !ReferenceEquals(scene.Ranking, _ranking));
        if (!newWords && !newColours && !newStrip && !newRanking)
        {
            return false;
        }

        using var canvas = new Canvas(_still, _layout.Width, _layout.Height);
        if (newWords)
        {
            Clear(canvas, _layout.Caption);
            UnknownGlyphs = CaptionPanel.Draw(canvas, _layout.Caption, _layout, _theme, _typesetter, scene);
            _words = (scene.Prompt, scene.Warning + scene.Answer, scene.Model, scene.Verdict);
        }

        if (newColours)
        {
            Clear(canvas, _layout.Legend);
            LegendPanel.Draw(canvas, _layout.Legend, _layout, _theme, _texts, colours);
            _colours = colours;
        }

        if (newStrip)
        {
            DrawStrip(canvas, strip);
            _strip = strip;
        }

        if (newRanking)
        {
            Clear(canvas, _layout.Ranking);
            _rankingPanel.Draw(canvas, _layout.Ranking, scene.Ranking, colours);
            _ranking = scene.Ranking;
        }

        return true;
    }

    /// <summary>Copies everything around the picture into the annotated picture.</summary>
    internal void CopyTo(Span<byte> picture)
    {
        int stride = _layout.Width * 4;
        PixelBox shown = _layout.Picture, untouched = _layout.Untouched;
        for (int y = 0; y < _layout.Height;)
        {
            bool crossesPicture = y >= shown.Y && y < shown.Bottom, crossesUntouched = y >= untouched.Y && y < untouched.Bottom;
            if (crossesPicture || crossesUntouched)
            {
                CopyBeside(picture, y, crossesPicture ? shown : untouched, crossesPicture && crossesUntouched ? untouched : default);
                y++;
                continue;
            }

            // All rows down to the next picture at once.
            int end = _layout.Height;
            end = shown.Y > y ? Math.Min(end, shown.Y) : end;
            end = untouched.Y > y ? Math.Min(end, untouched.Y) : end;
            _shown.AsSpan(y * stride, (end - y) * stride).CopyTo(picture[(y * stride)..]);
            y = end;
        }
    }

    /// <summary>Says of the picture beside the annotated one what it is.</summary>
    internal void DrawUntouched(Canvas canvas) => _header.DrawUntouched(canvas);

    /// <summary>Right of the play head the curves are faint.</summary>
    private void CopyFuture(double seconds)
    {
        if (_scale is null)
        {
            return;
        }

        int stride = _layout.Width * 4;
        PixelBox plot = _layout.Plot;
        int past = Math.Clamp((int)Math.Round(_scale.X(seconds)) - plot.X, 0, plot.Width);
        for (int row = 0; row < plot.Height; row++)
        {
            Span<byte> target = _shown.AsSpan(((plot.Y + row) * stride) + ((plot.X + past) * 4), (plot.Width - past) * 4);
            _future.AsSpan(((row * plot.Width) + past) * 4, target.Length).CopyTo(target);
        }
    }

    /// <summary>Draws a ranking over the picture.</summary>
    internal void DrawRanking(Canvas canvas, PixelBox box, SceneRanking ranking, ImportanceColours colours) =>
        _rankingPanel.Draw(canvas, box, ranking, colours);

    /// <summary>Draws what moves: the play head with its time, a dot on each curve, the values beside the names.</summary>
    private void DrawMoving(Canvas canvas, Scene scene)
    {
        if (_strip is null || _scale is null)
        {
            return;
        }

        PixelBox plot = _layout.Plot;
        double x = Math.Clamp(Math.Round(_scale.X(scene.TimeSeconds)), plot.X, plot.Right);
        double line = Math.Max(1, Math.Round(_layout.Hairline));
        canvas.FillRectangle(x - (line / 2), plot.Y, line, plot.Height, _theme.Accent, 0.9);

        TextBlock time = _texts.Get(ClipTime.Format(scene.TimeSeconds, 0.1), _layout.SmallSize, FontWeight.SemiBold);
        double width = time.Width + (_layout.FontSize * 0.8), top = _plot.AxisTop;
        double left = Math.Clamp(x - (width / 2), plot.X, Math.Max(plot.X, plot.Right - width));
        _plot.HideTimes(canvas, _scale, left - (_layout.FontSize * 0.3), left + width + (_layout.FontSize * 0.3), top);
        canvas.FillRounded(left, top - 1, width, time.Height + 2, (time.Height + 2) / 2, _theme.Accent);
        canvas.DrawText(time, Math.Round(left + ((width - time.Width) / 2)), top, _theme.Background);

        DrawValues(canvas, scene, x);
    }

    public void Dispose()
    {
        _strip = null;
        _scale = null;
    }

    private void DrawValues(Canvas canvas, Scene scene, double x)
    {
        double middle = _layout.Names.Y + (_plot.NamePitch / 2);
        foreach (ImportanceCurve curve in _strip!.Curves)
        {
            if (_markers[curve.TrackId] is not { } marker)
            {
                continue;
            }

            SceneObject? seen = scene.Objects.FirstOrDefault(candidate => candidate.TrackId == curve.TrackId);
            string text = seen is null ? "–" : ImportanceColours.Format(seen.Importance);
            TextBlock value = _texts.Get(text.Length == 0 ? "–" : text, _layout.SmallSize, FontWeight.SemiBold);
            if (seen is null)
            {
                // Who is gone for good leaves; the others keep their rows, so that nothing jumps.
                bool isGone = curve.Points.Count > 0 && scene.TimeSeconds > curve.Points[^1].Seconds + GoneSeconds;
                double row = middle - (_plot.NamePitch / 2);
                canvas.FillRectangle(_layout.Names.X, row, _layout.Names.Width, _plot.NamePitch, _theme.Background, isGone ? 1 : 0.5);
                if (isGone)
                {
                    middle += _plot.NamePitch;
                    continue;
                }
            }

            (Rgb colour, double opacity) = seen is null ? (_theme.MutedText, 0.6) : (_theme.Text, 1.0);
            canvas.DrawText(value, _layout.Names.Right - value.Width, Math.Round(middle - (value.Height / 2)), colour, opacity);
            if (seen is not null && text.Length > 0)
            {
                double y = _scale!.Y(seen.Importance.Mean);
                canvas.FillCircle(x, y, _layout.Hairline * 3.1, _theme.Plot);
                canvas.FillCircle(x, y, _layout.Hairline * 2.2, marker.Colour);
            }

            middle += _plot.NamePitch;
        }
    }

    private void DrawStrip(Canvas canvas, ImportanceStrip? strip)
    {
        PixelBox plot = _layout.Plot, names = _layout.Names;
        double left = plot.X - Math.Round(_layout.FontSize * 2.8), top = plot.Y - Math.Round(_layout.FontSize * 0.4);
        double bottom = plot.Bottom + Math.Round(_layout.FontSize * 1.7);
        canvas.FillRectangle(left, top, plot.Right + Math.Round(_layout.FontSize) - left, bottom - top, _theme.Background);
        Clear(canvas, names);
        if (strip is null)
        {
            _scale = null;
            DrawEmptyStrip(canvas, "No importance over time yet");
            return;
        }

        _scale = StripScale.For(plot, strip, _range ?? StripScale.RangeOf(strip, _markers.Count));
        _plot.DrawCurves(canvas, strip, _scale, 1);
        _plot.DrawAxes(canvas, strip, _scale, names);
        using var future = new Canvas(_future, plot.Width, plot.Height);
        _plot.DrawCurves(future, strip, _scale with { Plot = new PixelBox(0, 0, plot.Width, plot.Height) }, FutureStrength);
    }

    private void DrawEmptyStrip(Canvas canvas, string reason)
    {
        PixelBox plot = _layout.Plot;
        canvas.FillRectangle(plot.X, plot.Y, plot.Width, plot.Height, _theme.Plot);
        TextBlock text = _texts.Get(reason, _layout.SmallSize, FontWeight.Regular, plot.Width);
        canvas.DrawText(text, plot.X + ((plot.Width - text.Width) / 2), plot.Y + ((plot.Height - text.Height) / 2), _theme.MutedText);
    }

    private void Clear(Canvas canvas, PixelBox box) =>
        canvas.FillRectangle(box.X - 2, box.Y - 1, box.Width + 4, box.Height + 2, _theme.Background);

    private void CopyBeside(Span<byte> picture, int y, PixelBox first, PixelBox second)
    {
        if (second.X < first.X && !second.IsEmpty)
        {
            (first, second) = (second, first);
        }

        Copy(picture, y, 0, first.X);
        Copy(picture, y, first.Right, second.IsEmpty ? _layout.Width : second.X);
        if (!second.IsEmpty)
        {
            Copy(picture, y, second.Right, _layout.Width);
        }
    }

    private void Copy(Span<byte> picture, int y, int left, int right)
    {
        int start = ((y * _layout.Width) + left) * 4;
        _shown.AsSpan(start, (right - left) * 4).CopyTo(picture[start..]);
    }
}
