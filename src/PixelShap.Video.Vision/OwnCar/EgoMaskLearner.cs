using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.OwnCar;

/// <summary>
/// Keeps views of the road between which the camera moved, and takes for the own car what has not: see docs/decisions/0125-the-own-car.md. A camera that stands
/// gives no view, and so no mask.
/// </summary>
public sealed class EgoMaskLearner : IEgoMaskLearner
{
    // The width at which frames are compared: a quarter of a pixel is 1/2000 of the picture.
    private const int Width = 480;

    // So many views are enough; with more, every second one goes, and they are taken half as often.
    private const int MostViews = 40;

    // A side's seam needs so many, an island more, and a longer drive.
    private const int FewestViews = 8, FewestForIslands = 16;
    private const double SecondsForIslands = 12;

    // Motion is measured over about this time; after a leap nothing is known.
    private const double StepSeconds = 0.1, LeapSeconds = 1;

    // The camera moves when the picture does by this share of its width in that time, at the corners of its upper part.
    private const double LeastMotion = 0.004;
    private const double UpperPart = 0.7;
    private const int FewestInliers = 10, MostCorners = 200;

    // In a grid over the middle of the picture, so many cells with so many exact edges are a world that stands.
    private const int Columns = 6, Rows = 4, FewestInCell = 12, MostCells = 8;

    private readonly List<StillView> _views = [];
    private (byte[] Grey, double Seconds)? _last;
    private (int Width, int Height) _frame;
    private byte[] _upper = [];
    private int _width, _height;
    private double _apart = StepSeconds;

    /// <inheritdoc/>
    public int Views => _views.Count;

    /// <inheritdoc/>
    public int Taken { get; private set; }

    /// <inheritdoc/>
    public void Look(BgrImage image, double seconds)
    {
        if (_frame != (image.Width, image.Height))
        {
            Begin(image.Width, image.Height);
        }

        bool follows = _last is { } last && seconds > last.Seconds && seconds - last.Seconds <= LeapSeconds;
        if (follows && seconds - _last!.Value.Seconds < StepSeconds - 1e-6)
        {
            return;
        }

        if (_views.Count > 0 && Math.Abs(seconds - _views[^1].Seconds) + (2 * StepSeconds) < _apart)
        {
            // No view is due, and the next frame will do to measure motion from.
            return;
        }

        byte[] grey = new byte[_width * _height];
        PixelOperations.ShrinkToGrey(image, grey, _width, _height);
        bool isDue = _views.Count == 0 || Math.Abs(seconds - _views[^1].Seconds) >= _apart - 1e-6;
        if (follows && isDue && Moves(_last!.Value.Grey, grey))
        {
            Keep(View(image, grey, seconds));
        }

        _last = (grey, seconds);
    }

    /// <inheritdoc/>
    public EgoMask? Learn()
    {
        if (_views.Count < FewestViews)
        {
            return null;
        }

        StillEdges edges = StillEdges.Of(_views);
        if (Stands(edges))
        {
            return null;
        }

        var map = new byte[_width * _height];
        BorderSeam.Fill(edges, BorderSeam.Side.Bottom, 0.45, map);
        BorderSeam.Fill(edges, BorderSeam.Side.Top, 0.25, map);
        BorderSeam.Fill(edges, BorderSeam.Side.Left, 0.25, map);
        BorderSeam.Fill(edges, BorderSeam.Side.Right, 0.25, map);
        if (_views.Count >= FewestForIslands && _views[^1].Seconds - _views[0].Seconds >= SecondsForIslands)
        {
            StillIslands.Fill(edges, _views, map);
        }

        return map.AsSpan().ContainsAnyExcept((byte)0) ? new EgoMask(map, _width, _height) : null;
    }

    private void Begin(int width, int height)
    {
        _frame = (width, height);
        _width = Math.Min(Width, width);
        _height = Math.Max(16, (int)Math.Round((double)height * _width / width));
        _upper = new byte[_width * _height];
        _upper.AsSpan(0, (int)(UpperPart * _height) * _width).Fill(255);
        _views.Clear();
        Taken = 0;
        (_last, _apart) = (null, StepSeconds);
    }

    private StillView View(BgrImage image, byte[] grey, double seconds)
    {
        var small = new BgrImage(new byte[_width * _height * 3], _width, _height, _width * 3);
        PixelOperations.Resize(image, small, ResizeMethod.Area);
        return new StillView(grey, small.Pixels.Span, _width, _height, seconds);
    }

    private void Keep(StillView view)
    {
        _views.Add(view);
        Taken++;
        if (_views.Count <= MostViews)
        {
            return;
        }

        for (int i = _views.Count - 2; i > 0; i -= 2)
        {
            _views.RemoveAt(i);
        }

        _apart *= 2;
    }

    /// <summary>Whether exact edges lie all over the middle: what moved were others, and the camera stood.</summary>
    private static bool Stands(StillEdges edges)
    {
        var edgesIn = new int[Columns * Rows];
        int left = edges.Width / 5, top = edges.Height / 3, width = edges.Width * 3 / 5, height = edges.Height / 2;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                edgesIn[(y * Rows / height * Columns) + (x * Columns / width)] += edges.ExactLight[((top + y) * edges.Width) + left + x] ? 1 : 0;
            }
        }

        return edgesIn.Count(count => count >= FewestInCell) >= MostCells;
    }

    private bool Moves(byte[] from, byte[] to)
    {
        Span<double> affine = stackalloc double[6];
        if (BackgroundMotion.Estimate(from, to, _upper, _width, _height, MostCorners, affine) < FewestInliers)
        {
            return false;
        }

        double moved = 0;
        foreach ((double x, double y) in (ReadOnlySpan<(double, double)>)[(0, 0), (_width, 0), (0, UpperPart * _height), (_width, UpperPart * _height)])
        {
            moved += double.Hypot((affine[0] * x) + (affine[1] * y) + affine[2] - x, (affine[3] * x) + (affine[4] * y) + affine[5] - y) / 4;
        }

        return moved >= LeastMotion * _width;
    }
}
