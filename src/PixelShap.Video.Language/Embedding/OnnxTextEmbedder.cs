using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PixelShap.Video.Files;
using PixelShap.Video.Language.WordPiece;

namespace PixelShap.Video.Language.Embedding;

/// <summary>
/// A sentence embedding model of the BERT family in ONNX form, such as all-MiniLM-L6-v2: <c>input_ids</c>, <c>attention_mask</c> and,
/// where the model has it, <c>token_type_ids</c> (int64[b,t]) to <c>last_hidden_state</c> (float[b,t,h]); the mean over the tokens of the
/// text, brought to length 1 (Reimers and Gurevych 2019). Thread-safe.
/// </summary>
/// <remarks>Texts are embedded one by one: in a batch, a quantised model's numbers would depend on a text's neighbours.</remarks>
public sealed class OnnxTextEmbedder : ITextEmbedder
{
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids";

    private readonly InferenceSession _session;
    private readonly WordPieceTokenizer _tokenizer;
    private readonly WordPieceVocabulary _vocabulary;
    private readonly string _output;
    private readonly int? _fixedLength;

    private OnnxTextEmbedder(string path, InferenceSession session, WordPieceVocabulary vocabulary)
    {
        Id = Path.GetFileName(path);
        _session = session;
        _vocabulary = vocabulary;
        _tokenizer = new WordPieceTokenizer(vocabulary);
        _output = FindOutput(path, session);
        int length = session.InputMetadata[Ids].Dimensions[1];
        _fixedLength = length > 0 ? length : null;
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="vocabularyPath">The <c>tokenizer.json</c> or <c>vocab.txt</c>; null to look beside the model and one folder above.</param>
    /// <param name="threads">Processor threads for one text; 0 takes all cores.</param>
    /// <exception cref="PixelShapException">A file is missing, or is not what it should be.</exception>
    public static OnnxTextEmbedder Load(string path, string? vocabularyPath = null, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The embedding model '{path}' does not exist.", "Set attribution.embedder.model to an ONNX file, or attribution.similarity to tfidf.");
        }

        try
        {
            RegularFile.Check(path, long.MaxValue);
        }
        catch (NotReadableException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The embedding model '{path}' cannot be read: {exception.Message}.", "Set attribution.embedder.model to an ONNX file, or attribution.similarity to tfidf.", exception);
        }

        WordPieceVocabulary vocabulary = WordPieceVocabulary.Load(
            vocabularyPath ?? FindVocabulary(path),
            "Give the tokenizer.json or vocab.txt that belongs to the embedding model with attribution.embedder.vocabulary.");
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = threads };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(path, options);
            return new OnnxTextEmbedder(path, session, vocabulary);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The file '{path}' cannot be loaded as an ONNX model: {NetworkFault.Of(exception.Message)}.",
                "Set attribution.embedder.model to a complete .onnx file.",
                exception);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new float[texts.Count][];
        for (int i = 0; i < vectors.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            vectors[i] = Embed(texts[i]);
        }

        return ValueTask.FromResult<IReadOnlyList<float[]>>(vectors);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Embed(string text)
    {
        IReadOnlyList<int> tokens = _tokenizer.Encode(text, Math.Min(_fixedLength ?? WordPieceTokenizer.MaxTokens, WordPieceTokenizer.MaxTokens));
        int length = _fixedLength ?? tokens.Count;
        var ids = new long[length];
        var mask = new long[length];
        Array.Fill(ids, _vocabulary.Padding);
        for (int i = 0; i < tokens.Count; i++)
        {
            (ids[i], mask[i]) = (tokens[i], 1);
        }

        using OrtValue idsValue = Tensor(ids), maskValue = Tensor(mask), typesValue = Tensor(new long[length]);
        var inputs = new Dictionary<string, OrtValue> { [Ids] = idsValue, [Mask] = maskValue };
        if (_session.InputMetadata.ContainsKey(Types))
        {
            inputs[Types] = typesValue;
        }

        try
        {
            using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, inputs, [_output]);
            return Mean(outputs[0].GetTensorDataAsSpan<float>(), mask);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The embedding model {Id} failed while it ran: {NetworkFault.Of(exception.Message)}.",
                "Check that attribution.embedder.vocabulary belongs to the model.",
                exception);
        }
    }

    /// <summary>The mean of the rows of a [length, h] matrix whose mask is 1, brought to length 1.</summary>
    private static float[] Mean(ReadOnlySpan<float> states, long[] mask)
    {
        int width = states.Length / mask.Length;
        var sum = new double[width];
        for (int token = 0; token < mask.Length; token++)
        {
            for (int i = 0; mask[token] != 0 && i < width; i++)
            {
                sum[i] += states[(token * width) + i];
            }
        }

        // The number of tokens cancels out in the norm.
        double norm = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select(value => (float)(norm > 0 ? value / norm : 0))];
    }

    private static OrtValue Tensor(long[] values) => OrtValue.CreateTensorValueFromMemory(values, [1, values.Length]);

    private static string FindOutput(string path, InferenceSession session)
    {
        bool inputsFit = IsInput(Ids) && IsInput(Mask) && session.InputNames.All(name => name is Ids or Mask or Types) && (!session.InputMetadata.ContainsKey(Types) || IsInput(Types));
        string? output = session.OutputNames.FirstOrDefault(name =>
            session.OutputMetadata[name] is { IsTensor: true, ElementDataType: TensorElementType.Float, Dimensions.Length: 3 });
        if (!inputsFit || output is null)
        {
            throw new PixelShapException(
                ExitCode.Usage,
                $"The model '{path}' is no sentence embedding model: its inputs are {string.Join(", ", session.InputNames)} and its outputs {string.Join(", ", session.OutputNames)}.",
                $"Give a model of the BERT family with the int64 inputs {Ids}, {Mask} and, if it has it, {Types}, and a float output of shape [batch, tokens, width].");
        }

        return output;

        bool IsInput(string name) => session.InputMetadata.TryGetValue(name, out NodeMetadata? input)
            && input is { IsTensor: true, ElementDataType: TensorElementType.Int64, Dimensions.Length: 2 };
    }

    private static string FindVocabulary(string model) => WordPieceVocabulary.FindBeside(model) ?? throw new PixelShapException(
        ExitCode.Usage,
        $"The embedding model '{model}' has no vocabulary: there is neither tokenizer.json nor vocab.txt beside it or one folder above.",
        "Put the model's tokenizer.json beside it, or name it with attribution.embedder.vocabulary.");
}
