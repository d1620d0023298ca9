using PixelShap.Masking;
using PixelShap.Video.Events;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Motion;

/// <summary>Measures pictures by dense flow at a small size: one to two milliseconds a picture.</summary>
public sealed class OpticalPictureSense : IPictureSense
{
    // Points of the flow are looked at in steps of so many pixels.
    private const int Step = 4;

    // Steps of luma (0 to 255) from pixel to pixel below which a point has nothing that could be followed.
    private const int LeastTexture = 5;

    // The mean change of 3 by 3 pixels that is only noise, in the same unit.
    private const double MostChange = 2.5;

    private readonly LoomingParts _looming = new();
    private readonly DenseFlow _flow = DenseFlow.Coarse();
    private GreyFrame? _last;
    private GreyFrame? _next;
    private FlowField? _field;
    private byte[] _small = [];
    private bool _first = true;

    /// <inheritdoc/>
    public void Forget()
    {
        _first = true;
        _looming.Forget();
    }

    /// <inheritdoc/>
    public PictureSignals Next(BgrImage image, double seconds)
    {
        int width = Math.Min(IPictureSense.Width, image.Width), height = Math.Max(16, (int)Math.Round((double)image.Height * width / image.Width));
        if (_last is null || _last.Width != width || _last.Height != height)
        {
            (_last, _next, _field) = (new GreyFrame(width, height), new GreyFrame(width, height), new FlowField(width, height));
            _small = new byte[width * height * 3];
            Forget();
        }

        GreyFrame last = _last!, next = _next!;
        var small = new BgrImage(_small, width, height, width * 3);
        PixelOperations.Resize(image, small, ResizeMethod.Area);
        PixelOperations.ShrinkToGrey(small, next.Pixels, width, height);
        next.Prepare();
        (_last, _next) = (next, last);
        var seen = new PictureSignals { Brightness = Brightness(next), Detail = Detail(next), Flames = FlameColours.Share(small) };
        if (_first || seconds <= 0)
        {
            _first = false;
            return seen;
        }

        _flow.Calculate(last, next, _field!);
        FlowPoint[] points = Points(last, _field!);
        PictureMotionFit fit = PictureMotionFit.Of(points);
        (float looming, float x, float y) = _looming.Fastest(points, fit, (float)width / height, seconds);
        return seen with
        {
            Likeness = Likeness(last, next, _field!),
            ShiftX = fit.X,
            ShiftY = fit.Y,
            Growth = fit.Growth,
            Turn = fit.Turn,
            Unrest = fit.Unrest,
            Unchanged = points.Length == 0 ? 1 : (float)points.Count(point => Change(last, next, point) <= MostChange) / points.Length,
            Looming = looming,
            LoomingX = x,
            LoomingY = y,
        };
    }

    private static float Brightness(GreyFrame frame)
    {
        long sum = 0;
        foreach (byte pixel in frame.Pixels)
        {
            sum += pixel;
        }

        return sum / 255f / frame.Pixels.Length;
    }

    private static float Detail(GreyFrame frame)
    {
        long sum = 0;
        for (int y = 1; y < frame.Height; y++)
        {
            for (int x = 1; x < frame.Width; x++)
            {
                int i = (y * frame.Width) + x;
                sum += Math.Abs(frame.Pixels[i] - frame.Pixels[i - 1]) + Math.Abs(frame.Pixels[i] - frame.Pixels[i - frame.Width]);
            }
        }

        return sum / 510f / ((frame.Width - 1) * (frame.Height - 1));
    }

    /// <summary>Where there is something to follow, and where it went; in heights of the picture from its middle.</summary>
    private static FlowPoint[] Points(GreyFrame from, FlowField flow)
    {
        var points = new List<FlowPoint>(from.Width * from.Height / (Step * Step));
        float scale = 1f / from.Height;
        for (int y = Step / 2; y < from.Height - 1; y += Step)
        {
            for (int x = Step / 2; x < from.Width - 1; x += Step)
            {
                if (Texture(from, x, y) >= LeastTexture)
                {
                    (float dx, float dy) = flow[x, y];
                    points.Add(new FlowPoint((x + 0.5f - (from.Width / 2f)) * scale, (y + 0.5f - (from.Height / 2f)) * scale, dx * scale, dy * scale));
                }
            }
        }

        return [.. points];
    }

    /// <summary>The mean change of luma of the 3 by 3 pixels about a point.</summary>
    private static double Change(GreyFrame from, GreyFrame to, FlowPoint point)
    {
        int x = (int)((point.X * from.Height) + (from.Width / 2f)), y = (int)((point.Y * from.Height) + (from.Height / 2f)), sum = 0;
        for (int j = y - 1; j <= y + 1; j++)
        {
            for (int i = x - 1; i <= x + 1; i++)
            {
                int at = (j * from.Width) + i;
                sum += Math.Abs(to.Pixels[at] - from.Pixels[at]);
            }
        }

        return sum / 9.0;
    }

    private static int Texture(GreyFrame frame, int x, int y)
    {
        int most = 0;
        for (int j = Math.Max(1, y - 1); j <= Math.Min(frame.Height - 2, y + 1); j++)
        {
            for (int i = Math.Max(1, x - 1); i <= Math.Min(frame.Width - 2, x + 1); i++)
            {
                int at = (j * frame.Width) + i;
                most = Math.Max(most, Math.Abs(frame.Pixels[at + 1] - frame.Pixels[at - 1]) + Math.Abs(frame.Pixels[at + frame.Width] - frame.Pixels[at - frame.Width]));
            }
        }

        return most / 2;
    }

    private static float Likeness(GreyFrame from, GreyFrame to, FlowField flow)
    {
        double product = 0, first = 0, second = 0;
        for (int y = 2; y < from.Height - 2; y += 2)
        {
            for (int x = 2; x < from.Width - 2; x += 2)
            {
                (float dx, float dy) = flow[x, y];
                int u = (int)MathF.Round(x + dx), v = (int)MathF.Round(y + dy);
                if (u < 1 || v < 1 || u >= to.Width - 1 || v >= to.Height - 1)
                {
                    continue;
                }

                (int ax, int ay) = Steps(from, x, y);
                (int bx, int by) = Steps(to, u, v);
                product += (ax * bx) + (ay * by);
                first += (ax * ax) + (ay * ay);
                second += (bx * bx) + (by * by);
            }
        }

        // Two empty pictures are alike.
        return first + second < 1 ? 1 : (float)(product / Math.Sqrt(Math.Max(1, first) * Math.Max(1, second)));
    }

    private static (int X, int Y) Steps(GreyFrame frame, int x, int y)
    {
        int at = (y * frame.Width) + x;
        return (frame.Pixels[at + 1] - frame.Pixels[at - 1], frame.Pixels[at + frame.Width] - frame.Pixels[at - frame.Width]);
    }
}
