using PixelShap.Masking;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>Above the picture: the time in the clip, what else is known of the moment, and at the right end what is seen.</summary>
internal sealed class HeaderLayer(SceneLayout layout, SceneRendererOptions options, TextCache texts)
{
    internal void Draw(Canvas canvas, Scene scene)
    {
        PixelBox box = layout.Header;
        if (box.IsEmpty || scene.Header is not { } header)
        {
            return;
        }

        TextBlock time = texts.Get(ClipTime.Format(scene.TimeSeconds, 0.1), layout.FontSize, FontWeight.SemiBold);
        double gap = layout.FontSize * 1.3, x = box.X, top = Math.Round(box.Y + ((box.Height - time.Height) / 2));
        canvas.DrawText(time, x, top, options.Theme.Text);
        x += time.Width + gap;
        foreach (string fact in header.Facts)
        {
            TextBlock text = texts.Get(fact, layout.FontSize, FontWeight.Regular);
            if (x + text.Width > box.Right)
            {
                break;
            }

            canvas.DrawText(text, x, top, options.Theme.Text, 0.85);
            x += text.Width + gap;
        }

        double room = box.Right - x;
        if (room > layout.FontSize * 5)
        {
            TextBlock title = texts.Get(header.Title, layout.FontSize, FontWeight.Regular, room);
            canvas.DrawText(title, box.Right - title.Width, top, options.Theme.MutedText);
        }
    }

    /// <summary>Says of the picture beside the annotated one what it is.</summary>
    internal void DrawUntouched(Canvas canvas)
    {
        PixelBox box = layout.Untouched;
        if (box.IsEmpty)
        {
            return;
        }

        TextBlock text = texts.Get(options.UntouchedLabel, layout.SmallSize, FontWeight.SemiBold);
        double padding = Math.Round(layout.SmallSize * 0.5), inset = Math.Round(layout.FontSize * 1.25), height = text.Height + (padding * 0.4);
        if (text.Width + (2 * (padding + inset)) > box.Width || height + (2 * inset) > box.Height)
        {
            return;
        }

        canvas.FillRounded(box.X + inset, box.Y + inset, text.Width + (2 * padding), height, height * 0.28, options.Theme.Label, 0.7);
        canvas.DrawText(text, box.X + inset + padding, Math.Round(box.Y + inset + ((height - text.Height) / 2)), options.Theme.Text);
    }
}
