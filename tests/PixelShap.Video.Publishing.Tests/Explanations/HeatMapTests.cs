using PixelShap.Masking;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Tests.Explanations;

public sealed class HeatMapTests
{
    [Fact]
    public void What_matters_is_tinted_what_does_not_keeps_its_look_and_the_surroundings_turn_pale_and_dark()
    {
        BgrImage image = Samples.Image();
        BgrImage drawn = Draw(image, Samples.Of([0.4, 0, -0.4]), out SceneLayout layout);
        Assert.Equal((layout.Width, layout.Height), (drawn.Width, drawn.Height));
        (int blue, int green, int red) orange = At(drawn, Samples.Width / 6, 90), same = At(drawn, Samples.Width / 2, 90), cool = At(drawn, Samples.Width * 5 / 6, 90), ground = At(drawn, 160, 20);
        Assert.True(orange.red > orange.blue + 60, $"{orange}");
        Assert.Equal((180, 120, 100), same);
        Assert.True(cool.blue > cool.red + 40 && cool != same, $"{cool}");
        Assert.InRange(ground.blue + ground.green + ground.red, 200, 320);
        Assert.InRange(ground.blue - ground.red, 5, 40);
    }

    [Fact]
    public void The_panel_is_as_high_as_the_answer_needs()
    {
        Explanation brief = Samples.Of([0.4]);
        Explanation wordy = brief with { Attribution = brief.Attribution with { Answer = string.Join(' ', Enumerable.Repeat("A car is ahead of us.", 20)) } };
        Draw(Samples.Image(), brief, out SceneLayout low);
        Draw(Samples.Image(), wordy, out SceneLayout high);
        Assert.True(high.Panel.Height > low.Panel.Height + (3 * low.FontSize));
        Assert.Equal(low.Picture, high.Picture);
    }

    [Fact]
    public void The_same_explanation_gives_the_same_pixels()
    {
        BgrImage first = Draw(Samples.Image(), Samples.Of([0.4, 0.1]), out _), second = Draw(Samples.Image(), Samples.Of([0.4, 0.1]), out _);
        Assert.True(first.Pixels.Span.SequenceEqual(second.Pixels.Span));
    }

    [Fact]
    public void A_thumbnail_has_the_object_in_its_own_light_and_the_rest_in_less()
    {
        Explanation explanation = Samples.Of([0.4, 0.1]);
        BgrImage cut = Thumbnail.Cut(Samples.Image(), explanation.Objects[0].Detection);
        Assert.InRange((double)cut.Width / cut.Height, 1.7, 1.8);
        Assert.Equal((180, 120, 100), At(cut, cut.Width / 2, cut.Height / 2));
        Assert.True(At(cut, 1, 1).Blue < 100);
    }

    /// <summary>A group's φ is shared by its objects: the scale is that of what is drawn, so that the objects of a group are no paler than others.</summary>
    [Fact]
    public void The_scale_is_that_of_objects_and_not_of_groups()
    {
        Assert.Equal(0.2, HeatMap.ColoursOf(Samples.Of([0.8, 0.1], [[1, 2, 3, 4], [5]], 0.02, "edge").Attribution).Range, 9);
        Assert.Equal(0.5, HeatMap.ColoursOf(Samples.Of([0.8, -0.5], [[1, 2, 3, 4], [5]], 0.02, "edge").Attribution).Range, 9);
    }

    private static (int Blue, int Green, int Red) At(BgrImage image, int x, int y)
    {
        ReadOnlySpan<byte> pixel = image.Row(y).Slice(3 * x, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static BgrImage Draw(BgrImage image, Explanation explanation, out SceneLayout layout) =>
        HeatMap.Draw(image, explanation.Attribution, explanation.Objects, out layout);
}
