using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Motion;

namespace PixelShap.Video.Vision.Tests.Motion;

/// <summary>Two textured objects that cross over a moving background: a disc goes to the right, and a box to the left in front of its lower
/// half. They meet in frame 2 and part in frame 11.</summary>
public sealed class CrossingTests
{
    private const int Width = 480, Height = 270, Frames = 12;

    [Fact]
    public void Looking_both_ways_masks_stay_good_while_one_object_passes_in_front_of_the_other()
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions());
        propagator.Start(Picture(0), [Box(0), Visible(0)]);
        foreach (int t in Enumerable.Range(1, Frames - 1))
        {
            propagator.Advance(Picture(t));
        }

        IReadOnlyList<IReadOnlyList<PropagatedMask?>> carried = propagator.Close(Picture(Frames), [Box(Frames), Visible(Frames)]);
        for (int t = 1; t < Frames; t++)
        {
            (double front, double behind) = Similarities(carried[t - 1], t);
            Assert.True(front > 0.97, $"frame {t}: the box has IoU {front:F3}");
            Assert.True(behind > 0.8, $"frame {t}: the disc has IoU {behind:F3}");
        }
    }

    [Fact]
    public void Looking_back_only_the_object_in_front_stays_good_and_the_one_behind_is_no_longer_trusted_when_it_is_lost()
    {
        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = false });
        propagator.Start(Picture(0), [Box(0), Visible(0)]);
        for (int t = 1; t < Frames; t++)
        {
            IReadOnlyList<PropagatedMask?> carried = propagator.Advance(Picture(t));
            (double front, double behind) = Similarities(carried, t);
            Assert.True(front > 0.87, $"frame {t}: the box has IoU {front:F3}");
            Assert.True(behind > 0.8 || carried[1]!.Trust < 0.8, $"frame {t}: the disc has IoU {behind:F3} and trust {carried[1]!.Trust:F2}");
            Assert.True(t > 5 || behind > 0.8, $"frame {t}: the disc has IoU {behind:F3}");
        }
    }

    /// <summary>The IoU of the box, and of the disc as far as the box does not hide it; both masks as they were carried.</summary>
    private static (double Front, double Behind) Similarities(IReadOnlyList<PropagatedMask?> carried, int t)
    {
        Mask front = carried[0]!.Mask, behind = carried[1]!.Mask;
        return (front.IoU(Box(t)), Without(behind, front).IoU(Visible(t)));
    }

    private static BgrImage Picture(int t)
    {
        BgrImage picture = TestImages.Texture(1, Width, Height, -2 * t);
        Paste(TestImages.Texture(2, Width, Height, 5 * t, t), Disc(t), picture);
        Paste(TestImages.Texture(3, Width, Height, -10 * t), Box(t), picture);
        return picture;
    }

    private static Mask Box(int t) => Mask.FromBox(Width, Height, new PixelBox(218 - (10 * t), 130, 44, 80));

    private static Mask Disc(int t)
    {
        var map = new byte[Width * Height];
        int centreX = 150 + (5 * t), centreY = 125 + t, radius = 48;
        for (int y = centreY - radius; y <= centreY + radius; y++)
        {
            int half = (int)Math.Sqrt((radius * radius) - ((y - centreY) * (y - centreY)));
            map.AsSpan((y * Width) + centreX - half, (2 * half) + 1).Fill(1);
        }

        return Mask.FromBytes(Width, Height, new PixelBox(0, 0, Width, Height), map, Width);
    }

    private static Mask Visible(int t) => Without(Disc(t), Box(t));

    private static Mask Without(Mask mask, Mask front)
    {
        var map = new byte[Width * Height];
        mask.Paint(map, Width, 1);
        front.Paint(map, Width, 0);
        return Mask.FromBytes(Width, Height, new PixelBox(0, 0, Width, Height), map, Width);
    }

    private static void Paste(BgrImage source, Mask shape, BgrImage target)
    {
        foreach (MaskRun run in shape.Runs)
        {
            source.Row(run.Y).Slice(run.X * 3, run.Length * 3).CopyTo(target.Row(run.Y)[(run.X * 3)..]);
        }
    }
}
