using System.Diagnostics;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>The program without the native libraries of ONNX Runtime GenAI and llama.cpp, as a person has it who does not want models on this machine.</summary>
public sealed class MissingRuntimeTests : IDisposable
{
    private const string Model = "tests/PixelShap.Video.Language.Tests/GenAi";
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Everything_else_works_and_the_provider_says_in_one_sentence_what_is_missing()
    {
        string program = Path.Combine(_folder, "program");
        using (var copy = Process.Start("cp", ["-al", Path.GetDirectoryName(Command.Program)!, program]))
        {
            await copy.WaitForExitAsync();
        }

        File.Delete(Path.Combine(program, "libonnxruntime-genai.so"));
        string main = Path.Combine(program, Path.GetFileName(Command.Program)), output = Path.Combine(_folder, "output");
        string[] explain = ["explain", Samples.Picture, "--output", output, "--set", "attribution.max_players=2"];
        CommandResult narrated = await Command.RunAsync(explain, program: main);
        Assert.True(narrated.ExitCode == 0, narrated.Error);
        CommandResult local = await Command.RunAsync([.. explain, "--set", "vlm.provider=onnx-genai", "--set", $"vlm.model={Path.Combine(SharedData.RepositoryRoot, Model)}"], program: main);
        Assert.Equal(2, local.ExitCode);
        string said = string.Join(' ', local.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("error: vlm.provider is 'onnx-genai', but ONNX Runtime GenAI is not there:", said, StringComparison.Ordinal);
        Assert.Contains("make build OnnxRuntimeGenAi=true", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", local.Error, StringComparison.Ordinal);

        // The same for llama.cpp, whose libraries lie in a folder of their own.
        string libraries = Path.Combine(program, "runtimes"), model = Directory.CreateDirectory(Path.Combine(_folder, "model")).FullName;
        if (Directory.Exists(libraries))
        {
            Directory.Delete(libraries, recursive: true);
        }

        await File.WriteAllTextAsync(Path.Combine(model, "tiny.gguf"), "GGUF");
        await File.WriteAllTextAsync(Path.Combine(model, "mmproj-tiny.gguf"), "GGUF");
        local = await Command.RunAsync([.. explain, "--set", "vlm.provider=llama", "--set", $"vlm.model={model}"], program: main);
        Assert.Equal(2, local.ExitCode);
        said = string.Join(' ', local.Error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("error: vlm.provider is 'llama', but llama.cpp is not there:", said, StringComparison.Ordinal);
        Assert.Contains("make build LLama=true", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", local.Error, StringComparison.Ordinal);
    }
}
