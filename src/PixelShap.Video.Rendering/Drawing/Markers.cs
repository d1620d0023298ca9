using PixelShap.Video.Rendering.Colour;

namespace PixelShap.Video.Rendering.Drawing;

/// <summary>Draws the small signs: the markers of tracks and the diamond of a keyframe.</summary>
internal static class Markers
{
    /// <summary>Draws the marker of a track.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="marker">Form and colour.</param>
    /// <param name="x">The centre.</param>
    /// <param name="y">The centre.</param>
    /// <param name="size">The height in pixels.</param>
    /// <param name="opacity">0 to 1.</param>
    internal static void Draw(Canvas canvas, TrackMarker marker, double x, double y, double size, double opacity = 1)
    {
        double r = size / 2;
        switch (marker.Shape)
        {
            case MarkerShape.Circle:
                canvas.FillCircle(x, y, r, marker.Colour, opacity);
                break;
            case MarkerShape.Square:
                canvas.FillRectangle(x - (r * 0.88), y - (r * 0.88), r * 1.76, r * 1.76, marker.Colour, opacity);
                break;
            case MarkerShape.Triangle:
                double half = r * 1.1, foot = y + (r * 0.85);
                canvas.FillPolygon([new(x, y - r), new(x + half, foot), new(x - half, foot)], marker.Colour, opacity);
                break;
            case MarkerShape.Diamond:
                Diamond(canvas, x, y, size * 1.15, marker.Colour, opacity);
                break;
            case MarkerShape.Ring:
                canvas.StrokeCircle(x, y, r * 0.78, marker.Colour, r * 0.5, opacity);
                break;
            default:
                double arm = r * 0.75;
                canvas.StrokePath([new(x - arm, y - arm), new(x + arm, y + arm)], marker.Colour, r * 0.5, opacity);
                canvas.StrokePath([new(x - arm, y + arm), new(x + arm, y - arm)], marker.Colour, r * 0.5, opacity);
                break;
        }
    }

    internal static void Diamond(Canvas canvas, double x, double y, double size, Rgb colour, double opacity = 1)
    {
        double r = size / 2;
        canvas.FillPolygon([new(x, y - r), new(x + r, y), new(x, y + r), new(x - r, y)], colour, opacity);
    }
}
