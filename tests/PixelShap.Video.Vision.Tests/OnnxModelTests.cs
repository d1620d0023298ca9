using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Testing;
using PixelShap.Video.Segmentation;
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

    [Fact]
    public void An_unrecognised_model_is_told_of_in_words_and_its_ports_stand_in_the_cause()
    {
        var error = Assert.Throws<PixelShapException>(() => Segmenters.Create(
            new SegmenterOptions { Model = TestModels.Path("sam_encoder.onnx"), Runtime = Cpu }, NullLoggerFactory.Instance));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("not recognised", error.Message, StringComparison.Ordinal);
        Assert.Contains("docs/segmenters.md", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain('[', $"{error.Message}{error.Remedy}");
        string cause = error.InnerException!.Message;
        Assert.Contains("images float[1,3,256,256]", cause, StringComparison.Ordinal);
        Assert.Contains("embeddings float[1,256,16,16]", cause, StringComparison.Ordinal);
        Assert.Contains("output0[1,4+classes+K,N]", cause, StringComparison.Ordinal);
    }

    [Fact]
    public void All_classes_are_no_reason_to_speak_of_text_prompts() => Assert.Contains(
        "not recognised",
        Assert.Throws<PixelShapException>(() => Segmenters.Create(
            new SegmenterOptions { Model = TestModels.Path("sam_encoder.onnx"), Runtime = Cpu, Classes = [ClassGroups.All] }, NullLoggerFactory.Instance)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_model_that_cannot_be_opened_is_told_of_by_its_reason()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-model-").FullName, link = Path.Combine(folder, "a.onnx");
        try
        {
            File.CreateSymbolicLink(link, link);
            Assert.EndsWith("its links lead in a circle.", Refusal(link), StringComparison.Ordinal);
            Assert.EndsWith("is a folder.", Refusal(folder), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string Refusal(string path)
        {
            var error = Assert.Throws<PixelShapException>(() => new OnnxModelLoader(NullLoggerFactory.Instance).Load(path, Cpu));
            Assert.Equal(ExitCode.Usage, error.ExitCode);
            return error.Message;
        }
    }

    [Fact]
    public void Auto_settles_on_a_provider_that_works_and_says_so_in_the_name()
    {
        using OnnxModel loaded =
            new OnnxModelLoader(NullLoggerFactory.Instance).Load(TestModels.Path("road.onnx"), new OnnxModelOptions());
        Assert.NotEqual(ExecutionProvider.Auto, loaded.Provider);
        Assert.Equal($"road.onnx, {loaded.Provider.ToString().ToLowerInvariant()}", loaded.Name);
    }

    /// <remarks>Both packages take part where the tests are built with either: the one for GPUs has the providers, and refuses on a machine without CUDA.</remarks>
    [Theory]
    [InlineData(ExecutionProvider.Cuda, "libcu")]
    [InlineData(ExecutionProvider.Tensorrt, "lib")]
    public void A_provider_that_does_not_work_gives_way_to_the_processor_with_one_warning_that_says_why(ExecutionProvider provider, string library)
    {
        var warnings = new WarningLog();
        bool isInBuild = OnnxProviders.InBuild().Contains(provider), works = isInBuild && OnnxProviders.Try(provider) is null;
        var loader = new OnnxModelLoader(warnings);
        foreach (int _ in (int[])[1, 2])
        {
            // The second network of the same loader says nothing again.
            using OnnxModel model = loader.Load(TestModels.Path("road.onnx"), new OnnxModelOptions { Provider = provider });
            Assert.Equal(works ? provider : ExecutionProvider.Cpu, model.Provider);
        }

        if (!works)
        {
            string warning = Assert.Single(warnings.Messages);
            Assert.Contains($"{provider.ToString().ToLowerInvariant()} does not work here", warning, StringComparison.Ordinal);
            Assert.Matches(isInBuild ? $@"{library}\w+\.so\.\d+ is missing" : "OnnxRuntime=cpu", warning);
        }
    }

    [Fact]
    public void Auto_says_nothing_of_providers_that_the_build_does_not_have()
    {
        var warnings = new WarningLog();
        using OnnxModel model = new OnnxModelLoader(warnings).Load(TestModels.Path("road.onnx"), new OnnxModelOptions());
        Assert.Equal(OnnxProviders.InBuild().Count > 1 && model.Provider == ExecutionProvider.Cpu ? 1 : 0, warnings.Messages.Count);
    }

    [Fact]
    public void The_processor_is_in_every_build_and_computes()
    {
        Assert.Equal(ExecutionProvider.Cpu, OnnxProviders.InBuild()[^1]);
        Assert.Null(OnnxProviders.Try(ExecutionProvider.Cpu));
        Assert.Matches(@"^1\.\d+\.\d+$", OnnxProviders.Version);
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
