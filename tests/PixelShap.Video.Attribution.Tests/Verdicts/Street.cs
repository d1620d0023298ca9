using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests.Verdicts;

/// <summary>A picture of 80 × 60 pixels of grey road with cars 1 to 3 (each of a red of its own) in its lower third and a purple patch in its upper right; the rest is divided into tiles.</summary>
internal sealed class Street : ISceneDivider
{
    private const int Width = 80, Height = 60, TileWidth = 20, TileHeight = 10;

    private static readonly PixelBox s_patch = new(60, 10, 20, 10);

    public static readonly PixelBox[] Cars = [new(4, 42, 12, 10), new(30, 42, 12, 10), new(56, 42, 12, 10)];

    /// <summary>The frame; later ones look the same.</summary>
    public static ObservedFrame Frame(int number = 0, int cars = 3)
    {
        var pixels = new byte[Width * Height * 3];
        Array.Fill(pixels, (byte)110);
        for (int i = 0; i < cars; i++)
        {
            Paint(pixels, Cars[i], 10, 10, (byte)(200 + (10 * i)));
        }

        Paint(pixels, s_patch, 200, 20, 200);
        return new ObservedFrame(number, new BgrImage(pixels, Width, Height, Width * 3), number, [.. Enumerable.Range(0, cars).Select(Car)]);
    }

    /// <summary>Whether a car is in view.</summary>
    public static bool HasCar(BgrImage image, int car) => Is(image, Cars[car], 10, 10, (byte)(200 + (10 * car)));

    /// <summary>Whether the patch is in view.</summary>
    public static bool HasPatch(BgrImage image) => Is(image, s_patch, 200, 20, 200);

    /// <summary>Whether most of the road is in view.</summary>
    public static bool HasRoad(BgrImage image) => Share(image, 110, 110, 110) > 0.4;

    /// <summary>Whether something black is in view: the picture has nothing black.</summary>
    public static bool HasBlack(BgrImage image) => Share(image, 0, 0, 0) > 0;

    public static Mask Patch => Mask.FromBox(Width, Height, s_patch);

    public IReadOnlyList<ScenePart> Divide(BgrImage image, IReadOnlyList<Mask> objects)
    {
        var taken = new byte[Width * Height];
        foreach (Mask mask in objects)
        {
            mask.Paint(taken, Width, 1);
        }

        var parts = new List<ScenePart>();
        for (int y = 0; y < Height; y += TileHeight)
        {
            for (int x = 0; x < Width; x += TileWidth)
            {
                var map = new byte[Width * Height];
                Mask.FromBox(Width, Height, new PixelBox(x, y, TileWidth, TileHeight)).Paint(map, Width, 1);
                for (int i = 0; i < map.Length; i++)
                {
                    map[i] &= (byte)(1 - taken[i]);
                }

                parts.Add(new ScenePart(Mask.FromBytes(Width, Height, new PixelBox(0, 0, Width, Height), map, Width), 1 + x + y, []));
            }
        }

        return parts;
    }

    private static TrackedObject Car(int index)
    {
        PixelBox box = Cars[index];
        return new TrackedObject(index + 1, new Detection(2, "car", 0.9f, new BoundingBox(box.X, box.Y, box.Right, box.Bottom), Mask.FromBox(Width, Height, box)));
    }

    private static void Paint(byte[] pixels, PixelBox box, byte blue, byte green, byte red)
    {
        for (int y = box.Y; y < box.Bottom; y++)
        {
            for (int x = box.X; x < box.Right; x++)
            {
                int at = ((y * Width) + x) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = (blue, green, red);
            }
        }
    }

    private static bool Is(BgrImage image, PixelBox box, byte blue, byte green, byte red)
    {
        ReadOnlySpan<byte> row = image.Row(box.Y + (box.Height / 2));
        int at = (box.X + (box.Width / 2)) * 3;
        return (row[at], row[at + 1], row[at + 2]) == (blue, green, red);
    }

    private static double Share(BgrImage image, byte blue, byte green, byte red)
    {
        int count = 0;
        for (int y = 0; y < Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            for (int x = 0; x < Width; x++)
            {
                count += (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) == (blue, green, red) ? 1 : 0;
            }
        }

        return (double)count / (Width * Height);
    }
}
