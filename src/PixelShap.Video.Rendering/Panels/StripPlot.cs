using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>Draws what does not change from frame to frame in the time strip: grid, axes, bands, curves, keyframes and names.</summary>
internal sealed class StripPlot(SceneLayout layout, SceneTheme theme, TextCache texts, TrackColours markers)
{
    /// <summary>Draws the plot itself, at the position of the scale's box.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="strip">What.</param>
    /// <param name="scale">How.</param>
    /// <param name="strength">1 for what has been, less for what is to come.</param>
    internal void DrawCurves(Canvas canvas, ImportanceStrip strip, StripScale scale, double strength)
    {
        PixelBox plot = scale.Plot;
        canvas.FillRectangle(plot.X, plot.Y, plot.Width, plot.Height, theme.Plot);
        foreach (double value in scale.ValueTicks().Where(_ => markers.Count > 0))
        {
            double y = Math.Round(scale.Y(value) - 0.5);
            canvas.FillRectangle(plot.X, y, plot.Width, layout.Hairline, theme.Grid, Math.Abs(value) < 1e-9 ? 1 : 0.55);
        }

        canvas.BeginClip(plot.X, plot.Y, plot.Width, plot.Height);
        foreach (ImportanceCurve curve in strip.Curves.Reverse().Where(curve => markers[curve.TrackId] is not null))
        {
            DrawCurve(canvas, curve, scale, markers[curve.TrackId]!.Value.Colour, strength);
        }

        DrawKeyframes(canvas, strip.KeyframeSeconds, scale, strength);
        canvas.EndClip();
        if (markers.Count == 0)
        {
            TextBlock text = texts.Get("No object has been valued", layout.SmallSize, FontWeight.Regular, plot.Width);
            canvas.DrawText(text, plot.X + ((plot.Width - text.Width) / 2), plot.Y + ((plot.Height - text.Height) / 2), theme.MutedText);
        }
    }

    /// <summary>Draws the axes, the keyframes and the names, around the plot.</summary>
    internal void DrawAxes(Canvas canvas, ImportanceStrip strip, StripScale scale, PixelBox names)
    {
        PixelBox plot = scale.Plot;
        double size = layout.SmallSize;
        foreach (double value in scale.ValueTicks().Where(_ => markers.Count > 0))
        {
            TextBlock number = texts.Get(ImportanceColours.Percent(value), size, FontWeight.Regular);
            double height = number.Height;
            double y = Math.Clamp(scale.Y(value) - (height / 2), plot.Y - (height * 0.3), plot.Bottom - (height * 0.75));
            canvas.DrawText(number, plot.X - (layout.FontSize * 0.45) - number.Width, Math.Round(y), theme.MutedText);
        }

        foreach ((TextBlock number, double x) in Times(scale))
        {
            canvas.DrawText(number, x, AxisTop, theme.MutedText);
        }

        DrawNames(canvas, strip, names);
    }

    /// <summary>Takes away the times that would be half hidden between <paramref name="left"/> and <paramref name="right"/>.</summary>
    internal void HideTimes(Canvas canvas, StripScale scale, double left, double right, double top)
    {
        foreach ((TextBlock number, double x) in Times(scale))
        {
            if (x < right && x + number.Width > left)
            {
                canvas.FillRectangle(x - 1, top, number.Width + 2, number.Height, theme.Background);
            }
        }
    }

    /// <summary>The top of the row of times.</summary>
    internal double AxisTop => layout.Plot.Bottom + Math.Round(layout.FontSize * 0.3);

    /// <summary>The distance from one name to the next.</summary>
    internal double NamePitch => layout.Names.Height / 5.0 * Math.Min(1, 5.0 / Math.Max(5, markers.Count));

    /// <summary>Where the text of a name begins, right of its marker.</summary>
    internal double NameIndent => layout.FontSize * 0.95;

    private IEnumerable<(TextBlock Number, double X)> Times(StripScale scale)
    {
        PixelBox plot = scale.Plot;
        TextBlock widest = texts.Get(ClipTime.Format(scale.EndSeconds, 0.1), layout.SmallSize, FontWeight.Regular);
        foreach (double second in scale.TimeTicks(widest.Width * 1.8, out double step))
        {
            TextBlock number = texts.Get(ClipTime.Format(second, step), layout.SmallSize, FontWeight.Regular);
            double x = Math.Clamp(scale.X(second) - (number.Width / 2), plot.X - (number.Width / 4), plot.Right - (number.Width * 0.75));
            yield return (number, Math.Round(x));
        }
    }

