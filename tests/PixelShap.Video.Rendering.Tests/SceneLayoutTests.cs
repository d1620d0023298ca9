using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Rendering.Layout;

namespace PixelShap.Video.Rendering.Tests;

public sealed class SceneLayoutTests
{
    [Fact]
    public void Everything_has_its_own_place_at_any_size()
    {
        Gen<int> length = Gen.Choose(1, 4200);
        Arbitrary<(int, int)> sizes = length.SelectMany(width => length.Select(height => (width, height))).ToArbitrary();
        Prop.ForAll(sizes, size =>
        {
            (int width, int height) = size;
            SceneLayout layout = SceneLayout.For(width, height);
            var canvas = new PixelBox(0, 0, layout.Width, layout.Height);
            PixelBox[] parts = [layout.Picture, layout.Caption, layout.Legend, layout.Plot, layout.Names];
            Assert.Equal(0, layout.Width % 2);
            Assert.Equal(0, layout.Height % 2);
            Assert.Equal((width, height), (layout.Picture.Width, layout.Picture.Height));
            for (int i = 0; i < parts.Length; i++)
            {
                Assert.False(parts[i].IsEmpty);
                Assert.Equal(parts[i], parts[i].Intersect(canvas));
                Assert.All(parts[..i], other => Assert.True(other.Intersect(parts[i]).IsEmpty));
            }

            Assert.All(parts[1..], part => Assert.Equal(part, part.Intersect(layout.Panel)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Theory]
    [InlineData(640, 360, 12)]
    [InlineData(1920, 1080, 26)]
    [InlineData(3840, 2160, 42)]
    [InlineData(1080, 1920, 26)]
    public void Type_grows_with_the_picture(int width, int height, double size) =>
        Assert.Equal(size, SceneLayout.For(width, height).FontSize);

    [Fact]
    public void The_panel_adds_at_most_half_of_a_16_to_9_picture()
    {
        foreach (int height in (int[])[360, 540, 720, 1080, 2160])
        {
            SceneLayout layout = SceneLayout.For(height * 16 / 9, height);
            Assert.InRange(layout.Height, height, height * 3 / 2);
        }
    }
}
