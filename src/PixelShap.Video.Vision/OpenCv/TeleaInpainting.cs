using OpenCvSharp;
using PixelShap.Masking;

namespace PixelShap.Video.Vision.OpenCv;

/// <summary>
/// Fills hidden pixels from their surroundings (Telea, "An image inpainting technique based on the fast marching method", 2004).
/// Only the surroundings of each hidden region are looked at, so the cost follows the hidden area and not the image. Thread-safe.
/// </summary>
public static unsafe class TeleaInpainting
{
    /// <summary>Fills in place.</summary>
    /// <param name="image">The image.</param>
    /// <param name="hidden">A byte map of the image: every non-zero byte is a pixel to fill.</param>
    /// <param name="stride">Bytes from one row of the map to the next, at least the image's width.</param>
    /// <param name="radius">How far known pixels count, 1 to 100 pixels. The default value is 3.</param>
    public static void Fill(BgrImage image, ReadOnlySpan<byte> hidden, int stride, double radius = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden.Length, ((image.Height - 1) * stride) + image.Width, nameof(hidden));
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, 100);
        fixed (byte* pixels = image.Pixels.Span, map = hidden)
        {
            using var picture = new PixelView(pixels, image.Width, image.Height, image.Stride, 3);
            using var mask = new PixelView(map, image.Width, image.Height, stride, 1);
            foreach (PixelBox box in Crops(mask, Margin(radius), image.Width, image.Height))
            {
                FillCrop(picture, mask, new Rect(box.X, box.Y, box.Width, box.Height), radius);
            }
        }
    }

    /// <summary>How far around a hidden region anything counts: Telea weighs known pixels within the radius and their gradients, and orders
    /// them by a distance computed twice as far out.</summary>
    internal static int Margin(double radius) => (2 * (int)Math.Ceiling(radius)) + 3;

    private static void FillCrop(PixelView picture, PixelView mask, Rect crop, double radius)
    {
        using Mat source = picture.Mat.SubMat(crop), hidden = mask.Mat.SubMat(crop), filled = new();
        using InputArray input = InputArray.Create(source), region = InputArray.Create(hidden);
        OpenCvLibrary.Run("inpaint a picture", () =>
        {
            Cv2.Inpaint(input, region, filled, radius, InpaintTypes.Telea);
            filled.CopyTo(source);
        });
    }

    /// <summary>The boxes of the hidden regions, grown by the margin; boxes that meet become one, so that no crop holds half a region.</summary>
    private static List<PixelBox> Crops(PixelView hidden, int margin, int width, int height)
    {
        using var regions = new Regions(hidden, PixelConnectivity.Connectivity8);
        var whole = new PixelBox(0, 0, width, height);
        var boxes = new List<PixelBox>();
        for (int label = 1; label < regions.Count; label++)
        {
            PixelBox box = regions.Box(label);
            boxes.Add(new PixelBox(box.X - margin, box.Y - margin, box.Width + (2 * margin), box.Height + (2 * margin)).Intersect(whole));
        }

        bool merged;
        do
        {
            merged = false;
            for (int i = 0; i < boxes.Count; i++)
            {
                for (int j = boxes.Count - 1; j > i; j--)
                {
                    if (!boxes[i].Intersect(boxes[j]).IsEmpty)
                    {
                        boxes[i] = boxes[i].Cover(boxes[j]);
                        boxes.RemoveAt(j);
                        merged = true;
                    }
                }
            }
        }
        while (merged);
        return boxes;
    }
}
