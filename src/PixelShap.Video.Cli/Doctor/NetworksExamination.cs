using System.Runtime.InteropServices;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Language.Llama;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Onnx;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>ONNX Runtime: which package, and what it can really compute with.</summary>
internal sealed class NetworksExamination : IExamination
{
    private const string Area = "Networks";

    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([.. Examine()]);

    /// <summary>The NVIDIA devices that the kernel shows, by model where the driver tells it.</summary>
    internal static IReadOnlyList<string> Devices(string root = "/")
    {
        string driver = Path.Combine(root, "proc/driver/nvidia/gpus"), devices = Path.Combine(root, "dev");
        if (Directory.Exists(driver))
        {
            return [.. Directory.EnumerateFiles(driver, "information", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Model)];
        }

        return Directory.Exists(devices)
            ? [.. Directory.EnumerateFileSystemEntries(devices, "nvidia?").Select(path => Path.GetFileName(path)!).Where(name => char.IsAsciiDigit(name[^1])).Order(StringComparer.Ordinal)]
            : [];

        static string Model(string file) => File.ReadLines(file).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(parts => parts is ["Model", _])?[1] ?? "NVIDIA device";
    }

    private static IEnumerable<Finding> Examine()
    {
        string package = $"{OnnxRuntimePackage.Name} {OnnxRuntimePackage.Version}", version = "";
        IReadOnlyList<ExecutionProvider> providers = [];
        PixelShapException? failure = null;
        try
        {
            (version, providers) = (OnnxProviders.Version, OnnxProviders.InBuild());
        }
        catch (PixelShapException exception)
        {
            failure = exception;
        }

        if (failure is not null)
        {
            yield return new Finding(Area, "ONNX Runtime", FindingState.Missing, failure.Message) { Remedy = failure.Remedy };
            yield break;
        }

        yield return version == OnnxRuntimePackage.Version
            ? new Finding(Area, "ONNX Runtime", FindingState.Ok, package)
            : new Finding(Area, "ONNX Runtime", FindingState.Warning, $"the library beside the program is {version}, and not of {package}") { Remedy = "Build the program again." };
        IReadOnlyList<string> devices = Devices();
        bool isForGpus = providers.Contains(ExecutionProvider.Cuda);
        yield return (devices.Count > 0, isForGpus) switch
        {
            (true, false) => new Finding(Area, "GPU", FindingState.Warning, $"{string.Join(", ", devices)}: not used, because the program was built for the processor") { Remedy = "make build OnnxRuntime=gpu" },
            (true, true) => new Finding(Area, "GPU", FindingState.Ok, string.Join(", ", devices)),
            _ => new Finding(Area, "GPU", FindingState.Optional, "no NVIDIA device; the processor computes"),
        };
        foreach (ExecutionProvider provider in providers)
        {
            yield return OfProvider(provider, devices.Count > 0);
        }

        yield return NativeLibrary.TryLoad("libonnxruntime-genai.so", typeof(NetworksExamination).Assembly, null, out _)
            ? new Finding(Area, "GenAI", FindingState.Ok, "vision-language models can run on this machine")
            : new Finding(Area, "GenAI", FindingState.Optional, "not built in; vlm.provider: onnx-genai needs it") { Remedy = "make build OnnxRuntimeGenAi=true" };
        yield return LlamaLibrary.IsThere
            ? new Finding(Area, "llama.cpp", FindingState.Ok, "vision-language models in GGUF can run on this machine")
            : new Finding(Area, "llama.cpp", FindingState.Optional, "not built in; vlm.provider: llama needs it") { Remedy = "make build LLama=true" };
    }

    private static Finding OfProvider(ExecutionProvider provider, bool hasDevice)
    {
        string name = provider switch { ExecutionProvider.Cpu => "processor", ExecutionProvider.Cuda => "CUDA", _ => "TensorRT" };
        return OnnxProviders.Try(provider) switch
        {
            null => new Finding(Area, name, FindingState.Ok, "computes"),
            var reason when provider == ExecutionProvider.Cpu => new Finding(Area, name, FindingState.Missing, reason) { Remedy = "Build the program again." },
            var reason => new Finding(Area, name, hasDevice ? FindingState.Warning : FindingState.Optional, reason) { Remedy = hasDevice ? "See docs/segmenters.md, Execution providers." : null },
        };
    }
}
