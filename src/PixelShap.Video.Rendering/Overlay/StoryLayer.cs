using PixelShap.Masking;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Overlay;

/// <summary>In the upper part of the picture, below the mark of keyframes: what happens at the moment, and for the first seconds of a review the sentence that tells the whole.</summary>
internal sealed class StoryLayer(SceneLayout layout, SceneRendererOptions options, TextCache texts)
{
    // Amber on dark: the colour of warnings, and not one of the scale of importance.
    private static readonly Rgb s_event = new(255, 214, 90);

    /// <summary>Where it is drawn; empty for nothing.</summary>
    internal PixelBox Place(Scene scene)
    {
        if (scene.Story.Length == 0 && scene.Happening.Length == 0)
        {
            return default;
        }

        PixelBox picture = layout.Picture;
        int inset = (int)Math.Round(layout.FontSize * 0.8), padding = Padding;
        double width = picture.Width - (2 * (inset + padding));
        (TextBlock? happening, TextBlock? story) = Texts(scene, width);
        double height = (happening?.Height ?? 0) + (story?.Height ?? 0) + (2 * padding);
        double wide = Math.Max(happening?.Width ?? 0, story?.Width ?? 0) + (2 * padding);
        int top = picture.Y + (int)Math.Round((layout.FontSize * 1.6) + (layout.SmallSize * 1.9));
        return new PixelBox(picture.X + inset, top, (int)Math.Ceiling(Math.Min(wide, picture.Width - (2 * inset))), (int)Math.Ceiling(Math.Min(height, picture.Bottom - top - inset)));
    }

    internal void Draw(Canvas canvas, Scene scene)
    {
        PixelBox box = Place(scene);
        if (box.IsEmpty)
        {
            return;
        }

        canvas.FillRounded(box.X, box.Y, box.Width, box.Height, layout.FontSize * 0.35, options.Theme.Label, 0.82);
        (TextBlock? happening, TextBlock? story) = Texts(scene, box.Width - (2 * Padding) + 1);
        double y = box.Y + Padding;
        if (happening is not null)
        {
            canvas.DrawText(happening, box.X + Padding, y, s_event);
            y += happening.Height;
        }

        if (story is not null)
        {
            canvas.DrawText(story, box.X + Padding, y, options.Theme.Text);
        }
    }

    private int Padding => (int)Math.Round(layout.FontSize * 0.6);

    private (TextBlock? Happening, TextBlock? Story) Texts(Scene scene, double width) =>
    (
        scene.Happening.Length == 0 ? null : texts.Get(scene.Happening, Math.Round(layout.FontSize * 1.25), FontWeight.SemiBold, width),
        scene.Story.Length == 0 ? null : texts.Get(scene.Story, layout.FontSize, FontWeight.Medium, width, 4)
    );
}
