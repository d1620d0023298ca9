using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Players;

/// <summary>A drawn street of 96 × 64 pixels with two cars: the first has paint, dark stripes, a lit brake lamp, a size and a place by its seed; the second is blue.</summary>
public sealed class DrawnStreet
{
    private const int Width = 96, Height = 64, RightEnd = 74;
    private const byte Road = 110;

    private readonly byte[] _pixels = new byte[Width * Height * 3];

    /// <summary>Draws.</summary>
    /// <param name="seed">The seed of every random choice.</param>
    public DrawnStreet(int seed)
    {
        var random = new Random(seed);
        Array.Fill(_pixels, Road);
        Car = new PixelBox(random.Next(2, 14), random.Next(14, 22), random.Next(22, 30), random.Next(20, 28));
        Other = new PixelBox(random.Next(76, 80), 40, 12, 10);
        Paint(Other, (180, 40, 30));
        (byte Blue, byte Green, byte Red) paint = seed % 2 == 0 ? ((byte)40, (byte)(170 + random.Next(30)), (byte)60) : ((byte)60, (byte)150, (byte)(150 + random.Next(8)));
        Paint(Car, paint);
        for (int x = Car.X + 3; x < Car.Right - 5; x += 10)
        {
            Paint(new PixelBox(x, Car.Y + 2, 5, Car.Height / 2), ((byte)(paint.Blue / 3), (byte)(paint.Green / 3), (byte)(paint.Red / 3)));
        }

        // Not in a corner, which an ellipse would cut off.
        Paint(new PixelBox(Car.X + (Car.Width / 4), Car.Bottom - (Car.Height / 3), 5, 4), (20, 20, 250));
    }

    /// <summary>The first car.</summary>
    public PixelBox Car { get; }

    /// <summary>The second car.</summary>
    public PixelBox Other { get; }

    /// <summary>The picture.</summary>
    public BgrImage Image => new(_pixels, Width, Height, Width * 3);

    /// <summary>Both cars.</summary>
    public IReadOnlyList<TrackedObject> Objects => [Object(1, Car), Object(2, Other)];

    /// <summary>Whether something has the first car's kind of paint.</summary>
    public static bool HasPaint(BgrImage image) => Count(image, new PixelBox(0, 0, Width, Height), static (blue, green, red) => green - blue > 45 && green > 100 && red < 200) >= 30;

    /// <summary>Whether a brake lamp is lit.</summary>
    public static bool HasLitLamp(BgrImage image) => Count(image, new PixelBox(0, 0, Width, Height), static (_, green, red) => red > 180 && green < 90) >= 2;

    /// <summary>Whether something is striped: brightness jumps by a factor that the street has nowhere else.</summary>
    public static bool HasStripes(BgrImage image)
    {
        int jumps = 0;
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 1; x < RightEnd; x++)
            {
                (int before, int after) = (row[(3 * x) - 2], row[(3 * x) + 1]);
                jumps += Math.Max(before, after) >= 1.8 * Math.Min(before, after) && Math.Min(before, after) > 20 ? 1 : 0;
            }
        }

        return jumps >= 8;
    }

    /// <summary>Whether something nearly as high as the first car is in view.</summary>
    public bool HasLargeCar(BgrImage image) => Enumerable.Range(0, Height).Count(y =>
        Count(image, new PixelBox(0, y, RightEnd, 1), static (blue, green, red) => Math.Max(Math.Abs(blue - Road), Math.Max(Math.Abs(green - Road), Math.Abs(red - Road))) > 15 && blue + green + red > 30) > 4) >= Car.Height * 8 / 10;

    /// <summary>Whether something stands where the first car stood.</summary>
    public bool HasCarInPlace(BgrImage image) =>
        Count(image, Car, static (blue, green, red) => (Math.Abs(blue - green) > 12 || Math.Abs(green - red) > 12 || Math.Abs(green - Road) > 20) && blue + green + red > 30) >= Car.Width * Car.Height / 5;

    /// <summary>Whether the second car is in view.</summary>
    public bool HasOther(BgrImage image) => Count(image, Other, static (blue, _, red) => blue > 120 && red < 60) > 0;

    private static int Count(BgrImage image, PixelBox area, Func<int, int, int, bool> matches)
    {
        int count = 0;
        for (int y = area.Y; y < area.Bottom; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = area.X; x < area.Right; x++)
            {
                count += matches(row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) ? 1 : 0;
            }
        }

        return count;
    }

    private static TrackedObject Object(int id, PixelBox box) =>
        new(id, new Detection(2, "car", 0.9f, new BoundingBox(box.X, box.Y, box.Right, box.Bottom), Mask.FromBox(Width, Height, box)));

    private void Paint(PixelBox box, (byte Blue, byte Green, byte Red) colour)
    {
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                int at = ((y * Width) + x) * 3;
                (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = colour;
            }
        }
    }
}
