using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>The ranking over the picture while it stands still, in layouts that have no other place for it: on the side where it hides less of what mattered.</summary>
internal static class HeldRanking
{
    private const int FewRows = 3;
    private const double Bearable = 0.15;

    /// <summary>Where the ranking goes; empty for nowhere.</summary>
    internal static PixelBox Place(Scene scene, SceneLayout layout)
    {
        if (!scene.IsHeld || scene.Ranking is not { } ranking || !layout.Ranking.IsEmpty)
        {
            return default;
        }

        // Beside the annotated picture stands the one as filmed: nothing is hidden there that is not seen here.
        PixelBox picture = layout.Untouched.IsEmpty ? layout.Picture : layout.Untouched;
        int padding = Padding(layout), inset = (int)Math.Round(layout.FontSize * 1.25);
        SceneObject? foremost = scene.Objects.FirstOrDefault(item => ranking.Rows.Count > 0 && ranking.Rows[0].TrackIds.Contains(item.TrackId));
        (PixelBox Box, double Hides) best = (default, double.PositiveInfinity);
        foreach ((double em, int rows) in ((double, int)[])[(22, ranking.Rows.Count), (22, FewRows), (15, ranking.Rows.Count), (15, FewRows)])
        {
            int width = (int)Math.Min(layout.FontSize * em, picture.Width - (2 * inset));
            int height = (int)Math.Min(RankingPanel.HeightOf(layout, Math.Min(rows, ranking.Rows.Count)) + (2 * padding), picture.Height - (2 * inset));
            if (width < layout.FontSize * 12 || height < layout.FontSize * 4)
            {
                continue;
            }

            PixelBox place = Corner(scene, layout, picture, inset, width, height);
            double hides = foremost is null ? 0 : Share(foremost, place, picture);
            if (hides < best.Hides)
            {
                best = (place, hides);
            }

            if (hides <= Bearable)
            {
                break;
            }
        }

        return best.Box;
    }

    /// <summary>The corner of the picture where a box hides least of what mattered.</summary>
    private static PixelBox Corner(Scene scene, SceneLayout layout, PixelBox picture, int inset, int width, int height)
    {
        // Below the tag of the keyframe, which stands in the upper left corner.
        int top = picture.Y + Math.Min(inset + (int)(layout.FontSize * 2.2), picture.Height - height - inset);
        PixelBox[] places =
        [
            new(picture.Right - inset - width, picture.Y + inset, width, height), new(picture.X + inset, Math.Max(top, picture.Y + inset), width, height),
            new(picture.Right - inset - width, picture.Bottom - inset - height, width, height), new(picture.X + inset, picture.Bottom - inset - height, width, height),
        ];
        return places.MinBy(place => scene.Objects.Sum(item => Hidden(item, place, picture)));
    }

    internal static PixelBox Inside(PixelBox box, SceneLayout layout)
    {
        int padding = Padding(layout);
        return new PixelBox(box.X + padding, box.Y + padding, box.Width - (2 * padding), box.Height - (2 * padding));
    }

    internal static void DrawGround(Canvas canvas, PixelBox box, SceneLayout layout, SceneTheme theme) =>
        canvas.FillRounded(box.X, box.Y, box.Width, box.Height, layout.FontSize * 0.5, theme.Label, 0.86);

    /// <summary>How much an object under the box would be missed: the share of it that is hidden, weighed with its importance.</summary>
    private static double Hidden(SceneObject item, PixelBox place, PixelBox picture) =>
        ((item.Importance.Kind == SampleKind.None ? 0 : Math.Abs(item.Importance.Mean)) + 0.02) * Share(item, place, picture);

    private static double Share(SceneObject item, PixelBox place, PixelBox picture)
    {
        PixelBox box = item.Box.ToPixels(picture.Width, picture.Height);
        PixelBox shifted = box with { X = box.X + picture.X, Y = box.Y + picture.Y };
        PixelBox common = shifted.Intersect(place);
        return box.IsEmpty ? 0 : common.Width * common.Height / ((double)box.Width * box.Height);
    }

    private static int Padding(SceneLayout layout) => (int)Math.Round(layout.FontSize * 0.8);
}
