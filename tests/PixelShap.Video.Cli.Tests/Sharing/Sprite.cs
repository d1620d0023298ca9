using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Tests.Sharing;

/// <summary>Somebody or something cut out of a picture of coco128 along COCO's own outline.</summary>
internal sealed class Sprite
{
    private static readonly Lazy<JsonDocument> s_truth = new(() => JsonDocument.Parse(File.ReadAllText(SharedData.Path("data/coco128/instances.json"))));

    private readonly BgrImage _image;
    private readonly bool[] _mask;

    private Sprite(BgrImage image, bool[] mask, BoundingBox box, BoundingBox secret)
    {
        (_image, _mask, Box, Secret) = (image, mask, box, secret);
    }

    /// <summary>Its box in its own picture.</summary>
    public BoundingBox Box { get; }

    /// <summary>What must never be seen of it, in its own picture.</summary>
    public BoundingBox Secret { get; }

    /// <summary>The object of a class whose box fits best around a point; what must not be seen is the part of it in a box, or the whole.</summary>
    public static Sprite Load(int picture, int[] categories, BoundingBox about, bool whole)
    {
        string name = $"images/train2017/{picture:D12}.jpg";
        JsonElement root = s_truth.Value.RootElement;
        int id = root.GetProperty("images").EnumerateArray().First(image => image.GetProperty("file_name").GetString() == name).GetProperty("id").GetInt32();
        (float x, float y) = ((about.Left + about.Right) / 2, (about.Top + about.Bottom) / 2);
        (BoundingBox box, JsonElement outline) = root.GetProperty("annotations").EnumerateArray()
            .Where(item => item.GetProperty("image_id").GetInt32() == id && categories.Contains(item.GetProperty("category_id").GetInt32()) && item.GetProperty("segmentation").ValueKind == JsonValueKind.Array)
            .Select(item => (Box: BoxOf(item), Outline: item.GetProperty("segmentation")))
            .Where(item => x > item.Box.Left && x < item.Box.Right && y > item.Box.Top && y < item.Box.Bottom)
            .MaxBy(item => about.IoU(item.Box with { Bottom = whole ? item.Box.Bottom : item.Box.Top + (1.5f * (about.Bottom - item.Box.Top)) }));
        BgrImage image = new OpenCvImageCodec().Decode(File.ReadAllBytes(SharedData.Path($"data/coco128/{name}")));
        return new Sprite(image, Fill(outline, image.Width, image.Height), box, whole ? box : about);
    }

    /// <summary>Draws it, so many times as large as it was, with the top left corner of its box at a place; adds what must not be seen to a map and takes away what it hides.</summary>
    public void Draw(BgrImage frame, bool[] secret, double left, double top, double scale)
    {
        for (int y = Math.Max(0, (int)top); y < Math.Min(frame.Height, top + (Box.Height * scale)); y++)
        {
            for (int x = Math.Max(0, (int)left); x < Math.Min(frame.Width, left + (Box.Width * scale)); x++)
            {
                double sx = Box.Left + ((x - left) / scale), sy = Box.Top + ((y - top) / scale);
                int ix = (int)sx, iy = (int)sy;
                if (ix < 0 || iy < 0 || ix >= _image.Width || iy >= _image.Height || !_mask[(iy * _image.Width) + ix])
                {
                    continue;
                }

                Sample(sx, sy, 1 / scale).CopyTo(frame.Row(y)[(3 * x)..]);
                secret[(y * frame.Width) + x] = sx >= Secret.Left && sx < Secret.Right && sy >= Secret.Top && sy < Secret.Bottom;
            }
        }
    }

    /// <summary>The mean over one pixel of the frame.</summary>
    private byte[] Sample(double x, double y, double size)
    {
        int count = Math.Max(1, (int)Math.Round(size)), right = Math.Min(_image.Width, (int)x + count), bottom = Math.Min(_image.Height, (int)y + count);
        Span<int> sum = stackalloc int[3];
        int pixels = 0;
        for (int row = (int)y; row < bottom; row++)
        {
            for (int column = (int)x; column < right; column++, pixels++)
            {
                for (int channel = 0; channel < 3; channel++)
                {
                    sum[channel] += _image.Row(row)[(3 * column) + channel];
                }
            }
        }

        return [(byte)(sum[0] / pixels), (byte)(sum[1] / pixels), (byte)(sum[2] / pixels)];
    }

    private static BoundingBox BoxOf(JsonElement item)
    {
        float[] box = [.. item.GetProperty("bbox").EnumerateArray().Select(value => value.GetSingle())];
        return new BoundingBox(box[0], box[1], box[0] + box[2], box[1] + box[3]);
    }

    /// <summary>The inside of polygons, by the even-odd rule along rows.</summary>
    private static bool[] Fill(JsonElement polygons, int width, int height)
    {
        var mask = new bool[width * height];
        foreach (JsonElement polygon in polygons.EnumerateArray())
        {
            double[] points = [.. polygon.EnumerateArray().Select(value => value.GetDouble())];
            int count = points.Length / 2;
            for (int y = 0; y < height; y++)
            {
                List<double> crossings = [];
                for (int i = 0; i < count; i++)
                {
                    int j = (i + 1) % count;
                    (double x0, double y0, double x1, double y1) = (points[2 * i], points[(2 * i) + 1], points[2 * j], points[(2 * j) + 1]);
                    if (y0 <= y + 0.5 != y1 <= y + 0.5)
                    {
                        crossings.Add(x0 + ((y + 0.5 - y0) / (y1 - y0) * (x1 - x0)));
                    }
                }

                crossings.Sort();
                for (int i = 0; i + 1 < crossings.Count; i += 2)
                {
                    for (int x = Math.Max(0, (int)crossings[i]); x < Math.Min(width, crossings[i + 1]); x++)
                    {
                        mask[(y * width) + x] = true;
                    }
                }
            }
        }

        return mask;
    }
}
