using System.Globalization;
using PixelShap.Masking;
using PixelShap.Video.Clips;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>The way of the camera in the lower right corner of the picture, where mostly the road or the own bonnet is, north up: all of it faint, what is behind it bright, and where it is. No map lies below it.</summary>
internal sealed class WayInset(SceneLayout layout, SceneRendererOptions options, TextCache texts)
{
    // A parked car's receiver wanders that far.
    private const double LeastMetres = 25;

    private const double PartOfPicture = 0.2;
    private const int Smallest = 72, Largest = 240;

    /// <summary>Where it stands; empty where there is no way, or no room.</summary>
    internal PixelBox Place(Scene scene)
    {
        PixelBox picture = layout.Picture;
        int side = Math.Clamp((int)Math.Round(PartOfPicture * Math.Min(picture.Width, picture.Height)), Smallest, Largest), inset = (int)Math.Round(layout.FontSize * 1.25);
        return scene.Way is { } shown && shown.Way.MetresAcross >= LeastMetres && side * 3 <= Math.Min(picture.Width, picture.Height)
            ? new PixelBox(picture.Right - inset - side, picture.Bottom - inset - side - Words, side, side + Words)
            : default;
    }

    private int Words => (int)Math.Ceiling(layout.SmallSize * 1.4);

    /// <summary>Draws it.</summary>
    /// <param name="canvas">The whole picture.</param>
    /// <param name="scene">The moment.</param>
    /// <param name="box">Its place, from <see cref="Place"/>; nothing is drawn where that is empty.</param>
    internal void Draw(Canvas canvas, Scene scene, PixelBox box)
    {
        if (box.IsEmpty)
        {
            return;
        }

        (DriveWay way, double seconds) = (scene.Way!.Way, scene.Way.Seconds);
        canvas.FillRounded(box.X, box.Y, box.Width, box.Height, layout.FontSize * 0.3, options.Theme.Background, 0.62);
        double border = Math.Round(layout.FontSize * 0.45), scale = (box.Width - (2 * border)) / way.MetresAcross;
        double left = box.X + ((box.Width - ((way.Right - way.Left) * scale)) / 2), bottom = box.Y + ((box.Width + ((way.High - way.Low) * scale)) / 2);
        Point[] points = [.. way.Places.Select(At)];
        Point now = At(way.At(seconds));
        canvas.StrokePath(points, options.Theme.Text, layout.Hairline * 1.4, 0.4);
        canvas.StrokePath([.. points.AsSpan(0, way.Passed(seconds)), now], options.Theme.Accent, layout.Hairline * 2.2);
        canvas.FillCircle(now.X, now.Y, layout.Hairline * 4.4, options.Theme.Background);
        canvas.FillCircle(now.X, now.Y, layout.Hairline * 3.2, options.Theme.Text);

        TextBlock text = texts.Get(Across(way.MetresAcross), layout.SmallSize, FontWeight.Regular, box.Width);
        canvas.DrawText(text, Math.Round(box.X + ((box.Width - text.Width) / 2)), Math.Round(box.Bottom - text.Height - (layout.SmallSize * 0.25)), options.Theme.Text, 0.85);

        Point At(WayPlace place) => new(left + ((place.East - way.Left) * scale), bottom - ((place.North - way.Low) * scale));
    }

    private static string Across(double metres) => metres < 950
        ? string.Create(CultureInfo.InvariantCulture, $"{metres:0} m, N up")
        : string.Create(CultureInfo.InvariantCulture, $"{metres / 1000:0.0} km, N up");
}
