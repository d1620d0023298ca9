using PixelShap.Faithfulness;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Rendering.Tests;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Publishing.Tests.Explanations;

/// <summary>Makes explanations of a grey picture with an ellipse per object, side by side.</summary>
internal static class Samples
{
    public const int Width = 320, Height = 180;

    /// <summary>The picture: a bluish ground, so that a loss of colour shows.</summary>
    public static BgrImage Image()
    {
        var pixels = new byte[Width * Height * 3];
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (180, 120, 100);
        }

        return new BgrImage(pixels, Width, Height, Width * 3);
    }

    /// <summary>One player per value; standard errors as given.</summary>
    public static Explanation Of(double[] values, double error = 0.02, string estimator = "edge") => Of(values, [.. values.Select((_, i) => new[] { i + 1 })], error, estimator);

    /// <summary>Players of the given objects.</summary>
    public static Explanation Of(double[] values, int[][] players, double error, string estimator)
    {
        int count = players.Sum(ids => ids.Length);
        TrackedObject[] objects = [.. Enumerable.Range(1, count).Select(id => new TrackedObject(id, Seen(id, count)))];
        return new Explanation
        {
            Product = "PixelShap.Video 0",
            ImageName = "street.jpg",
            ImageHash = new string('a', 64),
            Segmenter = "drawn",
            Similarity = "tfidf",
            Configuration = new PipelineConfiguration(),
            Objects = objects,
            Attribution = new KeyframeAttribution
            {
                Prompt = "Who matters & why?",
                Model = "a model",
                Answer = "A <b>car</b> \"ahead\".",
                Players = [.. values.Select((value, i) => new PlayerValue(players[i], "car", value, error))],
                Estimator = estimator,
                Calls = 2,
                EmptyValue = 0.25,
                FullValue = 1,
                EfficiencyGap = 0.01,
                Coalitions = [new CoalitionAnswer(0, 0.25, "Nothing."), new CoalitionAnswer(1, 0.75, "A car & more.")],
                Faithfulness = new FaithfulnessCurves([0.25, 1], [1, 0.25], 0),
            },
        };
    }

    private static Detection Seen(int id, int count)
    {
        float slot = (float)Width / count, left = slot * (id - 1);
        var box = new BoundingBox(left + (slot * 0.2f), 60, left + (slot * 0.8f), 120);
        return new Detection(2, "car", 0.8f, box, Pictures.EllipseMask(Width, Height, box));
    }
}
