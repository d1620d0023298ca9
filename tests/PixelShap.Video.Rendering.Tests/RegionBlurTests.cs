using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering.Reviews;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Rendering.Tests;

public sealed class RegionBlurTests
{
    private const int Width = 120, Height = 90;

    [Theory]
    [InlineData(PixelFormat.Bgr24)]
    [InlineData(PixelFormat.Bgr32)]
    [InlineData(PixelFormat.Yuv420)]
    public void The_region_keeps_few_values_and_the_rest_all_of_its_own(PixelFormat format)
    {
        using Frame frame = Pictures.Noise(Width, Height, format, 5);
        byte[] before = frame.Pixels.ToArray();
        var box = new BoundingBox(40, 20, 80, 70);
        new RegionBlur(["car"]).Apply(frame, Facts(0, ("car", box)));

        PixelBox region = RegionBlur.RegionOf(box, head: false, 1, 1, Width, Height);
        int step = frame.Header.BytesPerPixel;
        var values = new HashSet<byte>();
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int at = (y * frame.Stride) + (x * step);
                bool inside = x >= region.X && x < region.Right && y >= region.Y && y < region.Bottom;
                if (inside)
                {
                    values.Add(frame.Pixels.Span[at]);
                }
                else
                {
                    Assert.Equal(before[at], frame.Pixels.Span[at]);
                }
            }
        }

        Assert.True(region.X < 40 && region.Right > 80 && region.Y < 20 && region.Bottom > 70, "The region has no margin.");
        Assert.InRange(values.Count, 1, 49);
    }

    [Fact]
    public void Of_people_the_upper_part_is_covered_unless_the_whole_is_asked_for()
    {
        using Frame head = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5), whole = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5), filmed = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5);
        JournalFrame facts = Facts(0, ("person", new BoundingBox(40, 10, 60, 80)));
        new RegionBlur(["person"]).Apply(head, facts);
        new RegionBlur(["person:whole"]).Apply(whole, facts);

        Assert.NotEqual(At(filmed, 50, 20), At(head, 50, 20));
        Assert.Equal(At(filmed, 50, 60), At(head, 50, 60));
        Assert.NotEqual(At(filmed, 50, 60), At(whole, 50, 60));
    }

    [Theory]
    [InlineData("pedestrian")]
    [InlineData("cyclist")]
    [InlineData("motorcycle")]
    [InlineData("Person")]
    public void A_person_is_everyone_whatever_the_network_calls_them(string name)
    {
        using Frame frame = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5), filmed = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5);
        var blur = new RegionBlur(["person"]);
        blur.Apply(frame, Facts(0, (name, new BoundingBox(40, 10, 60, 80))));

        Assert.NotEqual(At(filmed, 50, 20), At(frame, 50, 20));
        Assert.Equal(At(filmed, 50, 60), At(frame, 50, 60));
        Assert.Empty(blur.NotAmong(new HashSet<string>(StringComparer.OrdinalIgnoreCase) { name }));
    }

    [Fact]
    public void What_is_named_by_itself_counts_more_than_person()
    {
        using Frame frame = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5), filmed = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5);
        new RegionBlur(["cyclist:whole", "person"]).Apply(frame, Facts(0, ("cyclist", new BoundingBox(40, 10, 60, 80))));

        Assert.NotEqual(At(filmed, 50, 60), At(frame, 50, 60));
    }

    [Fact]
    public void A_region_stays_covered_while_its_detection_flickers_and_not_for_ever()
    {
        var blur = new RegionBlur(["car"]);
        using Frame first = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 1), second = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 1);
        using Frame third = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 1), filmed = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 1);
        blur.Apply(first, Facts(0, ("car", new BoundingBox(40, 20, 80, 70))));
        blur.Apply(second, Facts(0.2));
        blur.Apply(third, Facts(2));

        Assert.Equal(At(first, 60, 40), At(second, 60, 40));
        Assert.Equal(filmed.Pixels.ToArray(), third.Pixels.ToArray());
    }

    /// <summary>The class of a track is settled over its life: in a frame in which the network takes a person for something else they are covered too.</summary>
    [Fact]
    public void Who_is_taken_for_something_else_in_a_frame_is_covered_there_too()
    {
        using Frame frame = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5), filmed = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 5);
        JournalFrame facts = Facts(0, ("dog", new BoundingBox(5, 10, 25, 80)), ("dog", new BoundingBox(80, 10, 100, 80)));
        new RegionBlur(["person"]).Apply(frame, facts with { Objects = [new JournalObject(1, 1, 0, "person"), new JournalObject(2, 0, 16, "dog")] });

        Assert.NotEqual(At(filmed, 90, 20), At(frame, 90, 20));
        Assert.Equal(At(filmed, 15, 20), At(frame, 15, 20));
    }

    private static uint At(Frame frame, int x, int y) => BitConverter.ToUInt32(frame.Pixels.Span.Slice((y * frame.Stride) + (x * 3), 4)) & 0xFFFFFF;

    private static JournalFrame Facts(double seconds, params (string Class, BoundingBox Box)[] detections) => new(
        0, 0, new MediaTime((long)(seconds * 1000), new Rational(1, 1000)), seconds, Width, Height,
        [.. detections.Select(item => new Detection(0, item.Class, 0.9f, item.Box, null))], []);
}
