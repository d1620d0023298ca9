using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Frames;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Vision.Tests;

public sealed class OpenCvTests
{
    private static readonly OpenCvImageCodec Codec = new();

    [Fact]
    public void A_missing_native_library_is_explained()
    {
        var error = Assert.Throws<PixelShapException>(() => OpenCvLibrary.Load("no_such_library", typeof(OpenCvImageCodec).Assembly));
        Assert.Equal("OpenCV's library libno_such_library.so is not beside the program.", error.Message);
    }

    [Fact]
    public void A_library_that_opencv_lacks_is_named_with_the_package_that_brings_it()
    {
        PixelShapException error = OpenCvLibrary.Missing("OpenCvSharpExtern", new DllNotFoundException(
            "Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace.\n"
            + "libgtk-3.so.0: cannot open shared object file: No such file or directory\n"
            + "/app/libOpenCvSharpExtern: cannot open shared object file: No such file or directory\n"));
        Assert.Equal("OpenCV cannot be loaded: libgtk-3.so.0: cannot open shared object file: No such file or directory", error.Message);
        Assert.EndsWith("apt-get install libgtk-3-0 libatomic1 libdrm2", error.Remedy);
    }

    [Fact]
    public void Png_keeps_every_pixel_whatever_the_stride() => Prop.ForAll(
        Gen.Choose(1, 70).Two().ToArbitrary(), Gen.Choose(0, 9).Two().ToArbitrary(), (size, extra) =>
        {
            BgrImage image = TestImages.Noise(size.Item1 + (100 * size.Item2), size.Item1, size.Item2, extra.Item1);
            BgrImage back = Codec.Decode(Codec.EncodePng(image));
            return back.Width == image.Width && back.Height == image.Height
                && Enumerable.Range(0, image.Height).All(y => image.Row(y).SequenceEqual(back.Row(y)));
        }).Check(TestImages.Reproducible);

    [Fact]
    public void A_jpeg_that_was_cut_off_is_told_from_a_whole_one_wherever_it_was_cut()
    {
        byte[] whole = Codec.EncodeJpeg(TestImages.Noise(7, 60, 40));
        Assert.False(JpegFile.IsCutOff(whole));
        Assert.False(JpegFile.IsCutOff([.. whole, 0, 0, 1, 2]));
        Assert.All(Enumerable.Range(3, whole.Length - 4), length => Assert.True(JpegFile.IsCutOff(whole.AsSpan(0, length)), $"{length} of {whole.Length}"));

        // A thumbnail in the header, with an end of its own.
        byte[] header = [0xFF, 0xE1, 0x00, 0x08, 0xFF, 0xD8, 0xFF, 0xD9, 0x00, 0x00];
        byte[] withThumbnail = [.. whole.AsSpan(0, 2), .. header, .. whole.AsSpan(2)];
        Assert.False(JpegFile.IsCutOff(withThumbnail));
        Assert.True(JpegFile.IsCutOff(withThumbnail.AsSpan(0, withThumbnail.Length - 10)));
        Assert.False(JpegFile.IsCutOff(Codec.EncodePng(TestImages.Noise(7, 60, 40))));
    }

