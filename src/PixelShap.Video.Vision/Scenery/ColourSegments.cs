using System.Runtime.InteropServices;
using OpenCvSharp;
using OpenCvSharp.XImgProc.Segmentation;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Scenery;

/// <summary>A small copy of a picture cut into regions of like colour (Felzenszwalb and Huttenlocher, "Efficient graph-based image segmentation", 2004).</summary>
internal sealed class ColourSegments
{
    // Pixels along the longer side: regions as small as a traffic light far away do not matter here.
    private const int LongestSide = 256;
    private const double Smoothing = 0.8;
    private const float Scale = 200;
    private const int SmallestSegment = 40;

    private ColourSegments(int width, int height, int[] labels, float[] colours, int count) =>
        (Width, Height, Labels, Colours, Count) = (width, height, labels, colours, count);

    /// <summary>Pixels in a row of the small copy.</summary>
    public int Width { get; }

    /// <summary>Its rows.</summary>
    public int Height { get; }

    /// <summary>The segment of each pixel, row by row: 0 to <see cref="Count"/> − 1.</summary>
    public int[] Labels { get; }

    /// <summary>L, a and b of each pixel as bytes scale them, row by row.</summary>
    public float[] Colours { get; }

    /// <summary>The number of segments.</summary>
    public int Count { get; }

    /// <summary>Cuts a picture.</summary>
    public static unsafe ColourSegments Of(BgrImage image)
    {
        double scale = Math.Min(1, (double)LongestSide / Math.Max(image.Width, image.Height));
        int width = Math.Max(1, (int)Math.Round(image.Width * scale)), height = Math.Max(1, (int)Math.Round(image.Height * scale));
        var pixels = new byte[width * height * 3];
        var labels = new int[width * height];
        var colours = new float[width * height * 3];
        PixelOperations.Resize(image, new BgrImage(pixels, width, height, width * 3), ResizeMethod.Area);
        fixed (byte* first = pixels)
        {
            using var small = new PixelView(first, width, height, width * 3, 3);
            OpenCvLibrary.Run("cut a picture into regions", () =>
            {
                using var cut = new Mat();
                using var lab = new Mat();
                using GraphSegmentation segmentation = GraphSegmentation.Create(Smoothing, Scale, SmallestSegment);
                segmentation.ProcessImage(small.Input, cut);
                Cv2.CvtColor(small.Input, lab, ColorConversionCodes.BGR2Lab);
                Marshal.Copy(cut.Data, labels, 0, labels.Length);
                for (int i = 0; i < colours.Length; i++)
                {
                    colours[i] = ((byte*)lab.Data)[i];
                }
            });
        }

        return new ColourSegments(width, height, labels, colours, labels.Length == 0 ? 0 : labels.Max() + 1);
    }
}
