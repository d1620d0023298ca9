using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Events;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Ports;

/// <summary>Makes the parts of a run that its settings name. Relative paths in them start at a base directory.</summary>
public interface IRunParts
{
    /// <summary>The segmentation model that a setting means.</summary>
    /// <exception cref="PixelShapException">There is no such model.</exception>
    ModelChoice ChooseModel(string setting, string baseDirectory);

    /// <summary>Finds the objects.</summary>
    /// <exception cref="PixelShapException">The model cannot be loaded.</exception>
    ISegmenter Segmenter(SegmenterConfiguration configuration, string baseDirectory, ILoggerFactory loggers);

    /// <summary>The masks of one picture from a COCO file that somebody made before: all of them, whatever their class.</summary>
    ISegmenter Masks(string path, string imageName, ILoggerFactory loggers);

    /// <summary>Gives objects identities; a fresh one.</summary>
    ITracker Tracker(PipelineConfiguration configuration);

    /// <summary>Measures the motion of the camera; null where that is not wanted.</summary>
    ICameraMotion? CameraMotion(TrackerConfiguration configuration);

    /// <summary>Measures what the pictures tell of events; a fresh one, null where that is not wanted.</summary>
    IPictureSense? PictureSense(PipelineConfiguration configuration);

    /// <summary>Carries masks over frames that the network does not see; null where it sees all.</summary>
    IMaskPropagator? Propagator(SegmenterConfiguration configuration, bool isLive);

    /// <summary>Who is asked.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="segmenter">What the narrator looks through.</param>
    /// <param name="baseDirectory">Where relative paths start.</param>
    /// <param name="loggers">Are told about errors of a service.</param>
    /// <param name="planOnly">Whether to count what would be asked of a service, without asking it.</param>
    /// <exception cref="PixelShapException">There is no key, or an address is none.</exception>
    IVisionLanguageModel Model(PipelineConfiguration configuration, ISegmenter segmenter, string baseDirectory, ILoggerFactory loggers, bool planOnly = false);

    /// <summary>How answers are compared. An embedding model is tried out at once, before any answer is paid for.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="baseDirectory">Where relative paths start.</param>
    /// <param name="model">Whose answers are compared: an embedding service spends from the same budget.</param>
    /// <param name="cancellationToken">Ends the trial.</param>
    /// <exception cref="PixelShapException">The embedding model is not named, missing or unfit.</exception>
    Task<ITextSimilarity> SimilarityAsync(PipelineConfiguration configuration, string baseDirectory, IVisionLanguageModel model, CancellationToken cancellationToken);

    /// <summary>The file of the embedding model; null where there is none on this machine.</summary>
    string? EmbedderFile(PipelineConfiguration configuration, string baseDirectory);

    /// <summary>Learns what never moves with the road; a fresh one.</summary>
    IEgoMaskLearner EgoMaskLearner();

    /// <summary>The own car in a picture that a setting names: what is brighter than half.</summary>
    /// <exception cref="PixelShapException">There is no such picture.</exception>
    EgoMask ReadEgoMask(string path, string baseDirectory);

    /// <summary>The file that a setting names.</summary>
    string EgoMaskFile(string path, string baseDirectory);

    /// <summary>The own car as a PNG: white where it is.</summary>
    byte[] EncodeEgoMask(EgoMask mask);

    /// <summary>What hidden pixels are replaced with.</summary>
    IFill Fill(string name);

    /// <summary>Divides what is no object.</summary>
    ISceneDivider SceneDivider();
}

/// <summary>Which model was chosen.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Why">Why this one, for people.</param>
public sealed record ModelChoice(string Path, string Why);
