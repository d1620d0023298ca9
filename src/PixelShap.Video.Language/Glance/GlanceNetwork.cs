using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PixelShap.Video.Files;

namespace PixelShap.Video.Language.Glance;

/// <summary>
/// The two files of the network: the eye makes a memory of a picture, the words read a question and say an answer word by word. Thread-safe.
/// </summary>
internal sealed class GlanceNetwork : IDisposable
{
    private const string Remedy = "Build the program again: its files lie in the folder models; or choose another model with vlm.provider.";

    private static readonly string[] SpeechInputs = ["tokens", "positions", "keys", "past", "memory"];

    private readonly InferenceSession _eye;
    private readonly InferenceSession _says;

    private GlanceNetwork(InferenceSession eye, InferenceSession says)
    {
        (_eye, _says) = (eye, says);
        try
        {
            Dictionary<string, string> metadata = says.ModelMetadata.CustomMetadataMap;
            Words = new GlanceWords(JsonSerializer.Deserialize<string[]>(metadata["words"]) ?? throw new FormatException());
            Longest = int.Parse(metadata["longest"], System.Globalization.CultureInfo.InvariantCulture);
            int[] shape = eye.OutputMetadata["memory"].Dimensions;
            (Layers, Heads, Head) = (shape[0], shape[3], shape[5]);
            bool fits = eye.InputMetadata.ContainsKey("picture") && eye.InputMetadata.ContainsKey("which") && says.OutputMetadata["logits"].Dimensions[^1] is var words
                && (words == Words.Count || words < 0) && says.OutputMetadata.ContainsKey("present") && Layers > 0 && Heads > 0 && Head > 0 && Longest > 0
                && SpeechInputs.All(says.InputMetadata.ContainsKey);
            if (!fits)
            {
                throw new FormatException();
            }
        }
        catch (Exception exception) when (exception is KeyNotFoundException or JsonException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new PixelShapException(ExitCode.Usage, "The files of the vision-language model of the provider glance are not those of such a model.", Remedy, exception);
        }
    }

    /// <summary>The words that it knows.</summary>
    public GlanceWords Words { get; }

    /// <summary>The most words of question and answer together.</summary>
    public int Longest { get; }

    private int Layers { get; }

    private int Heads { get; }

    private int Head { get; }

    /// <summary>Loads the network.</summary>
    /// <param name="eyePath">The file of the eye; that of the words lies beside it and ends in <c>-words.onnx</c>.</param>
    /// <exception cref="PixelShapException">A file is missing, or is not what it should be.</exception>
    public static GlanceNetwork Load(string eyePath)
    {
        InferenceSession eye = Open(eyePath);
        try
        {
            InferenceSession says = Open(Path.ChangeExtension(eyePath, null) + "-words.onnx");
            try
            {
                return new GlanceNetwork(eye, says);
            }
            catch
            {
                says.Dispose();
                throw;
            }
        }
        catch
        {
            eye.Dispose();
            throw;
        }
    }

