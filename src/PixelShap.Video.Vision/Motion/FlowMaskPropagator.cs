using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Motion;

/// <summary>How masks are carried.</summary>
public sealed record MaskPropagationOptions
{
    /// <summary>The width in pixels at which motion is measured, or the frame's where that is smaller. The default value is 192.</summary>
    public int FlowWidth { get; init; } = 192;

    /// <summary>Whether spans are closed with <see cref="IMaskPropagator.Close"/>. Live use saves half of the flow without. The default
    /// value is true.</summary>
    public bool LooksBack { get; init; } = true;
}

/// <summary>Carries masks along dense optical flow that is tied to the motion of each object; see
/// docs/decisions/0031-mask-propagation.md.</summary>
public sealed class FlowMaskPropagator : IMaskPropagator
{
    private readonly MaskPropagationOptions _options;
    private readonly DenseFlow _fine = DenseFlow.Fine();
    private readonly DenseFlow _check;
    private readonly List<Step> _steps = [];
    private readonly Stack<FlowField> _spare = [];
    private Carried?[] _now = [];
    private GreyFrame? _last;
    private GreyFrame? _next;
    private int _frameWidth;
    private int _frameHeight;

    /// <summary>Creates a propagator.</summary>
    public FlowMaskPropagator(MaskPropagationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FlowWidth, 64, nameof(options));
        _options = options;
        _check = options.LooksBack ? DenseFlow.Fine() : DenseFlow.Coarse();
    }

    /// <inheritdoc/>
    public void Start(BgrImage frame, IReadOnlyList<Mask?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        Forget();
        if (_last is null || _frameWidth != frame.Width || _frameHeight != frame.Height)
        {
            (_frameWidth, _frameHeight) = (frame.Width, frame.Height);
            int width = Math.Min(_options.FlowWidth, frame.Width);
            int height = Math.Max(16, (int)Math.Round((double)frame.Height * width / frame.Width));
            (_last, _next) = (new GreyFrame(width, height), new GreyFrame(width, height));
            _spare.Clear();
        }

        Load(frame, _last);
        _now = Seen(masks);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PropagatedMask?> Advance(BgrImage frame)
    {
        Step step = Follow(frame);
        _steps.Add(step);
        var masks = new PropagatedMask?[_now.Length];
        Parallel.For(0, _now.Length, i =>
        {
            _now[i] = _now[i]?.Along(step.Back, step.Forth);
            masks[i] = ToFrame(_now[i]);
        });
        step.Masks = [.. _now];
        if (!_options.LooksBack)
        {
            Forget();
        }

        return masks;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<PropagatedMask?>> Close(BgrImage frame, IReadOnlyList<Mask?> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        if (!_options.LooksBack)
        {
            throw new InvalidOperationException("This propagator was made for live use.");
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(masks.Count, _now.Length, nameof(masks));
        Step last = Follow(frame);
        Carried?[] later = Seen(masks);
        var results = new IReadOnlyList<PropagatedMask?>[_steps.Count];
        for (int i = _steps.Count - 1; i >= 0; i--)
        {
            Step between = i + 1 < _steps.Count ? _steps[i + 1] : last;
            Carried?[] earlier = _steps[i].Masks;
            var blended = new PropagatedMask?[later.Length];
            Parallel.For(0, later.Length, j =>
            {
                later[j] = later[j]?.Along(between.Forth, between.Back);
                blended[j] = ToFrame(Blend(earlier[j], later[j]));
            });
            results[i] = blended;
        }

        Recycle(last);
        Forget();
        return results;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Propagators may hold native memory; this one does not.
    }

    /// <summary>Measures the motion to a new frame, which becomes the last one.</summary>
    private Step Follow(BgrImage frame)
    {
        if (_last is not { } last || _next is not { } next)
        {
            throw new InvalidOperationException("No span has begun.");
        }

        if (frame.Width != _frameWidth || frame.Height != _frameHeight)
        {
            throw new ArgumentException(
                $"The frame has {frame.Width}x{frame.Height} pixels, but the span began with {_frameWidth}x{_frameHeight}.", nameof(frame));
        }

        Load(frame, next);
        var step = new Step(Field(last), Field(last));
        Parallel.Invoke(() => _fine.Calculate(next, last, step.Back), () => _check.Calculate(last, next, step.Forth));
        (_last, _next) = (next, last);
        return step;
    }

    private static void Load(BgrImage frame, GreyFrame grey)
    {
        PixelOperations.ShrinkToGrey(frame, grey.Pixels, grey.Width, grey.Height);
        grey.Prepare();
    }

    private FlowField Field(GreyFrame frame) => _spare.TryPop(out FlowField? field) ? field : new FlowField(frame.Width, frame.Height);

    private Carried?[] Seen(IReadOnlyList<Mask?> masks) =>
        [.. masks.Select(mask =>
            mask is null ? null : new Carried(SoftMask.From(mask, _last!.Width, _last.Height), new StepTrust(1, 1), 0))];

    /// <summary>The nearer neighbour counts more, and the one whose way was better understood.</summary>
    private static Carried? Blend(Carried? earlier, Carried? later)
    {
        if (earlier is null || later is null)
        {
            return earlier ?? later;
        }

        double first = later.Age * (earlier.Trust + 0.05), second = earlier.Age * (later.Trust + 0.05);
        StepTrust better = earlier.Trust >= later.Trust ? earlier.Way : later.Way;
        return new Carried(SoftMask.Blend(earlier.Mask, first, later.Mask, second), better, Math.Min(earlier.Age, later.Age));
    }

    private PropagatedMask? ToFrame(Carried? carried) => carried is null
        ? null
        : new PropagatedMask(carried.Mask.ToMask(_last!.Width, _last.Height, _frameWidth, _frameHeight), carried.Trust);

    private void Forget()
    {
        foreach (Step step in _steps)
        {
            Recycle(step);
        }

        _steps.Clear();
    }

    private void Recycle(Step step)
    {
        _spare.Push(step.Back);
        _spare.Push(step.Forth);
    }

    /// <summary>The motion between two frames, and the masks after it.</summary>
    private sealed record Step(FlowField Back, FlowField Forth)
    {
        public Carried?[] Masks { get; set; } = [];
    }

    /// <summary>A mask that was carried over a number of frames. The worst step says how well the motion was understood, but areas that
    /// are a little off add up, because they are how a mask leaks away.</summary>
    private sealed record Carried(SoftMask Mask, StepTrust Way, int Age)
    {
        public double Trust => Way.Consistency * Way.Area;

        public Carried Along(FlowField back, FlowField forth)
        {
            (SoftMask mask, StepTrust step) = MaskCarrier.Carry(Mask, back, forth);
            return new Carried(mask, new StepTrust(Math.Min(Way.Consistency, step.Consistency), Way.Area * step.Area), Age + 1);
        }
    }
}
