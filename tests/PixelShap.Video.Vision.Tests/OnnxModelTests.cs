using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Testing;
using PixelShap.Video.Configuration;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Vision.Tests;

public sealed class OnnxModelTests
{
    private static readonly OnnxModelOptions Cpu = new() { Provider = ExecutionProvider.Cpu };

    [Fact]
    public void A_missing_model_is_named()
    {
        var error = Assert.Throws<PixelShapException>(() => new OnnxModelLoader(NullLoggerFactory.Instance).Load("no/such.onnx", Cpu));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("no/such.onnx", error.Message);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var error = Assert.Throws<PixelShapException>(() =>
            new OnnxModelLoader(NullLoggerFactory.Instance).Load(Path.Combine(SharedData.RepositoryRoot, "LICENSE"), Cpu));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("LICENSE", error.Message);
    }

    [SharedDataFact("models/osnet_x0_25_msmt17.onnx")]
    public void An_unrecognised_model_gets_its_ports_and_the_expectations()
    {
        var error = Assert.Throws<PixelShapException>(() => Segmenters.Create(
            new SegmenterOptions { Model = SharedData.Path("models/osnet_x0_25_msmt17.onnx"), Runtime = Cpu }, NullLoggerFactory.Instance));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("images float[?,3,256,128]", error.Message);
        Assert.Contains("output float[?,512]", error.Message);
        Assert.Contains("output0[1,4+classes+K,N]", error.Remedy);
    }

    [Fact]
    public void Auto_falls_back_to_the_processor_where_there_is_no_gpu_library()
    {
        string model = SharedData.Path("models/yolox_nano.onnx");
        if (!File.Exists(model))
        {
            return;
        }

        using OnnxModel loaded = new OnnxModelLoader(NullLoggerFactory.Instance).Load(model, new OnnxModelOptions());
        Assert.NotEqual(ExecutionProvider.Auto, loaded.Provider);
        Assert.Contains(loaded.Provider.ToString().ToLowerInvariant(), loaded.Name);
    }
}
