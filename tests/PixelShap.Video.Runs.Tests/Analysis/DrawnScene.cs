using System.Runtime.CompilerServices;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Tests.Analysis;

/// <summary>A red and a blue square that drift across a road, 25 frames a second.</summary>
internal sealed class DrawnSource(int frames, int? cutAt = null) : IFrameSource
{
    private readonly FramePool _pool = new();

    public List<Frame> Delivered { get; } = [];

    public VideoInfo Info { get; } = new() { Width = 160, Height = 90, TimeBase = new Rational(1, 25), Codec = "drawn" };

    public async IAsyncEnumerable<Frame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var epoch = new Epoch(0, DateTimeOffset.UnixEpoch, "start");
        for (int i = 0; i < frames; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Frame frame = _pool.Rent(new FrameHeader(i, epoch, new MediaTime(i, Info.TimeBase), 160, 90, PixelFormat.Bgr24));
            frame.Pixels.Span.Fill(i >= cutAt ? (byte)20 : (byte)100);
            Draw(frame, 10 + i, 20, [0, 0, 255]);
            Draw(frame, 120 - i, 60, [255, 0, 0]);
            Delivered.Add(frame);
            yield return frame;
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Draw(Frame frame, int left, int top, byte[] colour)
    {
        for (int y = top; y < top + 20; y++)
        {
            for (int x = left; x < left + 20; x++)
            {
                colour.CopyTo(frame.Image.Row(y)[(3 * x)..]);
            }
        }
    }
}

/// <summary>Finds the squares by their colours.</summary>
internal sealed class ColourSegmenter : ISegmenter
{
    private readonly List<long> _frames = [];
    private int _calls;

    public int Calls => _calls;

    /// <summary>The frames of the video that were looked at, in order of time.</summary>
    public IReadOnlyList<long> Frames
    {
        get
        {
            lock (_frames)
            {
                return [.. _frames.Order()];
            }
        }
    }

    public long? FailAt { get; init; }

    /// <summary>How long it takes for a frame, besides its work.</summary>
    public TimeSpan Pause { get; init; }

    public string Name => "colours";

    public static IReadOnlyList<Detection> Find(BgrImage image) =>
        [.. new[] { (0, "red", 2), (1, "blue", 0) }.Select(colour => Find(image, colour.Item1, colour.Item2, colour.Item3)).OfType<Detection>()];

    public IReadOnlyList<Detection> Segment(BgrImage image, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Find(image);
    }

    public IReadOnlyList<Detection> SegmentFrame(Frame frame, CancellationToken cancellationToken)
    {
        Thread.Sleep(Pause);
        lock (_frames)
        {
            _frames.Add(frame.Index);
        }

        return frame.Index == FailAt ? throw new InvalidOperationException("blind") : Segment(frame.Image, cancellationToken);
    }

    public void Dispose()
    {
    }

    private static Detection? Find(BgrImage image, int id, string name, int channel)
    {
        var map = new byte[image.Width * image.Height];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x < image.Width; x++)
            {
                map[(y * image.Width) + x] = row[(3 * x) + channel] > 200 ? (byte)1 : (byte)0;
            }
        }

        Mask mask = Mask.FromBytes(image.Width, image.Height, new PixelBox(0, 0, image.Width, image.Height), map, image.Width);
        return mask.IsEmpty ? null : new Detection(id, name, 0.9f, new BoundingBox(mask.Box.X, mask.Box.Y, mask.Box.Right, mask.Box.Bottom), mask);
    }
}

/// <summary>Carries the squares exactly, because it finds them again by their colours; keeps to the order of calls that the port demands.</summary>
internal sealed class ColourPropagator : IMaskPropagator
{
    private readonly List<IReadOnlyList<Mask>> _steps = [];
    private IReadOnlyList<Mask?> _now = [];
    private bool _begun;

    /// <summary>How well a mask was carried in the n-th frame of its span; the default is 1.</summary>
    public Func<int, double> Trust { get; init; } = _ => 1;

    public int Advances { get; private set; }

    public void Start(BgrImage frame, IReadOnlyList<Mask?> masks)
    {
        _begun = true;
        _steps.Clear();
        _now = masks;
    }

    public IReadOnlyList<PropagatedMask?> Advance(BgrImage frame)
    {
        Assert.True(_begun);
        Advances++;
        _steps.Add([.. ColourSegmenter.Find(frame).Select(seen => seen.Mask!)]);
        return [.. _now.Select(mask => mask is null ? null : new PropagatedMask(Nearest(mask, _steps[^1]), Trust(_steps.Count)))];
    }

    public IReadOnlyList<IReadOnlyList<PropagatedMask?>> Close(BgrImage frame, IReadOnlyList<Mask?> masks)
    {
        Assert.True(_begun);
        Assert.Equal(_now.Count, masks.Count);
        Mask?[] known = [.. _now.Zip(masks, (first, last) => first ?? last)];
        _begun = false;
        return [.. _steps.Select(step => (IReadOnlyList<PropagatedMask?>)[.. known.Select(mask => mask is null ? null : new PropagatedMask(Nearest(mask, step), 1))])];
    }

    public void Dispose()
    {
    }

    private static Mask Nearest(Mask mask, IReadOnlyList<Mask> candidates) => candidates.MinBy(candidate => Math.Abs(candidate.Box.Y - mask.Box.Y))!;
}
