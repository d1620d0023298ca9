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

    [SharedDataFact("models/yolox_nano.onnx")]
    public void Auto_settles_on_a_provider_that_works_and_says_so_in_the_name()
    {
        using OnnxModel loaded =
            new OnnxModelLoader(NullLoggerFactory.Instance).Load(SharedData.Path("models/yolox_nano.onnx"), new OnnxModelOptions());
        Assert.NotEqual(ExecutionProvider.Auto, loaded.Provider);
        Assert.Equal($"yolox_nano.onnx, {loaded.Provider.ToString().ToLowerInvariant()}", loaded.Name);
    }

    [SharedDataFact("models/yolox_nano.onnx")]
    public void A_provider_asked_for_by_name_that_is_not_there_is_an_error_and_not_a_slow_run()
    {
        if (Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            return;
        }

        var error = Assert.Throws<PixelShapException>(() => new OnnxModelLoader(NullLoggerFactory.Instance)
            .Load(SharedData.Path("models/yolox_nano.onnx"), new OnnxModelOptions { Provider = ExecutionProvider.Cuda }));
        Assert.Contains("cuda cannot be loaded", error.Message);
        Assert.Contains("'auto'", error.Remedy);
    }
}
