using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Everything that an analysis is put together from.</summary>
public sealed record AnalysisParts
{
    /// <summary>The settings.</summary>
    public required PipelineConfiguration Configuration { get; init; }

    /// <summary>Where the frames come from.</summary>
    public required IFrameSource Source { get; init; }

    /// <summary>Finds the objects.</summary>
    public required ISegmenter Segmenter { get; init; }

    /// <summary>Gives them identities; a fresh one.</summary>
    public required ITracker Tracker { get; init; }

    /// <summary>Measures the motion of the camera; null not to.</summary>
    public ICameraMotion? CameraMotion { get; init; }

    /// <summary>Measures what the pictures tell of events; null not to. A fresh one.</summary>
    public IPictureSense? PictureSense { get; init; }

    /// <summary>Carries masks over the frames that the network does not see; needed where <c>segmenter.every</c> is more than 1. A fresh one, which
    /// looks back for a file and does not for a live stream.</summary>
    public IMaskPropagator? Propagator { get; init; }

    /// <summary>Answers the question.</summary>
    public required IVisionLanguageModel Model { get; init; }

    /// <summary>What hidden pixels are replaced with.</summary>
    public required IFill Fill { get; init; }

    /// <summary>Divides what is no object, to find the part of it that an answer rests on; null where that is not looked for. The default value is null.</summary>
    public ISceneDivider? SceneDivider { get; init; }

    /// <summary>How alike two answers are. The default value is TF-IDF.</summary>
    public ITextSimilarity Similarity { get; init; } = new TfIdfSimilarity();

    /// <summary>Whether the source is a live stream: then the newest frame wins.</summary>
    public bool IsLive { get; init; }

    /// <summary>Live only: takes the annotated pictures while they come; null for none.</summary>
    public ISceneSink? LiveScenes { get; init; }

    /// <summary>Live only: tells of what is found while it is found; null where nobody wants to hear.</summary>
    public LiveFindings? Findings { get; init; }
}
