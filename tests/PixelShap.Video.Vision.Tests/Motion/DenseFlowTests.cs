using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.Vision.Motion;

namespace PixelShap.Video.Vision.Tests.Motion;

public sealed class DenseFlowTests
{
    private const int Width = 192, Height = 108;

    [Fact]
    public void A_translation_is_found_to_a_fraction_of_a_pixel() => Prop.ForAll(
        Gen.Choose(-800, 800).Two().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (hundredths, seed) =>
        {
            double dx = hundredths.Item1 / 100.0, dy = hundredths.Item2 / 100.0;
            FlowField flow = Flow(DenseFlow.Fine(), Picture(seed, Width, Height), Picture(seed, Width, Height, (x, y) => (x - dx, y - dy)));
            double[] errors = Errors(flow, (_, _) => (dx, dy), margin: 12);
            return (errors[errors.Length / 2] < 0.05).Label($"median {errors[errors.Length / 2]:F3}")
                .And((errors[errors.Length * 99 / 100] < 0.3).Label($"99th percentile {errors[errors.Length * 99 / 100]:F3}"));
        }).Check(TestImages.Reproducible.WithMaxTest(40));

    [Fact]
    public void Turning_growing_and_shearing_are_found_pixel_by_pixel() => Prop.ForAll(
        Gen.Choose(-60, 60).Four().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (thousandths, seed) =>
        {
            // The second picture at p shows the first one at c + (1 + a)(p − c): exactly the flow from the second to the first.
            double xx = thousandths.Item1 / 1000.0, xy = thousandths.Item2 / 1000.0, yx = thousandths.Item3 / 1000.0, yy = thousandths.Item4 / 1000.0;
            (double X, double Y) Moved(double x, double y) =>
                ((xx * (x - (Width / 2))) + (xy * (y - (Height / 2))), (yx * (x - (Width / 2))) + (yy * (y - (Height / 2))));
            FlowField flow = Flow(
                DenseFlow.Fine(),
                Picture(seed, Width, Height, (x, y) => (x + Moved(x, y).X, y + Moved(x, y).Y)),
                Picture(seed, Width, Height));
            double[] errors = Errors(flow, Moved, margin: 16);
            return (errors[errors.Length / 2] < 0.15).Label($"median {errors[errors.Length / 2]:F3}")
                .And((errors[errors.Length * 95 / 100] < 0.6).Label($"95th percentile {errors[errors.Length * 95 / 100]:F3}"));
        }).Check(TestImages.Reproducible.WithMaxTest(40));

    [Theory]
    [InlineData(30, 0)]
    [InlineData(-30, 10)]
    [InlineData(0, 20)]
    public void A_sixth_of_the_picture_is_not_too_far(double dx, double dy)
    {
        // Blobs large enough to be told apart at an eighth of the size.
        FlowField flow = Flow(
            DenseFlow.Fine(),
            Picture(5, Width, Height, (x, y) => (x / 6, y / 6)),
            Picture(5, Width, Height, (x, y) => ((x - dx) / 6, (y - dy) / 6)));
        double[] errors = Errors(flow, (_, _) => (dx, dy), margin: 38);
        Assert.InRange(errors[errors.Length / 2], 0, 0.2);
    }

    [Fact]
    public void What_leaves_the_picture_is_followed_up_to_its_border()
    {
        FlowField flow = Flow(DenseFlow.Fine(), Picture(9, Width, Height), Picture(9, Width, Height, (x, y) => (x + 3, y)));
        double[] errors = [.. Enumerable.Range(8, Height - 16).SelectMany(y => new[] { 0, 1, Width - 2, Width - 1 }.Select(x => Off(flow, x, y, -3, 0))).Order()];
        Assert.InRange(errors[errors.Length / 2], 0, 0.2);
        Assert.InRange(errors[^1], 0, 3);
    }

    [Fact]
    public void At_half_the_size_the_motion_is_found_roughly()
    {
        FlowField flow = Flow(DenseFlow.Coarse(), Picture(3, Width, Height), Picture(3, Width, Height, (x, y) => (x - 4.5, y + 2.25)));
        double[] errors = Errors(flow, (_, _) => (4.5, -2.25), margin: 12);
        Assert.InRange(errors[errors.Length * 9 / 10], 0, 0.5);
    }

