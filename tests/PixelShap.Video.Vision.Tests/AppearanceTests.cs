using System.Numerics.Tensors;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Appearance;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Vision.Tests;

public sealed class AppearanceTests
{
    private const string Model = "models/osnet_x0_25_msmt17.onnx";

    private static readonly OnnxModelOptions Cpu = new() { Provider = ExecutionProvider.Cpu };

    [SharedDataFact(Model, "data/stills/bus.jpg")]
    public void A_person_looks_more_like_the_same_person_cut_out_otherwise_than_like_another()
    {
        using var model = new OsNetAppearanceModel(SharedData.Path(Model), Cpu, NullLoggerFactory.Instance);
        BgrImage image = TestImages.Read("data/stills/bus.jpg");
        IReadOnlyList<float[]?> found = model.Embed(
            image, [At(37, 270, 165, 618), At(41, 276, 160, 612), At(151, 277, 235, 593), At(10, 10, 15, 100)], CancellationToken.None);

        Assert.Null(found[3]);
        Assert.All(found.Take(3), embedding => Assert.Equal(1, TensorPrimitives.Norm(embedding!), 0.0001));
        float same = TensorPrimitives.Dot(found[0]!, found[1]!), other = TensorPrimitives.Dot(found[0]!, found[2]!);
        Assert.True(same > other + 0.15, $"same {same}, other {other}");
        Assert.InRange(same, 0.85f, 1.001f);
    }

    [SharedDataFact(Model)]
    public void No_objects_give_no_embeddings()
    {
        using var model = new OsNetAppearanceModel(SharedData.Path(Model), Cpu, NullLoggerFactory.Instance);
        Assert.Empty(model.Embed(TestImages.Blank(64, 64), [], CancellationToken.None));
    }

    [Fact]
    public void A_model_of_another_layout_is_refused() =>
        Assert.Contains("OSNet", Assert.Throws<PixelShapException>(() =>
            new OsNetAppearanceModel(TestModels.Path("rf_detr_seg.onnx"), Cpu, NullLoggerFactory.Instance)).Remedy);

    private static Detection At(float left, float top, float right, float bottom) =>
        new(0, "person", 1, new BoundingBox(left, top, right, bottom), null);
}
