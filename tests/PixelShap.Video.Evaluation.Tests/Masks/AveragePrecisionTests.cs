using PixelShap.Masking;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Evaluation.Tests.Masks;

public class AveragePrecisionTests
{
    [Fact]
    public void What_lies_in_a_crowd_counts_neither_for_nor_against()
    {
        ScoredObject[] truth = [Object(1, 10, 10, 20, 20), Object(1, 50, 0, 100, 60) with { IsCrowd = true }];
        ScoredObject right = Object(.5, 10, 10, 20, 20), inCrowd = Object(.9, 60, 10, 70, 20), astray = Object(.9, 10, 60, 20, 70);

        Assert.Equal(1, AveragePrecision.OfMasks(truth, [inCrowd, right]).At50, 9);
        Assert.Equal(1, AveragePrecision.OfBoxes(truth, [inCrowd, right]).Mean, 9);
        Assert.Equal(.5, AveragePrecision.OfMasks(truth, [astray, right]).At50, 9);
        Assert.Equal(0, AveragePrecision.OfMasks(truth, [inCrowd]).At50, 9);
    }

    [Fact]
    public void A_detection_half_out_of_a_crowd_is_ignored_only_at_the_thresholds_that_its_part_inside_reaches()
    {
        ScoredObject[] truth = [Object(1, 10, 10, 20, 20), Object(1, 50, 0, 100, 60) with { IsCrowd = true }];
        ScoredObject right = Object(.5, 10, 10, 20, 20), across = Object(.9, 44, 10, 64, 20);

        // 70 % of it lies inside: ignored at .50 to .70, false at .75 to .95.
        Assert.Equal((5 + (5 * .5)) / 10, AveragePrecision.OfMasks(truth, [across, right]).Mean, 9);
    }

    [Fact]
    public void A_class_that_only_crowds_show_is_not_scored()
    {
        ScoredObject[] truth = [Object(1, 10, 10, 20, 20), Object(1, 50, 0, 100, 60) with { IsCrowd = true, CategoryId = 2 }];

        Assert.Equal(1, AveragePrecision.OfMasks(truth, [Object(.5, 10, 10, 20, 20)]).At50, 9);
    }

    private static ScoredObject Object(double score, int left, int top, int right, int bottom) =>
        new(1, 1, score, new BoundingBox(left, top, right, bottom), Mask.FromBox(100, 80, new PixelBox(left, top, right - left, bottom - top)));
}
