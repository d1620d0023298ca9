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

        public Turns Turns { get; } = new();

        public int Users { get; set; }

        public void Dispose() => Segmenter.Dispose();
    }

    private sealed class Use(SharedParts parts, string key, SharedNetwork network) : ISegmenter
    {
        private int _left;

        public string Name => network.Segmenter.Name;

        public ExecutionProvider? Provider => network.Segmenter.Provider;

        public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken) => InTurn(segmenter => segmenter.Segment(image, cancellationToken), isFrame: false, cancellationToken);

        public IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken) => InTurn(segmenter => segmenter.SegmentFrame(frame, cancellationToken), isFrame: true, cancellationToken);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                parts.Leave(key, network);
            }
        }

        private IReadOnlyList<Detection> InTurn(Func<ISegmenter, IReadOnlyList<Detection>> see, bool isFrame, CancellationToken cancellationToken)
        {
            network.Turns.Enter(isFrame, cancellationToken);
            try
            {
                return see(network.Segmenter);
            }
            finally
            {
                network.Turns.Leave();
            }
        }
    }

    /// <summary>One at a time: frames of cameras before pictures of questions, which can wait, and each in the order of asking.</summary>
    private sealed class Turns
    {
        private readonly Lock _lock = new();
        private readonly LinkedList<SemaphoreSlim> _frames = new();
        private readonly LinkedList<SemaphoreSlim> _questions = new();
        private bool _isTaken;

        public void Enter(bool isFrame, CancellationToken cancellationToken)
        {
            using var called = new SemaphoreSlim(0);
            LinkedList<SemaphoreSlim> queue = isFrame ? _frames : _questions;
            lock (_lock)
            {
                if (!_isTaken)
                {
                    _isTaken = true;
                    return;
                }

                queue.AddLast(called);
            }

            try
            {
                called.Wait(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                bool isCalled;
                lock (_lock)
                {
                    isCalled = !queue.Remove(called);
                }

                if (isCalled)
                {
                    Leave();
                }

                throw;
            }
        }

        public void Leave()
        {
            lock (_lock)
            {
                LinkedList<SemaphoreSlim> queue = _frames.Count > 0 ? _frames : _questions;
                if (queue.First is { } next)
                {
                    queue.RemoveFirst();
                    next.Value.Release();
                }
                else
                {
                    _isTaken = false;
                }
            }
        }
    }
}
