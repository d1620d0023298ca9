using Microsoft.Extensions.Logging;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation.Yolo;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Creates segmenters: by name, or recognised from the model file itself.</summary>
public static class Segmenters
{
    /// <summary>The name that leaves the choice to the file.</summary>
    public const string Auto = "auto";

    private static readonly NetworkFamily[] Families =
    [
        new("yolo", YoloDecoder.Expectation, YoloDecoder.TryCreate),
    ];

    /// <summary>The names that <see cref="SegmenterOptions.Kind"/> takes.</summary>
    public static IEnumerable<string> Kinds => Families.Select(family => family.Name).Prepend(Auto);

    /// <summary>Creates a segmenter.</summary>
    /// <exception cref="PixelShapException">The options are wrong, the file cannot be loaded, or its inputs and outputs are not those of
    /// a known kind of model.</exception>
    public static ISegmenter Create(SegmenterOptions options, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        NetworkFamily[] families = FamiliesFor(options.Kind);
        OnnxModel model = new OnnxModelLoader(loggerFactory).Load(options.Model, options.Runtime);
        try
        {
            foreach (NetworkFamily family in families)
            {
                if (family.TryCreate(model) is { } decoder)
                {
                    return new NetworkSegmenter(family.Name, model, decoder, options);
                }
            }

            throw new PixelShapException(
                ExitCode.Usage,
                $"The model '{options.Model}' is not recognised; it has {model.Describe()}.",
                $"Expected one of: {string.Join(" | ", families.Select(family => family.Expectation))}.");
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static NetworkFamily[] FamiliesFor(string kind)
    {
        if (kind.Equals(Auto, StringComparison.OrdinalIgnoreCase))
        {
            return Families;
        }

        NetworkFamily? family = Array.Find(Families, family => family.Name.Equals(kind, StringComparison.OrdinalIgnoreCase));
        return family is not null
            ? [family]
            : throw new PixelShapException(ExitCode.Usage, $"There is no kind of segmenter '{kind}'.", $"Choose one of {string.Join(", ", Kinds)}.");
    }

    /// <summary>A family of networks.</summary>
    /// <param name="Name">Its name in the configuration.</param>
    /// <param name="Expectation">Its inputs and outputs, for people.</param>
    /// <param name="TryCreate">The decoder for a model, or null when the model is of another family.</param>
    private sealed record NetworkFamily(string Name, string Expectation, Func<OnnxModel, INetworkDecoder?> TryCreate);
}
