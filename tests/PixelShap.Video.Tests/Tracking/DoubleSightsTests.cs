using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Tests.Tracking;

public sealed class DoubleSightsTests
{
    [Fact]
    public void One_object_seen_as_two_classes_keeps_the_stronger_sight()
    {
        Detection bus = Seen("bus", 0.5f, 10), truck = Seen("truck", 0.7f, 11), far = Seen("car", 0.3f, 60);
        Assert.Equal([truck, far], DoubleSights.Remove([bus, truck, far]));
    }

    [Fact]
    public void Objects_that_overlap_but_are_not_the_same_both_stay()
    {
        Detection rider = Seen("person", 0.6f, 10), bicycle = Seen("bicycle", 0.5f, 20);
        Assert.Equal([rider, bicycle], DoubleSights.Remove([rider, bicycle]));
    }

    private static Detection Seen(string name, float score, int left) =>
        new(0, name, score, new BoundingBox(left, 10, left + 30, 40), Mask.FromBox(160, 90, new PixelBox(left, 10, 30, 30)));
}
