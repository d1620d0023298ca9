using System.Text.Json;
using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Events;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Cli.Composition;

/// <summary>
/// Makes the parts of several cameras in one process: cameras with the same network share one session of it, which sees one picture after the other. Everything that remembers a camera is its own.
/// </summary>
/// <param name="inner">Makes them.</param>
internal sealed class SharedParts(IRunParts inner) : IRunParts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedNetwork> _networks = [];

    public ISegmenter Segmenter(SegmenterConfiguration configuration, string baseDirectory, ILoggerFactory loggers)
    {
        string key = $"{baseDirectory}\n{JsonSerializer.Serialize(configuration)}";
        lock (_lock)
        {
            if (!_networks.TryGetValue(key, out SharedNetwork? network))
            {
                network = new SharedNetwork(inner.Segmenter(configuration, baseDirectory, loggers));
                _networks.Add(key, network);
            }

            network.Users++;
            return new Use(this, key, network);
        }
    }

    public ModelChoice ChooseModel(string setting, string baseDirectory) => inner.ChooseModel(setting, baseDirectory);

    public ISegmenter Masks(string path, string imageName, ILoggerFactory loggers) => inner.Masks(path, imageName, loggers);

    public ITracker Tracker(PipelineConfiguration configuration) => inner.Tracker(configuration);

    public ICameraMotion? CameraMotion(TrackerConfiguration configuration) => inner.CameraMotion(configuration);

    public IPictureSense? PictureSense(PipelineConfiguration configuration) => inner.PictureSense(configuration);

    public IMaskPropagator? Propagator(SegmenterConfiguration configuration, bool isLive) => inner.Propagator(configuration, isLive);

    public IVisionLanguageModel Model(PipelineConfiguration configuration, ISegmenter segmenter, string baseDirectory, ILoggerFactory loggers, bool planOnly = false) =>
        inner.Model(configuration, segmenter, baseDirectory, loggers, planOnly);

    public Task<ITextSimilarity> SimilarityAsync(PipelineConfiguration configuration, string baseDirectory, IVisionLanguageModel model, CancellationToken cancellationToken) =>
        inner.SimilarityAsync(configuration, baseDirectory, model, cancellationToken);

    public string? EmbedderFile(PipelineConfiguration configuration, string baseDirectory) => inner.EmbedderFile(configuration, baseDirectory);

    public IEgoMaskLearner EgoMaskLearner() => inner.EgoMaskLearner();

    public EgoMask ReadEgoMask(string path, string baseDirectory) => inner.ReadEgoMask(path, baseDirectory);

    public string EgoMaskFile(string path, string baseDirectory) => inner.EgoMaskFile(path, baseDirectory);

    public byte[] EncodeEgoMask(EgoMask mask) => inner.EncodeEgoMask(mask);

    public IFill Fill(string name) => inner.Fill(name);

    public ISceneDivider SceneDivider() => inner.SceneDivider();

    private void Leave(string key, SharedNetwork network)
    {
        lock (_lock)
        {
            if (--network.Users == 0)
            {
                _networks.Remove(key);
                network.Dispose();
            }
        }
    }

    /// <summary>A network and how many use it.</summary>
    private sealed class SharedNetwork(ISegmenter segmenter) : IDisposable
    {
        public ISegmenter Segmenter { get; } = segmenter;

        // Whoever asked first is served first: each camera waits with one picture and a few questions at most.
        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Segmenter.Dispose();
            Turn.Dispose();
        }
    }

    private sealed class Use(SharedParts parts, string key, SharedNetwork network) : ISegmenter
    {
        private int _left;

        public string Name => network.Segmenter.Name;

        public ExecutionProvider? Provider => network.Segmenter.Provider;

        public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) => InTurn(segmenter => segmenter.Segment(image, cancellationToken), cancellationToken);

        public IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken) => InTurn(segmenter => segmenter.SegmentFrame(frame, cancellationToken), cancellationToken);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                parts.Leave(key, network);
            }
        }

        private IReadOnlyList<Detection> InTurn(Func<ISegmenter, IReadOnlyList<Detection>> see, CancellationToken cancellationToken)
        {
            network.Turn.Wait(cancellationToken);
            try
            {
                return see(network.Segmenter);
            }
            finally
            {
                network.Turn.Release();
            }
        }
    }
}
