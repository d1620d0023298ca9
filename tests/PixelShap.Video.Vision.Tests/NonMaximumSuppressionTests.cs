using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

public sealed class NonMaximumSuppressionTests
{
    /// <summary>A rider on a motorcycle fills nearly its box: of each class the best stays, whatever lies there of another.</summary>
    [Fact]
    public void Only_boxes_of_the_same_class_suppress_each_other()
    {
        List<Candidate> candidates = [Of(0, 0.6f, 0, index: 0), Of(1, 0.8f, 1, index: 1), Of(0, 0.9f, 2, index: 2), Of(1, 0.7f, 0, index: 3), Of(0, 0.5f, 60, index: 4)];
        NonMaximumSuppression.Apply(candidates, 0.5f, 100);
        Assert.Equal([2, 1, 4], candidates.Select(candidate => candidate.Index));
    }

    [Fact]
    public void The_best_stay_where_there_are_more_than_wanted_and_ties_go_by_their_place()
    {
        List<Candidate> candidates = [Of(0, 0.5f, 200, index: 9), Of(0, 0.5f, 100, index: 4), Of(0, 0.7f, 0, index: 7)];
        NonMaximumSuppression.Apply(candidates, 0.5f, 2);
        Assert.Equal([7, 4], candidates.Select(candidate => candidate.Index));
    }

    private static Candidate Of(int id, float score, float left, int index) => new(id, score, new BoundingBox(left, 0, left + 40, 30), index);
}
