using PixelShap.Masking;
using PixelShap.Video.Clips;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Labels;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Tests;

public sealed class SceneRendererTests
{
    private const int Width = 320, Height = 180;

    private static readonly SceneLayout s_layout = SceneLayout.For(Width, Height);

    [Theory]
    [InlineData(PixelFormat.Bgr24, 320, 180)]
    [InlineData(PixelFormat.Bgr32, 320, 180)]
    [InlineData(PixelFormat.Bgr24, 337, 191)]
    [InlineData(PixelFormat.Bgr24, 33, 250)]
    public void A_picture_without_objects_is_left_as_filmed(PixelFormat format, int width, int height)
    {
        SceneLayout layout = SceneLayout.For(width, height);
        using Frame source = Pictures.Noise(width, height, format, 1);
        using Frame output = Pictures.Output(layout);
        using var renderer = new SceneRenderer(layout);
        renderer.Draw(source, Pictures.Scene(1), output);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Assert.Equal(Source(source, x, y), Pictures.Pixel(output, layout.Picture.X + x, y));
            }
        }
    }

    [Fact]
    public void Outside_masks_and_labels_the_picture_is_left_as_filmed()
    {
        var random = new Random(11);
        using Frame source = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 2);
        using var renderer = new SceneRenderer(s_layout) { Strip = Pictures.Strip(10, 1, 2, 3) };
        for (int round = 0; round < 20; round++)
        {
            SceneObject[] objects = [.. Enumerable.Range(1, 6).Select(id => Random(id, random))];
            using Frame output = Pictures.Output(s_layout);
            renderer.Draw(source, Pictures.Scene(round * 5, objects), output);
            Assert.Contains(renderer.Labels, label => label.TrackId > 0);
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    bool mayChange = objects.Any(item => Near(item.Mask!, x, y, 2))
                        || renderer.Labels.Any(label => Reaches(label, objects, x, y));
                    if (!mayChange)
                    {
                        Assert.Equal(Source(source, x, y), Pictures.Pixel(output, x, y));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_label_says_what_the_list_says_until_both_change()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout) { Strip = Pictures.Strip(2, 1) };
        var box = new BoundingBox(100, 90, 180, 150);
        uint[] At(double seconds, double importance)
        {
            renderer.Draw(source, Pictures.Scene(seconds, Pictures.Ellipse(1, Width, Height, box, importance)), output);
            PixelBox label = Assert.Single(renderer.Labels).Box;
            return [.. Enumerable.Range(label.Y, label.Height).SelectMany(y => Enumerable.Range(label.X, label.Width).Select(x => Pictures.Pixel(output, x, y)))];
        }

        uint[] first = At(0.5, 0.41);
        Assert.Equal(first, At(0.533, 0.44));
        Assert.NotEqual(first, At(0.6, 0.44));
    }

    [Fact]
    public void A_ranking_keeps_what_mattered_most_in_either_direction_in_its_order()
    {
        RankedPlayer[] rows = [.. new[] { 0.3, 0.02, 0.01, -0.05, -0.2 }.Select((value, i) => new RankedPlayer([i], $"car {i}", value, 0.01))];
        Assert.Equal([0.3, -0.05, -0.2], Panels.RankingPanel.Foremost(rows, 3).Select(row => row.Value));
    }

    [Fact]
    public void The_same_road_user_gets_the_marker_that_it_has_elsewhere()
    {
        Colour.TrackColours a = new(), b = new(new Dictionary<int, int> { [40] = 2, [41] = 0 });
        a.Assign([1, 2, 3]);
        b.Assign([50, 40, 41]);
        Assert.Equal((a[3], a[1], a[2]), (b[40], b[41], b[50]));
    }

    [Theory]
    [InlineData(4.25, "0:04.3")]
    [InlineData(4.35, "0:04.4")]
    [InlineData(59.96, "1:00.0")]
    public void Times_are_rounded_as_everywhere_else(double seconds, string text) => Assert.Equal(text, Panels.ClipTime.Format(seconds, 0.1));

    [Fact]
    public void What_stands_around_the_picture_keeps_its_values_for_the_interval()
    {
        using Frame source = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 3);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout) { Strip = Pictures.Strip(2, 1) };
        var box = new BoundingBox(100, 60, 220, 150);
        byte[] At(double seconds, double importance)
        {
            renderer.Draw(source, Pictures.Scene(seconds, Pictures.Ellipse(1, Width, Height, box, importance)), output);
            return output.Pixels[(s_layout.Panel.Y * output.Stride)..].ToArray();
        }

        byte[] first = At(0.5, 0.1);
        Assert.Equal(first, At(0.533, 0.3));
        Assert.NotEqual(first, At(0.6, 0.3));
        Assert.Equal(first, At(0.5, 0.1));

        // A keyframe between two of its times is shown at once: its values are what the picture stands still for.
        renderer.Draw(source, Pictures.Scene(0.533, Pictures.Ellipse(1, Width, Height, box, 0.3)) with { IsKeyframe = true }, output);
        Assert.NotEqual(first, output.Pixels[(s_layout.Panel.Y * output.Stride)..].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void The_tint_grows_with_the_amount_of_phi(int sign)
    {
        var box = new BoundingBox(100, 60, 220, 150);
        double last = -1;
        foreach (double importance in (double[])[0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5])
        {
            (double change, double warmth) = Change(Pictures.Ellipse(1, Width, Height, box, sign * importance), box);
            Assert.True(change > last, $"{importance}: {change} after {last}");
            Assert.True(importance == 0 || Math.Sign(warmth) == sign, $"{importance}: {warmth}");
            last = change;
        }

        Assert.True(last > 30);
    }

    [Fact]
    public void An_object_that_no_keyframe_valued_is_not_tinted_but_outlined()
    {
        var box = new BoundingBox(100, 60, 220, 150);
        SceneObject item = Pictures.Ellipse(1, Width, Height, box, 0.5, SampleKind.None);
        Assert.Equal(0, Change(item, box).Amount);

        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout, new SceneRendererOptions { MaximumLabels = 0 });
        renderer.Draw(source, Pictures.Scene(0, item), output);
        int edge = 0;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                bool changed = Pictures.Pixel(output, x, y) != 0x3C3C3C;
                edge += changed ? 1 : 0;
                bool atEdge = Near(item.Mask!, x, y, 3) && Near(item.Mask!, x, y, 3, outside: true);
                Assert.True(!changed || atEdge, $"({x}, {y}) is far from the edge");
            }
        }

        // The circumference of the ellipse is 332 pixels (Ramanujan's approximation); the line and its seam are two to four wide.
        Assert.InRange(edge, 2 * 332, 4 * 332);
    }

    [Fact]
    public void An_object_without_a_mask_gets_a_box()
    {
        var item = new SceneObject(1, "car", new BoundingBox(100, 60, 220, 150), null, new ImportanceSample(0.4, 0, SampleKind.Observed));
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        renderer.Draw(source, Pictures.Scene(0, item), output);
        Assert.NotEqual(0x3C3C3Cu, Pictures.Pixel(output, 100, 100));
        Assert.NotEqual(0x3C3C3Cu, Pictures.Pixel(output, 160, 100));
        Assert.Equal(0x3C3C3Cu, Pictures.Pixel(output, 90, 100));
    }

    [Fact]
    public void The_same_frames_give_the_same_pixels_whatever_was_in_the_buffer()
    {
        byte[][] runs = [.. new byte[] { 0, 0xAB }.Select(before =>
        {
            var random = new Random(3);
            using Frame source = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 4);
            using Frame output = Pictures.Output(s_layout, before);
            using var renderer = new SceneRenderer(s_layout) { Strip = Pictures.Strip(10, 1, 2, 3) };
            for (int frame = 0; frame < 20; frame++)
            {
                SceneObject[] objects = [.. Enumerable.Range(1, 8).Select(id => Random(id, random))];
                renderer.Draw(source, Pictures.Scene(frame / 25.0, objects) with { IsKeyframe = frame % 10 == 0 }, output);
            }

            return output.Pixels.ToArray();
        })];
        Assert.Equal(runs[0], runs[1]);
    }

    [Fact]
    public async Task Threads_do_not_matter()
    {
        // One after the other on changing threads, and several renderers at the same time.
        byte[][] runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using Frame source = Pictures.Noise(Width, Height, PixelFormat.Bgr24, 4);
            using Frame output = Pictures.Output(s_layout);
            using SceneRenderer renderer = await OnAnotherThread(() => new SceneRenderer(s_layout) { Strip = Pictures.Strip(10, 1, 2, 3) });
            var random = new Random(9);
            for (int frame = 0; frame < 8; frame++)
            {
                SceneObject[] objects = [.. Enumerable.Range(1, 8).Select(id => Random(id, random))];
                await OnAnotherThread(() =>
                {
                    renderer.Draw(source, Pictures.Scene(frame / 25.0, objects) with { Answer = $"Answer {frame}" }, output);
                    return 0;
                });
            }

            return output.Pixels.ToArray();
        }));
        Assert.All(runs, run => Assert.Equal(runs[0], run));
    }

    [Fact]
    public void A_keyframe_is_marked_and_the_mark_goes_away()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        Assert.Equal((int[])[0, 1, 1, 0, 0], new (double, bool)[] { (0, false), (1, true), (1.3, false), (1.7, false), (0.5, false) }
            .Select(moment =>
            {
                renderer.Draw(source, Pictures.Scene(moment.Item1) with { IsKeyframe = moment.Item2 }, output);
                return output.Pixels.Span[..(Width * 4 * Height)].IndexOfAnyExcept((byte)60, (byte)255) >= 0 ? 1 : 0;
            }));
    }

    [Fact]
    public void The_play_head_stands_at_the_time_of_the_scene()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout) { Strip = Pictures.Strip(10, 1) };
        foreach (double share in (double[])[0.1, 0.37, 0.5, 0.9])
        {
            renderer.Draw(source, Pictures.Scene(10 * share), output);
            int y = s_layout.Plot.Bottom - 3;
            int brightest = Enumerable.Range(s_layout.Plot.X, s_layout.Plot.Width).MaxBy(x => Pictures.Pixel(output, x, y) & 0xFF);
            Assert.InRange(brightest - s_layout.Plot.X - (share * s_layout.Plot.Width), -1.5, 1.5);
        }
    }

    [Fact]
    public void Words_stay_in_the_caption_whatever_their_length()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        renderer.Draw(source, Pictures.Scene(0), output);
        byte[] before = output.Pixels.ToArray();
        string endless = string.Join(' ', Enumerable.Repeat("Jgqyp ÄÖÜ pedestrian", 400));
        renderer.Draw(source, Pictures.Scene(0) with { Prompt = endless, Answer = endless, Model = endless }, output);
        PixelBox allowed = s_layout.Caption;
        for (int i = 0; i < before.Length; i++)
        {
            int x = i / 4 % s_layout.Width, y = i / 4 / s_layout.Width;
            bool inside = x >= allowed.X - 2 && x < allowed.Right + 2 && y >= allowed.Y - 1 && y < allowed.Bottom + 1;
            Assert.True(inside || before[i] == output.Pixels.Span[i], $"({x}, {y}) is outside the caption");
        }
    }

    [Fact]
    public void The_range_follows_the_strip_and_never_shrinks()
    {
        using var renderer = new SceneRenderer(s_layout);
        Assert.Equal(0.5, renderer.ImportanceRange);
        renderer.Strip = Pictures.Strip(10, 1);
        Assert.Equal(0.4, renderer.ImportanceRange);
        renderer.Strip = new ImportanceStrip(0, 10, [], [new ImportanceCurve(1, "car", [new ImportancePoint(1, -0.72, 0.1)])]);
        Assert.Equal(0.8, renderer.ImportanceRange);
        renderer.Strip = Pictures.Strip(10, 1);
        Assert.Equal(0.8, renderer.ImportanceRange);
        renderer.Strip = null;
        Assert.Equal(0.8, renderer.ImportanceRange);
    }

    [Fact]
    public void A_track_that_is_over_leaves_the_legend_and_one_that_is_away_stays()
    {
        Assert.True(Shades(4.3) > 2);
        Assert.Equal(1, Shades(5));

        static int Shades(double seconds)
        {
            using var renderer = new SceneRenderer(s_layout) { Strip = new ImportanceStrip(0, 10, [], [new ImportanceCurve(1, "car", [new(0, 0.3, 0.1), new(4, 0.3, 0.1)])]) };
            using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
            using Frame output = Pictures.Output(s_layout);
            renderer.Draw(source, Pictures.Scene(seconds), output);
            var seen = new HashSet<uint>();
            for (int y = s_layout.Names.Y; y < s_layout.Names.Bottom; y++)
            {
                for (int x = s_layout.Names.X; x < s_layout.Names.Right; x++)
                {
                    seen.Add(Source(output, x, y));
                }
            }

            return seen.Count;
        }
    }

    [Fact]
    public void What_happens_and_the_story_stand_in_the_picture_and_nowhere_else()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame plain = Pictures.Output(s_layout), told = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        string endless = string.Join(' ', Enumerable.Repeat("endless", 400));
        renderer.Draw(source, Pictures.Scene(0), plain);
        renderer.Draw(source, Pictures.Scene(0) with { Happening = endless, Story = endless }, told);

        int changed = 0;
        PixelBox picture = s_layout.Picture;
        for (int y = 0; y < s_layout.Height; y++)
        {
            for (int x = 0; x < s_layout.Width; x++)
            {
                bool same = Source(plain, x, y) == Source(told, x, y);
                changed += same ? 0 : 1;
                Assert.True(same || (x >= picture.X && x < picture.Right && y >= picture.Y && y < picture.Bottom), $"({x}, {y}) is outside the picture");
            }
        }

        Assert.InRange(changed, picture.Width * 10, picture.Width * picture.Height * 2 / 3);
    }

    [Fact]
    public void Odd_strips_are_drawn()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        ImportancePoint[] odd = [new(0, double.NaN, 0.1), new(1, 0.2, double.NaN), new(1, 0.3, double.PositiveInfinity), new(9, -3, 40)];
        ImportanceStrip[] strips =
        [
            new(0, 0, [], []),
            new(5, 5, [5], [new(1, "car", [])]),
            new(0, 10, [-1, 3, 99], [new(1, "car", odd)]),
            new(0, 100_000, [.. Enumerable.Range(0, 20_000).Select(i => i * 5.0)], []),
        ];
        foreach (ImportanceStrip strip in strips)
        {
            renderer.Strip = strip;
            renderer.Draw(source, Pictures.Scene(2, Random(1, new Random(1))), output);
            renderer.Draw(source, Pictures.Scene(1e7), output);
        }
    }

    [Fact]
    public void Frames_and_masks_of_the_wrong_size_are_refused()
    {
        using var renderer = new SceneRenderer(s_layout);
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame small = Pictures.Filled(Width, Height - 2, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout), packed = Pictures.Filled(s_layout.Width, s_layout.Height, PixelFormat.Bgr24, 0);
        SceneObject item = Pictures.Ellipse(3, Width / 2, Height, new BoundingBox(10, 10, 50, 50), 0.3);
        Assert.Throws<ArgumentException>(() => renderer.Draw(small, Pictures.Scene(0), output));
        Assert.Throws<ArgumentException>(() => renderer.Draw(source, Pictures.Scene(0), packed));
        Assert.Contains("track 3", Assert.Throws<ArgumentException>(() => renderer.Draw(source, Pictures.Scene(0, item), output)).Message);
    }

    [Fact]
    public void Words_without_a_font_are_reported()
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout);
        renderer.Draw(source, Pictures.Scene(0), output);
        Assert.Equal(0, renderer.UnknownGlyphs);
        renderer.Draw(source, Pictures.Scene(0) with { Answer = "\U000F1234\U000F1235\U000F1236" }, output);
        Assert.Equal(3, renderer.UnknownGlyphs);
    }

    private static Task<T> OnAnotherThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static SceneObject Random(int id, Random random)
    {
        float x = random.Next(-10, Width - 20), y = random.Next(-10, Height - 20);
        float width = random.Next(12, 120), height = random.Next(12, 90);
        return Pictures.Ellipse(id, Width, Height, new BoundingBox(x, y, x + width, y + height), random.NextDouble() - 0.4);
    }

    /// <summary>How much a uniform grey picture changes in the middle of the object, and how much of it is red less blue.</summary>
    private static (double Amount, double Warmth) Change(SceneObject item, BoundingBox box)
    {
        using Frame source = Pictures.Filled(Width, Height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(s_layout);
        using var renderer = new SceneRenderer(s_layout, new SceneRendererOptions { MaximumLabels = 0, ImportanceRange = 0.5 });
        renderer.Draw(source, Pictures.Scene(0, item), output);
        uint pixel = Pictures.Pixel(output, (int)(box.Left + box.Right) / 2, (int)(box.Top + box.Bottom) / 2);
        int red = (int)(pixel >> 16), green = (int)(pixel >> 8 & 255), blue = (int)(pixel & 255);
        return (Math.Sqrt(Math.Pow(red - 60, 2) + Math.Pow(green - 60, 2) + Math.Pow(blue - 60, 2)), red - blue);
    }

    [Fact]
    public void The_dot_goes_along_the_way_north_up_and_nothing_else_of_the_picture_changes()
    {
        SceneLayout layout = SceneLayout.For(960, 540);
        var north = DriveWay.Of([.. Enumerable.Range(0, 11).Select(i => new GpsFix(i, 52 + (i * 1e-4), 13))])!;
        using Frame source = Pictures.Filled(960, 540, PixelFormat.Bgr24, 90);
        using var renderer = new SceneRenderer(layout);
        List<(double X, double Y)> dots = [];
        foreach (double seconds in (double[])[0, 5, 10])
        {
            using Frame output = Pictures.Output(layout);
            renderer.Draw(source, Pictures.Scene(seconds, Pictures.Ellipse(1, 960, 540, new BoundingBox(840, 400, 940, 520), 0.3)) with { Way = new SceneWay(north, seconds) }, output);
            using Frame without = Pictures.Output(layout);
            renderer.Draw(source, Pictures.Scene(seconds, Pictures.Ellipse(1, 960, 540, new BoundingBox(840, 400, 940, 520), 0.3)), without);

            (int X, int Y)[] changed = [.. from y in Enumerable.Range(0, 540) from x in Enumerable.Range(0, 960) where Pictures.Pixel(output, x, y) != Pictures.Pixel(without, x, y) select (x, y)];
            Assert.All(changed, pixel => Assert.True(pixel.X > 700 && pixel.Y > 330));

            // The lightest pixels above the words.
            (int X, int Y)[] light = [.. changed.Where(pixel => (Pictures.Pixel(output, pixel.X, pixel.Y) & 0xFF) > 225 && pixel.Y < changed.Max(one => one.Y) - 22)];
            dots.Add((light.Average(pixel => (double)pixel.X), light.Average(pixel => (double)pixel.Y)));
        }

        Assert.True(dots[0].Y > dots[1].Y + 20 && dots[1].Y > dots[2].Y + 20, string.Join(' ', dots));
        Assert.All(dots, dot => Assert.Equal(dots[0].X, dot.X, 1.5));

        // A parked car has no way.
        using Frame parked = Pictures.Output(layout), plain = Pictures.Output(layout);
        renderer.Draw(source, Pictures.Scene(11) with { Way = new SceneWay(DriveWay.Of([new GpsFix(0, 52, 13), new GpsFix(10, 52.0001, 13)])!, 5) }, parked);
        renderer.Draw(source, Pictures.Scene(11), plain);
        Assert.True(parked.Pixels.Span.SequenceEqual(plain.Pixels.Span));
    }

    private static uint Source(Frame frame, int x, int y)
    {
        int bytes = frame.Header.BytesPerPixel;
        ReadOnlySpan<byte> pixel = frame.Pixels.Span.Slice((y * frame.Stride) + (x * bytes), bytes);
        return (uint)pixel[2] << 16 | (uint)pixel[1] << 8 | pixel[0];
    }

    private static bool Near(Mask mask, int x, int y, int distance, bool outside = false)
    {
        for (int dy = -distance; dy <= distance; dy++)
        {
            for (int dx = -distance; dx <= distance; dx++)
            {
                if (mask[x + dx, y + dy] != outside)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a pixel may belong to a label or to the line from it to its object.</summary>
    private static bool Reaches(LabelPlacement label, SceneObject[] objects, int x, int y)
    {
        PixelBox box = label.Box;
        if (x >= box.X - 1 && x <= box.Right && y >= box.Y - 1 && y <= box.Bottom)
        {
            return true;
        }

        BoundingBox target = objects.Single(item => item.TrackId == label.TrackId).Box;
        return label.HasLeader
            && x >= Math.Min(box.X, target.Left) - 3 && x <= Math.Max(box.Right, target.Right) + 3
            && y >= Math.Min(box.Y, target.Top) - 3 && y <= Math.Max(box.Bottom, target.Bottom) + 3;
    }
}
