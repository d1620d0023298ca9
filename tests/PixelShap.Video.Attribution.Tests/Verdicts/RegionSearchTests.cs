using PixelShap.Masking;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution.Tests.Verdicts;

public sealed class RegionSearchTests
{
    private const int Width = 64, Height = 16;

    /// <summary>What catches the eye is found at once, what does not after halving.</summary>
    [Fact]
    public async Task The_part_that_matters_is_found_and_the_likelier_it_is_the_sooner()
    {
        double[] weights = [66, 32, 16, 8, 4, 2, 1, 1];
        var calls = new List<int>();
        for (int target = 0; target < weights.Length; target++)
        {
            (ScenePart[] parts, Mask wanted) = Parts(weights, target);
            (var found, int asked) = await Search(mask => mask.IntersectionArea(wanted) == wanted.Area ? 0 : 1).FindAsync(parts, 1);
            Assert.True(found!.Value.Mask.HasSamePixels(wanted));
            Assert.InRange(asked, 1, RegionSearch.MostCalls);
            calls.Add(asked);
        }

        Assert.Equal(1, calls[0]);
        // The last two weigh the same.
        Assert.Equal(calls[..^1].Order(), calls[..^1]);
    }

    [Fact]
    public async Task Where_only_two_parts_together_matter_there_is_no_region()
    {
        (ScenePart[] parts, Mask first) = Parts([1, 1, 1, 1, 1, 1, 1, 1], 1);
        Mask second = parts[6].Mask;
        (var found, int asked) = await Search(mask => mask.IntersectionArea(first) + mask.IntersectionArea(second) == first.Area + second.Area ? 0 : 1).FindAsync(parts, 1);
        Assert.Null(found);
        Assert.InRange(asked, 1, RegionSearch.MostCalls);
    }

    [Fact]
    public async Task A_part_that_falls_into_parts_is_narrowed_down_and_not_cut_where_it_is_whole()
    {
        (ScenePart[] inner, Mask wanted) = Parts([1, 1, 1, 1, 1, 1, 1, 1], 3);
        var tile = new ScenePart(Mask.FromBox(Width, Height, new PixelBox(0, 0, 32, Height)), 1, inner[..4]);
        (var found, _) = await Search(mask => mask.IntersectionArea(wanted) == wanted.Area ? 0 : 1).FindAsync([tile, inner[5]], 1);
        Assert.True(found!.Value.Mask.HasSamePixels(wanted));

        // Each pixel of the tile counts: no part of it does what the whole does.
        (found, _) = await Search(mask => 1 - ((double)mask.IntersectionArea(tile.Mask) / tile.Mask.Area)).FindAsync([tile, inner[5], inner[6], inner[7]], 1);
        Assert.Null(found);
    }

    private static RegionSearch Search(Func<Mask, double> value) => new(mask => Task.FromResult<(double, string)?>((value(mask), "")), 1, RegionSearch.MostCalls);

    private static (ScenePart[] Parts, Mask Wanted) Parts(double[] weights, int wanted)
    {
        ScenePart[] parts = [.. weights.Select((weight, i) => new ScenePart(Mask.FromBox(Width, Height, new PixelBox(8 * i, 0, 8, Height)), weight, []))];
        return (parts, parts[wanted].Mask);
    }
}
