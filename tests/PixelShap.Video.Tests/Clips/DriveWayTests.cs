using PixelShap.Video.Clips;

namespace PixelShap.Video.Tests.Clips;

public sealed class DriveWayTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(60, 0.5)]
    [InlineData(-60, 0.5)]
    public void Degrees_of_longitude_are_shorter_by_the_cosine_of_the_latitude(double latitude, double shrink)
    {
        // A degree of a great circle of 6,371 km is 111,195 m.
        DriveWay way = DriveWay.Of([new GpsFix(0, latitude, 13), new GpsFix(10, latitude, 13.01), new GpsFix(20, latitude + 0.01, 13.01)])!;
        Assert.Equal((0, 0), (way.Places[0].East, way.Places[0].North));
        Assert.Equal(1111.95 * shrink, way.Places[1].East, 0.01);
        Assert.Equal(1111.95, way.Places[2].North, 0.01);
        Assert.Equal(1111.95 * (1 + shrink), way.Metres, 0.02);
        Assert.Equal(1111.95, way.MetresAcross, 0.01);
    }

    [Fact]
    public void Across_the_date_line_the_way_is_short() => Assert.Equal(0.02 * 111_195, DriveWay.Of([new GpsFix(0, 0, 179.99), new GpsFix(10, 0, -179.99)])!.Metres, 0.1);

    [Fact]
    public void Between_two_places_the_camera_is_between_them_and_outside_of_all_at_an_end()
    {
        DriveWay way = DriveWay.Of([new GpsFix(1, 0, 0), new GpsFix(3, 0.001, 0), new GpsFix(4, 0.001, 0.001)])!;
        Assert.Equal(111.195 / 4, way.At(1.5).North, 0.001);
        Assert.Equal((0, 0, 111.195), (way.At(-5).North, way.At(-5).East, Math.Round(way.At(50).East, 3)));
        Assert.Equal([0, 1, 1, 2, 3], new[] { 0.9, 1, 2.9, 3, 99 }.Select(way.Passed));
    }

    [Fact]
    public void A_long_drive_keeps_its_ends_and_few_places()
    {
        DriveWay way = DriveWay.Of([.. Enumerable.Range(0, 36_000).Select(i => new GpsFix(i / 5.0, 52 + (i * 1e-6), 13))])!;
        Assert.InRange(way.Places.Count, 500, DriveWay.MostPlaces + 1);
        Assert.Equal((0, 7199.8), (way.Places[0].Seconds, way.Places[^1].Seconds));
    }

    [Fact]
    public void One_place_or_one_moment_is_no_way()
    {
        Assert.Null(DriveWay.Of([]));
        Assert.Null(DriveWay.Of([new GpsFix(0, 52, 13)]));
        Assert.Null(DriveWay.Of([new GpsFix(5, 52, 13), new GpsFix(5, 53, 13)]));
    }
}
