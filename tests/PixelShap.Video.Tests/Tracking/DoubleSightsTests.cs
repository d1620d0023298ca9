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

    [Theory]
    [InlineData(0.4f, 0.7f, false)] // the pedestrian is surer, yet the bicycle is seen well enough
    [InlineData(0.7f, 0.4f, false)]
    [InlineData(0.2f, 0.7f, true)] // hardly a cyclist
    public void A_rider_seen_once_more_on_foot_is_part_of_the_cyclist(float cyclist, float pedestrian, bool both)
    {
        var whole = new Detection(4, "cyclist", cyclist, new BoundingBox(10, 10, 30, 60), Mask.FromBox(160, 90, new PixelBox(10, 10, 20, 50)));
        var rider = new Detection(3, "pedestrian", pedestrian, new BoundingBox(12, 10, 28, 35), Mask.FromBox(160, 90, new PixelBox(12, 10, 16, 25)));
        Assert.Equal(both ? [whole, rider] : [whole], DoubleSights.Remove([whole, rider]));
    }

    [Fact]
    public void A_pedestrian_in_front_of_a_cyclist_has_pixels_of_its_own_and_stays()
    {
        var cyclist = new Detection(4, "cyclist", 0.8f, new BoundingBox(10, 10, 40, 60), Mask.FromBox(160, 90, new PixelBox(10, 10, 14, 50)));
        var pedestrian = new Detection(3, "pedestrian", 0.6f, new BoundingBox(20, 15, 32, 55), Mask.FromBox(160, 90, new PixelBox(22, 15, 10, 40)));
        Assert.Equal([cyclist, pedestrian], DoubleSights.Remove([cyclist, pedestrian]));
    }

    private static Detection Seen(string name, float score, int left) =>
        new(0, name, score, new BoundingBox(left, 10, left + 30, 40), Mask.FromBox(160, 90, new PixelBox(left, 10, 30, 30)));
}
