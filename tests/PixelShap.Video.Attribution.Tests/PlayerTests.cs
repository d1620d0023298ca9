using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests;

public sealed class PlayerTests
{
    [Fact]
    public void Far_objects_are_played_together_and_near_ones_alone_however_small_their_class_is()
    {
        // At 700 pixels focal length: a bus 35 m away, a parked car 20 m, a traffic light 15 m, a pedestrian 12 m, a far car 60 m.
        TrackedObject bus = Seen(1, "bus", 35), parked = Seen(2, "car", 20), light = Seen(3, "traffic light", 15);
        TrackedObject pedestrian = Seen(4, "pedestrian", 12), far = Seen(5, "car", 60);
        IReadOnlyList<Player> players = Player.From([far, bus, parked, light, pedestrian], 4);

        Assert.Equal([2, 3, 4], players.Take(3).SelectMany(player => player.TrackIds));
        Assert.Equal([1, 5], players[3].TrackIds);
        Assert.Equal(Player.GroupName, players[3].ClassName);
        Assert.True(bus.Detection.Box.Area > light.Detection.Box.Area, "by area alone the light would not play by itself");
    }

    [Fact]
    public void Nobody_is_grouped_while_there_is_room() =>
        Assert.All(Player.From([Seen(1, "cone", 50), Seen(2, "sheep", 9)], 2), player => Assert.Single(player.Objects));

    private static TrackedObject Seen(int track, string name, double metres)
    {
        TypicalSize size = TypicalSize.Of(name);
        float width = (float)(700 * size.Width / metres), height = (float)(700 * size.Height / metres);
        return new TrackedObject(track, new Detection(0, name, 0.9f, new BoundingBox(10, 10, 10 + width, 10 + height), null));
    }
}
