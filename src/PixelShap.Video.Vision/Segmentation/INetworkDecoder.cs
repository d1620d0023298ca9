using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>What one family of networks has of its own: how an image becomes its input, and its outputs become boxes and masks. Holds no
/// state of a run, so that one decoder serves all threads.</summary>
internal interface INetworkDecoder
{
    /// <summary>The number of classes.</summary>
    int ClassCount { get; }

    /// <summary>The names of the classes where the decoder itself gave them to the network; null where they belong to the model.</summary>
    IReadOnlyList<string>? ClassNames => null;

    /// <summary>Whether the network proposes an object several times.</summary>
    bool NeedsSuppression { get; }

    /// <summary>Writes the image into the input of the run and says how it lies there.</summary>
    Letterbox Prepare(BgrImage image, OnnxRun run);

    /// <summary>Adds the proposals whose score is at least <paramref name="threshold"/>.</summary>
    void Decode(OnnxRun run, in Letterbox letterbox, float threshold, List<Candidate> candidates);

    /// <summary>The mask of a proposal; null from a network without masks.</summary>
    Mask? MaskOf(OnnxRun run, in Letterbox letterbox, in Candidate candidate, BoundingBox box);
}
