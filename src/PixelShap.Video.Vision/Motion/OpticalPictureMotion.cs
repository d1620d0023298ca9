using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Motion;

/// <summary>The motion of pictures by dense optical flow; a box goes where the middle one of the displacements in it points.</summary>
/// <param name="flowWidth">The width in pixels at which motion is measured, or the picture's where that is smaller.</param>
public sealed class OpticalPictureMotion(int flowWidth = 256) : IPictureMotion
{
    private readonly DenseFlow _forth = DenseFlow.Fine(), _back = DenseFlow.Fine();
    private GreyFrame? _last;
    private GreyFrame? _next;
    private (int Width, int Height) _size;

    /// <inheritdoc/>
    public IMotionStep? Next(BgrImage image)
    {
        bool first = _last is null || _size != (image.Width, image.Height);
        if (first)
        {
            _size = (image.Width, image.Height);
            int width = Math.Min(flowWidth, image.Width), height = Math.Max(16, (int)Math.Round((double)image.Height * width / image.Width));
            (_last, _next) = (new GreyFrame(width, height), new GreyFrame(width, height));
        }

        GreyFrame last = _last!, next = _next!;
        PixelOperations.ShrinkToGrey(image, next.Pixels, next.Width, next.Height);
        next.Prepare();
        (_last, _next) = (next, last);
        if (first)
        {
            return null;
        }

        FlowField forth = new(last.Width, last.Height), back = new(last.Width, last.Height);
        Parallel.Invoke(() => _forth.Calculate(last, next, forth), () => _back.Calculate(next, last, back));
        return new Step(forth, back, (float)image.Width / last.Width, (float)image.Height / last.Height);
    }

    private sealed class Step(FlowField forth, FlowField back, float scaleX, float scaleY) : IMotionStep
    {
        private const int Samples = 9;

        public BoundingBox Forth(BoundingBox box) => Move(box, forth);

        public BoundingBox Back(BoundingBox box) => Move(box, back);

        private BoundingBox Move(BoundingBox box, FlowField flow)
        {
            // The inner part: at the rim of a box there is what stands behind the object.
            Span<float> across = stackalloc float[Samples * Samples], down = stackalloc float[Samples * Samples];
            for (int i = 0; i < across.Length; i++)
            {
                float x = box.Left + (box.Width * (0.2f + (0.6f * (i % Samples) / (Samples - 1)))), y = box.Top + (box.Height * (0.2f + (0.6f * (i / Samples) / (Samples - 1))));
                (across[i], down[i]) = flow.Nearest((x / scaleX) - 0.5f, (y / scaleY) - 0.5f);
            }

            across.Sort();
            down.Sort();
            float dx = across[across.Length / 2] * scaleX, dy = down[down.Length / 2] * scaleY;
            return new BoundingBox(box.Left + dx, box.Top + dy, box.Right + dx, box.Bottom + dy);
        }
    }
}
