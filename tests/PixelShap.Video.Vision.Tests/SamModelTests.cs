using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation.Sam;

namespace PixelShap.Video.Vision.Tests;

public sealed class SamModelTests
{
    /// <summary>SAM's own export: what lies on the image is cut out of the square and made as large as the image, whose height comes first.</summary>
    [Theory]
    [InlineData(192, 144)]
    [InlineData(90, 160)]
    public void A_decoder_that_makes_masks_as_large_as_the_image_makes_them_of_its_shape(int width, int height)
    {
        var loader = new OnnxModelLoader(NullLoggerFactory.Instance);
        OnnxModelOptions options = TestModels.Options("").Runtime;
        using var model = new SamModel(loader.Load(TestModels.Path("sam_encoder.onnx"), options), loader.Load(TestModels.Path("sam_image_size_decoder.onnx"), options));
        using SamImage image = model.Encode(TestImages.Blank(width, height), CancellationToken.None);
        using OnnxRun run = model.RentDecoder(image);
        SamProposals proposals = model.Decode(run, image, new BoundingBox(10, 20, 50, 60), CancellationToken.None);
        Assert.Equal((width, height), (proposals.Width, proposals.Height));

        // The first proposal is the whole box.
        ReadOnlySpan<float> whole = proposals.Logits(0);
        Assert.True(whole[(40 * width) + 30] > 0 && whole[(40 * width) + 56] < 0 && whole[(66 * width) + 30] < 0 && whole[(14 * width) + 30] < 0);
    }
}