    [Fact]
    public void Light_that_changes_is_no_motion()
    {
        GreyFrame second = Picture(3, Width, Height, (x, y) => (x - 1.5, y));
        for (int i = 0; i < second.Pixels.Length; i++)
        {
            second.Pixels[i] = (byte)Math.Min(255, second.Pixels[i] + 25);
        }

        second.Prepare();
        double[] errors = Errors(Flow(DenseFlow.Fine(), Picture(3, Width, Height), second), (_, _) => (1.5, 0), margin: 12);
        Assert.InRange(errors[errors.Length * 9 / 10], 0, 0.3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(255, 255)]
    [InlineData(80, 90)]
    public void A_picture_of_one_colour_does_not_move(byte first, byte second)
    {
        FlowField flow = Flow(DenseFlow.Fine(), Plain(Width, Height, first), Plain(Width, Height, second));
        Assert.All(flow.Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Pictures_of_any_size_have_flow_and_those_that_are_alike_have_none() => Prop.ForAll(
        Gen.Choose(1, 70).Two().ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (size, seed) =>
        {
            GreyFrame first = Noise(seed, size.Item1, size.Item2), second = Noise(seed + 1, size.Item1, size.Item2);
            return Flow(DenseFlow.Fine(), first, second).Values.All(float.IsFinite)
                && Flow(DenseFlow.Coarse(), first, second).Values.All(float.IsFinite)
                && Flow(DenseFlow.Fine(), first, first).Values.All(value => value == 0);
        }).Check(TestImages.Reproducible);

    [Fact]
    public void The_same_pictures_give_the_same_bits_whatever_was_measured_before_and_on_whatever_thread()
    {
        GreyFrame first = Noise(1, Width, Height), second = Picture(2, Width, Height);
        float[] expected = Flow(DenseFlow.Fine(), first, second).Values;
        var used = DenseFlow.Fine();
        Flow(used, Noise(8, 33, 21), Noise(9, 33, 21));
        Flow(used, second, Noise(7, Width, Height));
        Assert.Equal(expected, Flow(used, first, second).Values);
        var results = new float[8][];
        Parallel.For(0, results.Length, i => results[i] = Flow(DenseFlow.Fine(), first, second).Values);
        Assert.All(results, values => Assert.Equal(expected, values));
    }

    private static FlowField Flow(DenseFlow flow, GreyFrame from, GreyFrame to)
    {
        var result = new FlowField(from.Width, from.Height);
        flow.Calculate(from, to, result);
        return result;
    }

    /// <summary>The distances to the true flow, sorted.</summary>
    private static double[] Errors(FlowField flow, Func<double, double, (double X, double Y)> truth, int margin) =>
        [.. from y in Enumerable.Range(margin, flow.Height - (2 * margin))
            from x in Enumerable.Range(margin, flow.Width - (2 * margin))
            let expected = truth(x, y)
            let error = Off(flow, x, y, expected.X, expected.Y)
            orderby error
            select error];

    private static double Off(FlowField flow, int x, int y, double dx, double dy) => double.Hypot(flow[x, y].X - dx, flow[x, y].Y - dy);

    /// <summary>Smooth random blobs, looked at through a map from pixels to places.</summary>
    private static GreyFrame Picture(int seed, int width, int height, Func<double, double, (double X, double Y)>? map = null)
    {
        var random = new Random(seed);
        (double X, double Y, double Phase)[] waves =
            [.. Enumerable.Range(0, 24).Select(_ => (random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() * 6))];
        var frame = new GreyFrame(width, height);
        for (int i = 0; i < frame.Pixels.Length; i++)
        {
            (double x, double y) = map?.Invoke(i % width, i / width) ?? (i % width, i / width);
            frame.Pixels[i] = (byte)Math.Clamp(Math.Round(120 + waves.Sum(wave => 16 * Math.Sin((wave.X * x) + (wave.Y * y) + wave.Phase))), 0, 255);
        }

        frame.Prepare();
        return frame;
    }

    private static GreyFrame Noise(int seed, int width, int height)
    {
        var frame = new GreyFrame(width, height);
        new Random(seed).NextBytes(frame.Pixels);
        frame.Prepare();
        return frame;
    }

    private static GreyFrame Plain(int width, int height, byte value)
    {
        var frame = new GreyFrame(width, height);
        frame.Pixels.AsSpan().Fill(value);
        frame.Prepare();
        return frame;
    }
}
