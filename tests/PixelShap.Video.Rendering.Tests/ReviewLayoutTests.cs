using PixelShap.Masking;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Panels;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Tests;

public sealed class ReviewLayoutTests
{
    [Fact]
    public void Everything_has_its_own_place_in_every_layout()
    {
        foreach (ReviewLayout kind in Enum.GetValues<ReviewLayout>())
        {
            foreach (bool pair in (bool[])[false, true])
            {
                foreach ((int width, int height) in ((int, int)[])[(640, 360), (1280, 720), (1440, 1080), (720, 1280), (333, 201), (2560, 800)])
                {
                    SceneLayout layout = ReviewLayouts.For(kind, width, height, pair);
                    var canvas = new PixelBox(0, 0, layout.Width, layout.Height);
                    PixelBox[] parts =
                        [layout.Header, layout.Picture, layout.Untouched, layout.Caption, layout.Legend, layout.Ranking, layout.Names, StripOf(layout)];
                    PixelBox[] used = [.. parts.Where(part => !part.IsEmpty)];
                    string name = $"{kind}, side by side {pair}, {width}x{height}";
                    Assert.True((layout.Width % 2, layout.Height % 2) == (0, 0), name);
                    Assert.True(pair != layout.Untouched.IsEmpty, name);
                    for (int i = 0; i < used.Length; i++)
                    {
                        Assert.True(used[i] == used[i].Intersect(canvas), $"{name}: {used[i]} leaves the picture");
                        Assert.All(used[..i], other => Assert.True(other.Intersect(used[i]).IsEmpty, $"{name}: {other} and {used[i]}"));
                    }

                    double shape = (double)layout.Picture.Width / layout.Picture.Height;
                    Assert.InRange(shape * height / width, 0.98, 1.02);
                }
            }
        }
    }

    [Fact]
    public void A_scaled_mask_covers_the_same_share_of_the_picture()
    {
        var box = new BoundingBox(60, 40, 200, 150);
        Mask mask = Pictures.EllipseMask(320, 180, box);
        foreach ((int width, int height) in ((int, int)[])[(320, 180), (1440, 810), (1080, 608), (160, 90)])
        {
            Mask scaled = new MaskScaler(320, 180, width, height).Scale(mask);
            Assert.Equal((width, height), (scaled.ImageWidth, scaled.ImageHeight));
            Assert.InRange(scaled.Area * (320.0 * 180) / ((double)width * height * mask.Area), 0.985, 1.015);
            Mask ideal = Pictures.EllipseMask(width, height, new BoundingBox(60f * width / 320, 40f * height / 180, 200f * width / 320, 150f * height / 180));
            Assert.True(scaled.IoU(ideal) > 0.96);
        }
    }

    /// <summary>The plot with its numbers.</summary>
    /// <summary>The decisive object stands where a ranking of full width would cover it in every corner.</summary>
    [Theory]
    [InlineData(ReviewLayout.Source, 320, 180, false, 40, 70)]
    [InlineData(ReviewLayout.Vertical, 640, 360, true, 540, 300)]
    public void The_ranking_of_a_frozen_picture_does_not_cover_what_it_is_about(ReviewLayout kind, int width, int height, bool sideBySide, int x, int y)
    {
        SceneLayout layout = ReviewLayouts.For(kind, width, height, sideBySide);
        SceneObject decisive = Pictures.Ellipse(1, layout.Picture.Width, layout.Picture.Height, new BoundingBox(x, y, x + 40, y + 40), 0.6);
        Scene scene = Pictures.Scene(1, decisive) with
        {
            IsHeld = true,
            Ranking = new SceneRanking("The answer depended on", [.. Enumerable.Range(1, 12).Select(id => new RankedPlayer([id], $"car {id}", 0.6 / id, 0.1))]),
        };

        PixelBox place = HeldRanking.Place(scene, layout);

        Assert.False(place.IsEmpty);
        PixelBox hidden = new PixelBox(layout.Picture.X + x, layout.Picture.Y + y, 40, 40).Intersect(place);
        Assert.InRange(hidden.IsEmpty ? 0 : hidden.Width * hidden.Height, 0, 0.15 * 40 * 40);
    }

    private static PixelBox StripOf(SceneLayout layout)
    {
        int left = (int)(layout.FontSize * 2.2), top = (int)(layout.FontSize * 0.3), below = (int)(layout.FontSize * 1.4);
        return new PixelBox(layout.Plot.X - left, layout.Plot.Y - top, layout.Plot.Width + left, layout.Plot.Height + top + below);
    }
}