    [Fact]
    public void A_jpeg_that_was_cut_off_is_drawn_as_far_as_it_goes_and_grey_below()
    {
        BgrImage image = TestImages.Texture(3, 160, 160);
        byte[] file = Codec.EncodeJpeg(image);
        BgrImage whole = Codec.Decode(file), half = Codec.Decode(file.AsSpan(0, file.Length / 2));
        Assert.Equal((160, 160), (half.Width, half.Height));
        Assert.True(half.Row(20).SequenceEqual(whole.Row(20)));
        Assert.All(half.Row(159).ToArray(), value => Assert.Equal(half.Row(159)[0], value));
        Assert.False(half.Row(159).SequenceEqual(whole.Row(159)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    public void A_picture_is_turned_as_its_exif_orientation_says(byte orientation)
    {
        // Dark on the left of the file's pixels; EXIF 2.3, table 4: what row 0 and column 0 stand for.
        BgrImage image = TestImages.Blank(64, 32);
        for (int y = 0; y < 32; y++)
        {
            image.Row(y)[96..].Fill(255);
        }

        byte[] file = Codec.EncodeJpeg(image);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        BgrImage turned = Codec.Decode([.. file.AsSpan(0, 2), .. exif, .. file.AsSpan(2)]);
        (int X, int Y) dark = orientation switch { 1 => (8, 16), 3 => (56, 16), 6 => (16, 8), _ => (16, 56) };
        Assert.Equal(orientation < 5 ? (64, 32) : (32, 64), (turned.Width, turned.Height));
        Assert.InRange(turned.Row(dark.Y)[3 * dark.X], 0, 10);
        Assert.InRange(turned.Row(turned.Height - 1 - dark.Y)[3 * (turned.Width - 1 - dark.X)], 245, 255);
    }

    [SharedDataFact("data/stills/bus.jpg")]
    public void A_real_jpeg_is_whole() => Assert.False(JpegFile.IsCutOff(File.ReadAllBytes(SharedData.Path("data/stills/bus.jpg"))));

    [Fact]
    public void Grey_png_keeps_every_value()
    {
        var pixels = new byte[37 * 11];
        new Random(5).NextBytes(pixels);
        Assert.Equal(pixels, Codec.DecodeGrey(Codec.EncodeGreyPng(pixels, 37, 11), out int width, out int height));
        Assert.Equal((37, 11), (width, height));
    }

    [Fact]
    public void Jpeg_of_a_smooth_image_is_close_and_better_with_more_quality()
    {
        BgrImage image = TestImages.Texture(3, 160, 90);
        double Error(int quality)
        {
            BgrImage back = Codec.Decode(Codec.EncodeJpeg(image, quality));
            return Enumerable.Range(0, image.Pixels.Length).Average(i => Math.Abs(image.Pixels.Span[i] - back.Pixels.Span[i]));
        }

        Assert.InRange(Error(95), 0, 1.5);
        Assert.True(Error(20) > Error(95));
    }

    [Fact]
    public void Bytes_that_are_no_picture_are_the_users_error()
    {
        var error = Assert.Throws<PixelShapException>(() => Codec.Decode([1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.Equal(ExitCode.Input, error.ExitCode);
    }

    [Fact]
    public void A_picture_that_is_too_large_for_its_format_is_not_written_as_nothing()
    {
        // A JPEG picture has at most 65,500 pixels a side.
        var error = Assert.Throws<PixelShapException>(() => Codec.EncodeJpeg(TestImages.Blank(70_000, 1)));
        Assert.Equal("A picture of 70000x1 pixels cannot be written as jpg.", error.Message);
    }

    [Fact]
    public void What_opencv_refuses_is_an_error_with_its_reason_and_a_remedy()
    {
        var error = Assert.Throws<PixelShapException>(() => OpenCvLibrary.Run("resize a picture", () =>
        {
            using OpenCvSharp.Mat nothing = new(), result = new();
            OpenCvSharp.Cv2.Resize(nothing, result, new OpenCvSharp.Size(2, 2));
        }));
        Assert.Equal((ExitCode.Failed, "OpenCV could not resize a picture: !ssize.empty()"), (error.ExitCode, error.Message));
        Assert.Contains("report", error.Remedy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_quality_that_jpeg_does_not_know_is_refused(int quality) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(quality), () => Codec.EncodeJpeg(TestImages.Blank(4, 4), quality));

    [Fact]
    public void Inpainting_leaves_visible_pixels_alone_and_rebuilds_a_gradient()
    {
        BgrImage image = Gradient(200, 120), original = Gradient(200, 120);
        byte[] hidden = Hide(200, 120, new PixelBox(60, 40, 30, 25), new PixelBox(150, 5, 20, 30));
        Mask mask = Mask.FromBytes(200, 120, new PixelBox(0, 0, 200, 120), hidden, 200);
        foreach (MaskRun run in mask.Runs)
        {
            image.Row(run.Y).Slice(run.X * 3, run.Length * 3).Clear();
        }

        TeleaInpainting.Fill(image, hidden, 200, 5);
        for (int y = 0; y < 120; y++)
        {
            for (int x = 0; x < 200; x++)
            {
                int difference = Math.Abs(image.Row(y)[x * 3] - original.Row(y)[x * 3]);
                Assert.True(mask[x, y] ? difference <= 12 : difference == 0, $"({x}, {y}) is off by {difference}");
            }
        }
    }

    [Fact]
    public void Inpainting_a_region_does_not_depend_on_the_rest_of_the_image()
    {
        BgrImage large = TestImages.Texture(8, 240, 160);
        BgrImage small = new(large.Pixels[(((20 * 240) + 30) * 3)..].ToArray(), 120, 100, 240 * 3);
        var inLarge = new PixelBox(70, 60, 35, 30);
        TeleaInpainting.Fill(large, Hide(240, 160, inLarge), 240);
        TeleaInpainting.Fill(small, Hide(120, 100, inLarge with { X = 40, Y = 40 }), 120);
        for (int y = 0; y < 100; y++)
        {
            Assert.True(small.Row(y).SequenceEqual(large.Row(y + 20).Slice(30 * 3, 120 * 3)), $"row {y}");
        }
    }

    [Fact]
    public void Small_islands_go_and_small_holes_are_filled()
    {
        byte[] map = Hide(64, 48, new PixelBox(5, 5, 30, 30), new PixelBox(50, 40, 3, 3));
        Array.Clear(map, (10 * 64) + 10, 4);
        map[(20 * 64) + 20] = 0;
        PixelOperations.RemoveSmallRegions(map, 64, 48, 10);
        Mask mask = Mask.FromBytes(64, 48, new PixelBox(0, 0, 64, 48), map, 64);
        Assert.Equal(new PixelBox(5, 5, 30, 30), mask.Box);
        Assert.Equal(900, mask.Area);
    }

    [Fact]
    public void Islands_hang_together_across_corners_and_holes_do_not()
    {
        // Two squares of 9 pixels that touch at a corner, and in a large one two holes of 9 that touch at a corner.
        byte[] map = Hide(64, 48, new PixelBox(2, 2, 3, 3), new PixelBox(5, 5, 3, 3), new PixelBox(20, 5, 30, 30));
        foreach (PixelBox hole in (PixelBox[])[new PixelBox(30, 15, 3, 3), new PixelBox(33, 18, 3, 3)])
        {
            for (int y = hole.Y; y < hole.Bottom; y++)
            {
                map.AsSpan((y * 64) + hole.X, hole.Width).Clear();
            }
        }

        PixelOperations.RemoveSmallRegions(map, 64, 48, 10);
        Assert.Equal(9 + 9 + 900, map.Count(value => value == 255));
        Assert.Equal(map.Length - 918, map.Count(value => value == 0));
    }

    private static BgrImage Gradient(int width, int height)
    {
        BgrImage image = TestImages.Blank(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                image.Row(y).Slice(x * 3, 3).Fill((byte)(40 + (x / 2) + (y / 2)));
            }
        }

        return image;
    }

    private static byte[] Hide(int width, int height, params PixelBox[] boxes)
    {
        var map = new byte[width * height];
        foreach (PixelBox box in boxes)
        {
            Mask.FromBox(width, height, box).Paint(map, width, 1);
        }

        return map;
    }
}
