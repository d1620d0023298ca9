using System.Buffers;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Writes an image into the input of a network: planes of red, green, blue (or the reverse), normalised, padded.</summary>
internal sealed class ImageTensor
{
    private readonly float[][] _tables;
    private readonly bool _blueFirst;
    private readonly float _padding;

    private ImageTensor(bool blueFirst, float padding, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation)
    {
        _blueFirst = blueFirst;
        _padding = padding;
        _tables = new float[3][];
        for (int plane = 0; plane < 3; plane++)
        {
            var table = new float[256];
            for (int value = 0; value < 256; value++)
            {
                table[value] = (value - mean[plane]) / deviation[plane];
            }

            _tables[plane] = table;
        }
    }

    /// <summary>RGB / 255, grey 114 around it: YOLO since version 5.</summary>
    internal static ImageTensor Yolo { get; } = new(blueFirst: false, 114f / 255, [0, 0, 0], [255, 255, 255]);

    /// <summary>BGR 0 to 255, grey 114 around it: YOLOX.</summary>
    internal static ImageTensor YoloX { get; } = new(blueFirst: true, 114, [0, 0, 0], [1, 1, 1]);

    /// <summary>RGB − 127, over 128, black around it: UltraFace.</summary>
    internal static ImageTensor UltraFace { get; } = new(blueFirst: false, -127f / 128, [127, 127, 127], [128, 128, 128]);

    /// <summary>RGB with ImageNet's mean and deviation, zeros around it: DETR, SAM, PicoDet.</summary>
    internal static ImageTensor ImageNet { get; } =
        new(blueFirst: false, 0, [0.485f * 255, 0.456f * 255, 0.406f * 255], [0.229f * 255, 0.224f * 255, 0.225f * 255]);

    /// <summary>Fills <paramref name="target"/>, 3 planes of <c>InputHeight × InputWidth</c>.</summary>
    internal void Write(BgrImage image, in Letterbox letterbox, Span<float> target)
    {
        if (image.Width == letterbox.ContentWidth && image.Height == letterbox.ContentHeight)
        {
            WritePlanes(image, letterbox, target);
            return;
        }

        int stride = letterbox.ContentWidth * 3;
        byte[] scaled = ArrayPool<byte>.Shared.Rent(stride * letterbox.ContentHeight);
        var content = new BgrImage(scaled, letterbox.ContentWidth, letterbox.ContentHeight, stride);
        PixelOperations.Resize(image, content, ResizeMethod.Bilinear);
        WritePlanes(content, letterbox, target);
        ArrayPool<byte>.Shared.Return(scaled);
    }

    /// <summary>Fills <paramref name="target"/> with the scaled image alone, red, green, blue interleaved, 0 to 255: for models that
    /// normalise and pad inside.</summary>
    internal static void WriteInterleaved(BgrImage image, in Letterbox letterbox, Span<float> target)
    {
        int stride = letterbox.ContentWidth * 3;
        byte[] scaled = ArrayPool<byte>.Shared.Rent(stride * letterbox.ContentHeight);
        PixelOperations.Resize(image, new BgrImage(scaled, letterbox.ContentWidth, letterbox.ContentHeight, stride), ResizeMethod.Bilinear);
        for (int i = 0; i < target.Length; i += 3)
        {
            (target[i], target[i + 1], target[i + 2]) = (scaled[i + 2], scaled[i + 1], scaled[i]);
        }

        ArrayPool<byte>.Shared.Return(scaled);
    }

    private void WritePlanes(BgrImage content, in Letterbox letterbox, Span<float> target)
    {
        int width = letterbox.InputWidth, size = width * letterbox.InputHeight;
        int padX = letterbox.PadX, padY = letterbox.PadY, right = padX + content.Width;
        for (int plane = 0; plane < 3; plane++)
        {
            Span<float> whole = target.Slice(plane * size, size);
            whole[..(padY * width)].Fill(_padding);
            whole[((padY + content.Height) * width)..].Fill(_padding);
        }

        float[] first = _tables[0], second = _tables[1], third = _tables[2];
        int offset = _blueFirst ? 0 : 2;
        for (int y = 0; y < content.Height; y++)
        {
            int start = (padY + y) * width;
            Span<float> plane0 = target.Slice(start, width), plane1 = target.Slice(start + size, width);
            Span<float> plane2 = target.Slice(start + (2 * size), width);
            FillSides(plane0, padX, right, _padding);
            FillSides(plane1, padX, right, _padding);
            FillSides(plane2, padX, right, _padding);
            ReadOnlySpan<byte> row = content.Row(y);
            plane0 = plane0[padX..right];
            plane1 = plane1[padX..right];
            plane2 = plane2[padX..right];
            for (int x = 0, i = 0; x < plane0.Length; x++, i += 3)
            {
                plane0[x] = first[row[i + offset]];
                plane1[x] = second[row[i + 1]];
                plane2[x] = third[row[i + 2 - offset]];
            }
        }
    }

    private static void FillSides(Span<float> row, int left, int right, float value)
    {
        row[..left].Fill(value);
        row[right..].Fill(value);
    }
}