    /// <summary>What is remembered of a picture: keys and values per layer.</summary>
    /// <param name="planes">The picture, as <see cref="GlancePicture.Of"/> makes it.</param>
    /// <param name="which">0 for the picture that the question is about, 1 for one from before.</param>
    /// <param name="cancellationToken">Stops the network between two of its nodes.</param>
    public float[] See(float[] planes, int which, CancellationToken cancellationToken)
    {
        using var picture = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, GlancePicture.Height, GlancePicture.Width]);
        using var place = OrtValue.CreateTensorValueFromMemory<long>([which], [1]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = Run(
            _eye, new Dictionary<string, OrtValue> { ["picture"] = picture, ["which"] = place }, ["memory"], cancellationToken);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>The memories of several pictures as one.</summary>
    public float[] Join(IReadOnlyList<float[]> memories)
    {
        if (memories.Count == 1)
        {
            return memories[0];
        }

        int blocks = Layers * 2 * Heads;
        var joined = new float[memories.Sum(memory => memory.Length)];
        for (int block = 0, at = 0; block < blocks; block++)
        {
            foreach (float[] memory in memories)
            {
                int length = memory.Length / blocks;
                memory.AsSpan(block * length, length).CopyTo(joined.AsSpan(at));
                at += length;
            }
        }

        return joined;
    }

    /// <summary>Begins to speak about a memory.</summary>
    public Speech Begin(float[] memory) => new(this, memory);

    /// <inheritdoc/>
    public void Dispose()
    {
        _eye.Dispose();
        _says.Dispose();
    }

    private static InferenceSession Open(string path)
    {
        if (!File.Exists(path))
        {
            throw new PixelShapException(ExitCode.Usage, $"The vision-language model of the provider glance is not complete: '{path}' does not exist.", Remedy);
        }

        try
        {
            RegularFile.Check(path, long.MaxValue);

            // One thread: several questions are asked at the same time.
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, IntraOpNumThreads = 1 };
            return new InferenceSession(path, options);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or NotReadableException)
        {
            throw new PixelShapException(
                ExitCode.Usage, $"The vision-language model of the provider glance '{path}' cannot be loaded: {(exception is OnnxRuntimeException ? NetworkFault.Of(exception.Message) : Cause.Of(exception))}.", Remedy, exception);
        }
    }

    private static IDisposableReadOnlyCollection<OrtValue> Run(
        InferenceSession session, Dictionary<string, OrtValue> inputs, string[] outputs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var options = new RunOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, options))
        {
            try
            {
                return session.Run(options, inputs, outputs);
            }
            catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (OnnxRuntimeException exception)
            {
                throw new PixelShapException(
                    ExitCode.Failed, $"The vision-language model of the provider glance failed while it ran: {NetworkFault.Of(exception.Message)}.", Remedy, exception);
            }
        }
    }

    /// <summary>An answer under way. Used by one thread at a time.</summary>
    internal sealed class Speech(GlanceNetwork network, float[] memory)
    {
        private float[] _past = [];
        private int _length;

        /// <summary>Words of question and answer so far.</summary>
        public int Length => _length;

        /// <summary>Another one that goes on from here.</summary>
        public Speech Fork() => new(network, memory) { _past = _past, _length = _length };

        /// <summary>Takes in words.</summary>
        /// <returns>The logarithm of each word's probability after the last of them [words].</returns>
        public double[] Say(ReadOnlySpan<int> numbers, CancellationToken cancellationToken)
        {
            int count = numbers.Length, total = _length + count;
            var tokens = new long[count];
            var positions = new long[count];
            for (int i = 0; i < count; i++)
            {
                (tokens[i], positions[i]) = (numbers[i], _length + i);
            }

            var keys = new long[total];
            for (int i = 0; i < total; i++)
            {
                keys[i] = i;
            }

            int remembered = memory.Length / (network.Layers * 2 * network.Heads * network.Head);
            using var tokensValue = OrtValue.CreateTensorValueFromMemory(tokens, [1, count]);
            using var positionsValue = OrtValue.CreateTensorValueFromMemory(positions, [count]);
            using var keysValue = OrtValue.CreateTensorValueFromMemory(keys, [total]);
            using var pastValue = _length == 0
                ? OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [network.Layers, 2, 1, network.Heads, 0, network.Head])
                : OrtValue.CreateTensorValueFromMemory(_past, [network.Layers, 2, 1, network.Heads, _length, network.Head]);
            using var memoryValue = OrtValue.CreateTensorValueFromMemory(memory, [network.Layers, 2, 1, network.Heads, remembered, network.Head]);
            var inputs = new Dictionary<string, OrtValue>
            {
                ["tokens"] = tokensValue,
                ["positions"] = positionsValue,
                ["keys"] = keysValue,
                ["past"] = pastValue,
                ["memory"] = memoryValue,
            };
            using IDisposableReadOnlyCollection<OrtValue> outputs = Run(network._says, inputs, ["logits", "present"], cancellationToken);
            _past = outputs[1].GetTensorDataAsSpan<float>().ToArray();
            _length = total;
            return LogProbabilities(outputs[0].GetTensorDataAsSpan<float>()[^network.Words.Count..]);
        }

        private static double[] LogProbabilities(ReadOnlySpan<float> logits)
        {
            double highest = double.NegativeInfinity, sum = 0;
            foreach (float logit in logits)
            {
                highest = Math.Max(highest, logit);
            }

            foreach (float logit in logits)
            {
                sum += Math.Exp(logit - highest);
            }

            double norm = highest + Math.Log(sum);
            var result = new double[logits.Length];
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = logits[i] - norm;
            }

            return result;
        }
    }
}
