using Microsoft.Extensions.Logging;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation.Detr;
using PixelShap.Video.Vision.Segmentation.GroundingDino;
using PixelShap.Video.Vision.Segmentation.PicoDet;
using PixelShap.Video.Vision.Segmentation.Precomputed;
using PixelShap.Video.Vision.Segmentation.Sam;
using PixelShap.Video.Vision.Segmentation.UltraFace;
using PixelShap.Video.Vision.Segmentation.Yolo;
using PixelShap.Video.Vision.Segmentation.YoloX;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Creates segmenters: by name, or recognised from the model file itself.</summary>
public static class Segmenters
{
    /// <summary>The kind that leaves the choice to the file.</summary>
    public const string Auto = "auto";

    /// <summary>The kind that reads a COCO file of masks.</summary>
    public const string Precomputed = "precomputed";

    private static readonly NetworkFamily[] Families =
    [
        new("yolo-end-to-end", YoloEndToEndDecoder.Expectation, static (model, _) => YoloEndToEndDecoder.TryCreate(model)),
        new("yolox", YoloXDecoder.Expectation, static (model, _) => YoloXDecoder.TryCreate(model)),
        new("yolo", YoloDecoder.Expectation, static (model, _) => YoloDecoder.TryCreate(model)),
        new("rf-detr", RfDetrDecoder.Expectation, static (model, _) => RfDetrDecoder.TryCreate(model)),
        new("picodet", PicoDetDecoder.Expectation, static (model, _) => PicoDetDecoder.TryCreate(model)),
        new("ultraface", UltraFaceDecoder.Expectation, static (model, _) => UltraFaceDecoder.TryCreate(model)),
        new("grounding-dino", GroundingDinoDecoder.Expectation,
            static (model, options) => GroundingDinoDecoder.TryCreate(model, () => ClassGroups.Expand(options.Classes))),
    ];

    /// <summary>The names that <see cref="SegmenterOptions.Kind"/> takes.</summary>
    public static IEnumerable<string> Kinds => [Auto, .. Families.Select(family => family.Name), Precomputed];

    /// <summary>Creates a segmenter.</summary>
    /// <exception cref="PixelShapException">The options are wrong, a file cannot be loaded, or its inputs and outputs are not those of
    /// a known kind of model.</exception>
    public static ISegmenter Create(SegmenterOptions options, ILoggerFactory loggerFactory)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        bool isAuto = options.Kind.Equals(Auto, StringComparison.OrdinalIgnoreCase);
        if (options.Kind.Equals(Precomputed, StringComparison.OrdinalIgnoreCase)
            || (isAuto && Path.GetExtension(options.Model).Equals(".json", StringComparison.OrdinalIgnoreCase)))
        {
            return new PrecomputedSegmenter(options, loggerFactory.CreateLogger<PrecomputedSegmenter>());
        }

        NetworkFamily[] families = isAuto ? Families : [FamilyNamed(options.Kind)];
        var loader = new OnnxModelLoader(loggerFactory);
        NetworkSegmenter network = CreateNetwork(loader, families, options);
        if (options.MaskEncoder is not { } encoder || options.MaskDecoder is not { } decoder)
        {
            return network;
        }

        try
        {
            return new PromptedSegmenter(network, CreateMaskModel(loader, encoder, decoder, options.Runtime));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static NetworkSegmenter CreateNetwork(OnnxModelLoader loader, NetworkFamily[] families, SegmenterOptions options)
    {
        OnnxModel model = loader.Load(options.Model, options.Runtime);
        try
        {
            foreach (NetworkFamily family in families)
            {
                if (family.TryCreate(model, options) is { } decoder)
                {
                    return new NetworkSegmenter(family.Name, model, decoder, options);
                }
            }

            throw new PixelShapException(
                ExitCode.Usage,
                $"The model '{options.Model}' is not recognised: what goes in and out is not that of {(families.Length == 1 ? families[0].Name : "a detector that is known here")}.",
                "See 'pixelshap models list' for models that fit, and docs/segmenters.md for what others must look like.",
                new InvalidDataException($"It has {model.Describe()}. Expected {string.Join(" | ", families.Select(family => family.Expectation))}."));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static SamModel CreateMaskModel(OnnxModelLoader loader, string encoderPath, string decoderPath, OnnxModelOptions options)
    {
        OnnxModel encoder = loader.Load(encoderPath, options);
        OnnxModel? decoder = null;
        try
        {
            decoder = loader.Load(decoderPath, options);
            return new SamModel(encoder, decoder);
        }
        catch
        {
            encoder.Dispose();
            decoder?.Dispose();
            throw;
        }
    }

    private static NetworkFamily FamilyNamed(string kind) =>
        Array.Find(Families, family => family.Name.Equals(kind, StringComparison.OrdinalIgnoreCase))
        ?? throw new PixelShapException(
            ExitCode.Usage, $"There is no kind of segmenter '{kind}'.", $"Choose one of {string.Join(", ", Kinds)}.");

    /// <summary>A family of networks.</summary>
    /// <param name="Name">Its name in the configuration.</param>
    /// <param name="Expectation">Its inputs and outputs, for people.</param>
    /// <param name="TryCreate">The decoder for a model, or null when the model is of another family.</param>
    private sealed record NetworkFamily(string Name, string Expectation, Func<OnnxModel, SegmenterOptions, INetworkDecoder?> TryCreate);
}
