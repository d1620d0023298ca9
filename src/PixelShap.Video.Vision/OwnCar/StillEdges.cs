using System.Collections.Concurrent;

namespace PixelShap.Video.Vision.OwnCar;

/// <summary>
/// The edges that lie at the same pixels in all views of a road that moved: they point the same way each time, and, where they are strong, they do not stray
/// by a quarter of a pixel. A vehicle that is followed at a constant distance has edges of the first kind, but springs under it and under the camera.
/// </summary>
internal sealed class StillEdges
{
    // Luma per pixel at which an edge counts half: strong edges of single views must not outvote the others.
    private const float Soft = 6;

    // The least agreement of directions and the least strength, both 0 to 1; and the same for edges that need no neighbours to be believed.
    private const float Agreement = 0.8f, Strength = 0.1f, FirmAgreement = 0.85f, FirmStrength = 0.2f;

    // What noise adds to the strength.
    private const float Noise = 0.01f;

    // Pixels by which an exact edge may stray in three quarters of the views.
    private const float Stray = 0.25f;

    private static readonly int[] s_radii = [4, 10];

    private StillEdges(int width, int height, float[] middle)
    {
        (Width, Height, Middle) = (width, height, middle);
        (Steady, Firm, Exact, ExactLight) = (new bool[middle.Length], new bool[middle.Length], new bool[middle.Length], new bool[middle.Length]);
        (Across, Down) = StillView.Gradient(middle, width, height);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Where edges point the same way in all views.</summary>
    internal bool[] Steady { get; }

    /// <summary>Which of these are strong and hardly ever point elsewhere.</summary>
    internal bool[] Firm { get; }

    /// <summary>Which of the steady ones do not stray.</summary>
    internal bool[] Exact { get; }

    /// <summary>Which of these do not in light alone.</summary>
    internal bool[] ExactLight { get; }

    /// <summary>Each pixel's middle luma over the views.</summary>
    internal float[] Middle { get; }

    /// <summary>The change of <see cref="Middle"/> per pixel to the right.</summary>
    internal float[] Across { get; }

    /// <summary>The change of <see cref="Middle"/> per pixel down.</summary>
    internal float[] Down { get; }

    /// <summary>Finds them, in light and in warmth.</summary>
    /// <param name="views">At least one view; all of one size.</param>
    internal static StillEdges Of(IReadOnlyList<StillView> views)
    {
        (int width, int height) = (views[0].Width, views[0].Height);
        StillEdges light = Of([.. views.Select(view => view.Light)], width, height), warmth = Of([.. views.Select(view => view.Warmth)], width, height);
        for (int i = 0; i < light.Steady.Length; i++)
        {
            if (warmth.Exact[i] || (warmth.Steady[i] && !light.Steady[i]))
            {
                (light.Across[i], light.Down[i]) = light.Exact[i] ? (light.Across[i], light.Down[i]) : (warmth.Across[i], warmth.Down[i]);
            }

            light.Steady[i] |= warmth.Steady[i];
            light.ExactLight[i] = light.Exact[i];
            light.Exact[i] |= warmth.Exact[i];
        }

        return light;
    }

    private static StillEdges Of(float[][] views, int width, int height)
    {
        var edges = new StillEdges(width, height, Median(views));
        edges.FindSteady(views);
        int[] places = [.. Enumerable.Range(0, edges.Steady.Length).Where(i => edges.Steady[i])];
        foreach (int radius in s_radii)
        {
            float[] strays = edges.Straying(views, places, radius);
            for (int i = 0; i < places.Length; i++)
            {
                edges.Exact[places[i]] |= strays[i] < Stray;
            }
        }

        return edges;
    }

    private void FindSteady(float[][] views)
    {
        float[] sumX = new float[Steady.Length], sumY = new float[Steady.Length], sum = new float[Steady.Length];
        foreach (float[] view in views)
        {
            (float[] across, float[] down) = StillView.Gradient(view, Width, Height);
            for (int i = 0; i < sum.Length; i++)
            {
                float length = MathF.Sqrt((across[i] * across[i]) + (down[i] * down[i])), weight = 1 / (length + Soft);
                sumX[i] += across[i] * weight;
                sumY[i] += down[i] * weight;
                sum[i] += length * weight;
            }
        }

        for (int i = 0; i < sum.Length; i++)
        {
            float agreement = MathF.Sqrt((sumX[i] * sumX[i]) + (sumY[i] * sumY[i])) / (sum[i] + (Noise * views.Length)), strength = sum[i] / views.Length;
            Steady[i] = strength > Strength && agreement > Agreement;
            Firm[i] = strength > FirmStrength && agreement > FirmAgreement;
        }
    }

    private static float[] Median(float[][] views)
    {
        var middle = new float[views[0].Length];
        Parallel.ForEach(Partitioner.Create(0, middle.Length), range =>
        {
            Span<float> values = stackalloc float[views.Length];
            for (int i = range.Item1; i < range.Item2; i++)
            {
                for (int k = 0; k < views.Length; k++)
                {
                    values[k] = views[k][i];
                }

                values.Sort();
                middle[i] = values[values.Length / 2];
            }
        });
        return middle;
    }

    /// <summary>How far, in pixels, the steady edges around each place lie from the middle view in three quarters of the views, by least squares.</summary>
    private float[] Straying(float[][] views, int[] places, int radius)
    {
        float[] Mean(Func<int, float> value)
        {
            float[] all = new float[Middle.Length], means = new float[Middle.Length];
            foreach (int i in places)
            {
                all[i] = value(i);
            }

            BoxMean.Calculate(all, means, Width, Height, radius);
            return [.. places.Select(i => means[i])];
        }

        float[] share = Mean(_ => 1), meanX = Mean(i => Across[i]), meanY = Mean(i => Down[i]);
        float[] xx = Mean(i => Across[i] * Across[i]), xy = Mean(i => Across[i] * Down[i]), yy = Mean(i => Down[i] * Down[i]);
        var strays = new float[views.Length][];
        Parallel.For(0, views.Length, k =>
        {
            float[] values = views[k];
            float[] brighter = Mean(i => values[i] - Middle[i]);
            float[] alongX = Mean(i => Across[i] * (values[i] - Middle[i])), alongY = Mean(i => Down[i] * (values[i] - Middle[i]));
            var stray = new float[places.Length];
            for (int i = 0; i < stray.Length; i++)
            {
                float weight = 1 / (share[i] + 1e-3f), rest = (0.02f * (xx[i] + yy[i]) * weight) + 0.05f;
                float a = (xx[i] * weight) + rest, b = xy[i] * weight, c = (yy[i] * weight) + rest, light = brighter[i] * weight;
                float u = (alongX[i] - (light * meanX[i])) * weight, v = (alongY[i] - (light * meanY[i])) * weight;
                float det = (a * c) - (b * b), dx = ((c * u) - (b * v)) / det, dy = ((a * v) - (b * u)) / det;
                stray[i] = MathF.Sqrt((dx * dx) + (dy * dy));
            }

            strays[k] = stray;
        });
        var sorted = new float[views.Length];
        return [.. places.Select((_, i) =>
        {
            for (int k = 0; k < sorted.Length; k++)
            {
                sorted[k] = strays[k][i];
            }

            Array.Sort(sorted);
            return sorted[(sorted.Length - 1) * 3 / 4];
        })];
    }
}
