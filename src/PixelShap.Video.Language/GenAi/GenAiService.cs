using System.Globalization;
using System.Text;
using Microsoft.ML.OnnxRuntimeGenAI;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.GenAi;

/// <summary>
/// A vision-language model on this machine, through ONNX Runtime GenAI. Answers one question after the other: each uses all cores, or the whole GPU.
/// </summary>
internal sealed class GenAiService : IChatService
{
    // Memory for attention grows with the longest text: what a picture of about 1000 x 1000 pixels and a question about it need.
    private const int TokensPerPicture = 4096;

    private readonly GenAiFolder _folder;
    private readonly VlmConfiguration _configuration;
    private readonly Model _model;
    private readonly MultiModalProcessor _processor;
    private readonly SemaphoreSlim _turn = new(1);

    private GenAiService(GenAiFolder folder, VlmConfiguration configuration, Model model, MultiModalProcessor processor)
    {
        _folder = folder;
        _configuration = configuration;
        _model = model;
        _processor = processor;
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="PixelShapException">The runtime is missing, or cannot load the model.</exception>
    public static GenAiService Load(GenAiFolder folder, VlmConfiguration configuration)
    {
        try
        {
            var model = new Model(folder.Path);
            try
            {
                return new GenAiService(folder, configuration, model, new MultiModalProcessor(model));
            }
            catch
            {
                model.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException or TypeInitializationException)
        {
            throw GenAiErrors.NoRuntime("its native library (libonnxruntime-genai.so) is not beside the program", exception);
        }
        catch (OnnxRuntimeGenAIException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"ONNX Runtime GenAI cannot load {folder.Path}: {GenAiErrors.OneLine(exception)}.", "Fetch the model again: see docs/models.md.", exception);
        }
    }

    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Answer(request, cancellationToken), cancellationToken);
        }
        catch (OnnxRuntimeGenAIException exception)
        {
            // The same question would fail the same way again.
            throw new PixelShapException(
                ExitCode.Failed,
                $"{_folder.Name} cannot answer: {GenAiErrors.OneLine(exception)}.",
                "Check that the model takes images of this size (vlm.max_image_side), and the memory of this machine.",
                exception);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _processor.Dispose();
        _model.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The library reads several images from files only.</summary>
    private static Images Load(IReadOnlyList<byte[]> images)
    {
        if (images.Count == 1)
        {
            return Images.Load(images[0]);
        }

        string folder = Directory.CreateTempSubdirectory("pixelshap-images-").FullName;
        try
        {
            string[] paths = [.. images.Select((_, i) => Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture)))];
            foreach ((string path, byte[] image) in paths.Zip(images))
            {
                File.WriteAllBytes(path, image);
            }

            return Images.Load(paths);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private ChatReply Answer(ChatRequest request, CancellationToken cancellationToken)
    {
        using Images images = Load(request.Images);
        using NamedTensors inputs = _processor.ProcessImages(Encoding.UTF8.GetString(request.Body.Span), images);
        using var parameters = new GeneratorParams(_model);
        parameters.SetSearchOption("max_length", Math.Min(_folder.ContextLength, (TokensPerPicture * request.Images.Count) + request.OutputTokens));
        parameters.SetSearchOption("do_sample", _configuration.Temperature > 0);
        if (_configuration.Temperature > 0)
        {
            parameters.SetSearchOption("temperature", _configuration.Temperature);
            parameters.SetSearchOption("random_seed", request.Seed % int.MaxValue);
        }

        using var generator = new Generator(_model, parameters);
        generator.SetInputs(inputs);
        int asked = (int)generator.TokenCount(), given = 0;
        while (!generator.IsDone() && given < request.OutputTokens)
        {
            cancellationToken.ThrowIfCancellationRequested();
            generator.GenerateNextToken();
            given++;
        }

        string text = _processor.Decode(generator.GetSequence(0)[asked..]).Trim();
        Answer answer = text.Length > 0 ? new Answer(text) : Language.Answer.None(AnswerKind.Empty, "the answer was empty");
        return new ChatReply(answer, asked, given);
    }
}
