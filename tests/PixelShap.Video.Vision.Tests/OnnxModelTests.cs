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
    public void A_provider_asked_for_by_name_that_is_not_there_falls_back_to_the_processor_with_a_warning()
    {
        if (Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            return;
        }

        var warnings = new WarningLog();
        using OnnxModel model = new OnnxModelLoader(warnings)
            .Load(SharedData.Path("models/yolox_nano.onnx"), new OnnxModelOptions { Provider = ExecutionProvider.Cuda });
        Assert.Contains("Cuda is not used", Assert.Single(warnings.Messages), StringComparison.Ordinal);
    }

    private sealed class WarningLog : Microsoft.Extensions.Logging.ILoggerFactory, Microsoft.Extensions.Logging.ILogger
    {
        public List<string> Messages { get; } = [];

        public Microsoft.Extensions.Logging.ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(Microsoft.Extensions.Logging.ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= Microsoft.Extensions.Logging.LogLevel.Warning)
            {
                Messages.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