    private void DrawNames(Canvas canvas, ImportanceStrip strip, PixelBox names)
    {
        double y = names.Y;
        foreach (ImportanceCurve curve in strip.Curves)
        {
            if (markers[curve.TrackId] is not { } marker)
            {
                continue;
            }

            double room = names.Width - NameIndent - (layout.SmallSize * 3.1);
            TextBlock name = texts.Get($"{curve.ClassName} {curve.TrackId}", layout.SmallSize, FontWeight.Regular, room);
            double middle = y + (NamePitch / 2);
            Markers.Draw(canvas, marker, names.X + (layout.FontSize * 0.35), middle, layout.FontSize * 0.6);
            canvas.DrawText(name, names.X + NameIndent, Math.Round(middle - (name.Height / 2)), theme.Text, 0.85);
            y += NamePitch;
        }
    }

    /// <summary>A diamond each, or a tick each where diamonds would run into one another.</summary>
    private void DrawKeyframes(Canvas canvas, IReadOnlyList<double> keyframes, StripScale scale, double strength)
    {
        double size = layout.FontSize * 0.42, y = scale.Plot.Y + (size * 0.85), last = double.NegativeInfinity;
        double spacing = scale.Plot.Width * ((keyframes.Count > 1 ? keyframes[^1] - keyframes[0] : 0) / Math.Max(1, keyframes.Count - 1))
            / (scale.EndSeconds - scale.StartSeconds);
        bool crowded = keyframes.Count > 1 && spacing < size;
        foreach (double keyframe in keyframes)
        {
            double x = Math.Clamp(scale.X(keyframe), scale.Plot.X + (size / 2), scale.Plot.Right - (size / 2));
            if (x - last < 2 * layout.Hairline || keyframe < scale.StartSeconds - 1e-9 || keyframe > scale.EndSeconds + 1e-9)
            {
                continue;
            }

            if (crowded)
            {
                double left = Math.Round(x) - (layout.Hairline / 2);
                canvas.FillRectangle(left, y - (size / 2), layout.Hairline, size, theme.Accent, 0.7 * strength);
            }
            else
            {
                Markers.Diamond(canvas, x, y, size, theme.Accent, Math.Min(0.9, 0.25 + strength));
            }

            last = x;
        }
    }

    private void DrawCurve(Canvas canvas, ImportanceCurve curve, StripScale scale, Rgb colour, double strength)
    {
        List<ImportancePoint> points = [.. curve.Points.Where(point => double.IsFinite(point.Mean))];
        double gap = LongestStep(points, scale);
        for (int start = 0; start < points.Count;)
        {
            int end = start + 1;
            while (end < points.Count && points[end].Seconds - points[end - 1].Seconds <= gap)
            {
                end++;
            }

            DrawStretch(canvas, points, start, end, scale, colour, strength);
            start = end;
        }
    }

    /// <summary>A track that was away for longer than this many seconds has a gap in its curve.</summary>
    private static double LongestStep(List<ImportancePoint> points, StripScale scale)
    {
        if (points.Count < 3)
        {
            return double.PositiveInfinity;
        }

        double[] steps = [.. points.Zip(points.Skip(1), (a, b) => b.Seconds - a.Seconds).Order()];
        return Math.Max(4 * steps[steps.Length / 2], (scale.EndSeconds - scale.StartSeconds) / 200);
    }

    private void DrawStretch(Canvas canvas, List<ImportancePoint> points, int start, int end, StripScale scale, Rgb colour, double strength)
    {
        // One point per pixel is all that can be seen; fewer make the layer cheap for clips of any length.
        var line = new List<Point>();
        var upper = new List<Point>();
        var lower = new List<Point>();
        for (int i = start; i < end; i++)
        {
            ImportancePoint point = points[i];
            double x = scale.X(point.Seconds);
            if (line.Count > 0 && i < end - 1 && x - line[^1].X < 1)
            {
                continue;
            }

            double spread = double.IsFinite(point.StandardDeviation) ? point.StandardDeviation : 0;
            line.Add(new Point(x, scale.Y(point.Mean)));
            upper.Add(new Point(x, scale.Y(point.Mean + spread)));
            lower.Add(new Point(x, scale.Y(point.Mean - spread)));
        }

        if (line.Count == 1)
        {
            canvas.FillCircle(line[0].X, line[0].Y, layout.Hairline * 1.3, colour, strength);
            return;
        }

        lower.Reverse();
        canvas.FillPolygon([.. upper, .. lower], colour, 0.18 * strength);
        canvas.StrokePath([.. line], colour, layout.Hairline * 1.5, strength);
    }
}
