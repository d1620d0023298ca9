using System.Text;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Native;
using LLama.Sampling;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.Llama;

/// <summary>A vision-language model on this machine, through llama.cpp. Answers one question after the other: each uses every core.</summary>
internal sealed class LlamaService : IChatService
{
    // Memory for attention is taken in steps, so that questions of about the same length share it.
    private const int ContextStep = 1024;
    private const int BatchTokens = 512;
    private const string Advice = "Choose a model that does not think.";

    // A core mostly shows as two processors. More threads wait for each other actively, and long where other work runs beside them.
    private static readonly int Cores = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly LlamaFiles _files;
    private readonly VlmConfiguration _configuration;
    private readonly LLamaWeights _model;
    private readonly MtmdWeights _eyes;
    private readonly LlamaPrompt _prompt;
    private readonly SemaphoreSlim _turn = new(1);
    private LLamaContext? _context;

    private LlamaService(LlamaFiles files, VlmConfiguration configuration, LLamaWeights model, MtmdWeights eyes)
    {
        _files = files;
        _configuration = configuration;
        _model = model;
        _eyes = eyes;
        _prompt = new LlamaPrompt(model, files.Name, configuration.ChatTemplate);
    }

    /// <summary>Loads a model.</summary>
    /// <exception cref="PixelShapException">The runtime is missing, cannot load the model, or cannot show it pictures.</exception>
    public static LlamaService Load(LlamaFiles files, VlmConfiguration configuration)
    {
        LLamaWeights model = LlamaLibrary.Try(() => LLamaWeights.LoadFromFile(Parameters(files, 0)), (reason, cause) => NotLoaded(files.Model, reason, cause));
        MtmdWeights? eyes = null;
        try
        {
            eyes = LlamaLibrary.Try(() => MtmdWeights.LoadFromFile(files.Eyes, model, EyeParameters()), (reason, cause) => NotLoaded(files.Eyes, reason, cause));
            return eyes.SupportsVision
                ? new LlamaService(files, configuration, model, eyes)
                : throw new PixelShapException(
                    ExitCode.Usage, $"{files.Name} cannot be shown images: {files.Eyes} holds no picture encoder.", "Choose a vision-language model: see docs/models.md.");
        }
        catch
        {
            eyes?.Dispose();
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<ChatReply> SendAsync(ChatRequest request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // The same question would fail the same way again.
            return await Task.Run(() => LlamaLibrary.Try(() => Answer(request, cancellationToken), NoAnswer), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // What is being said is said on memory that goes away here.
        await _turn.WaitAsync();
        _context?.Dispose();
        _eyes.Dispose();
        _model.Dispose();
        _turn.Dispose();
    }

    private static ModelParams Parameters(LlamaFiles files, int tokens) => new(files.Model)
    {
        ContextSize = (uint)tokens,
        BatchSize = BatchTokens,
        UBatchSize = BatchTokens,
        GpuLayerCount = 0,
        Threads = Cores,
        BatchThreads = Cores,
    };

    private static MtmdContextParams EyeParameters()
    {
        MtmdContextParams parameters = MtmdContextParams.Default();
        parameters.UseGpu = false;
        parameters.Warmup = false;
        parameters.PrintTimings = false;
        parameters.NThreads = Cores;
        return parameters;
    }

    private static PixelShapException NotLoaded(string file, string reason, Exception cause) =>
        new(ExitCode.Usage, $"llama.cpp cannot load {file}: {reason}.", "Fetch the model again: see docs/models.md.", cause);

    private PixelShapException NoAnswer(string reason, Exception cause) => new(
        ExitCode.Failed,
        $"{_files.Name} cannot answer: {reason}.",
        "Check that the model takes images of this size (vlm.max_image_side), and the memory of this machine.",
        cause);

    private ChatReply Answer(ChatRequest request, CancellationToken cancellationToken)
    {
        using SafeMtmdInputChunks chunks = Tokenize(request);
        int asked = (int)chunks.CountTokens();
        int most = Math.Min(request.OutputTokens, _model.ContextSize - asked);
        if (most <= 0)
        {
            throw new PixelShapException(
                ExitCode.Failed,
                $"A question to {_files.Name} takes {asked} tokens, and the model has room for {_model.ContextSize}.",
                "Make vlm.max_image_side or vlm.context_frames smaller.");
        }

        LLamaContext context = Context(asked + most);
        int position = Look(chunks, context, cancellationToken);
        using ISamplingPipeline sampling = Sampling(request.Seed);
        var words = new StreamingTokenDecoder(context);
        var batch = new LLamaBatch();
        int given = 0;
        bool isWhole = false;
        while (given < most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LLamaToken token = sampling.Sample(context.NativeHandle, -1);
            if (isWhole = token.IsEndOfGeneration(_model.Vocab))
            {
                break;
            }

            words.Add(token);
            given++;
            batch.Clear();
            batch.Add(token, position++, LLamaSeqId.Zero, true);
            if (given < most && context.Decode(batch) is not DecodeResult.Ok and var result)
            {
                throw new RuntimeError($"the next word could not be computed ({result})");
            }
        }

        return new ChatReply(ChatReply.AnswerOf(MessageParts.Of(words.Read(), "", ""), isWhole ? "stop" : ChatReply.CutOff, Advice), asked, given);
    }

    private SafeMtmdInputChunks Tokenize(ChatRequest request)
    {
        var images = new SafeMtmdEmbed[request.Images.Count];
        try
        {
            for (int i = 0; i < images.Length; i++)
            {
                images[i] = SafeMtmdEmbed.FromMediaBuffer(_eyes.NativeHandle, request.Images[i]) ?? throw new RuntimeError("a picture could not be decoded");
            }

            string prompt = _prompt.Write(_configuration.SystemPrompt, Encoding.UTF8.GetString(request.Body.Span), images.Length);
            return _eyes.Tokenize(prompt, true, true, images, out SafeMtmdInputChunks? chunks) == 0 && chunks is not null
                ? chunks
                : throw new RuntimeError("the question could not be put into tokens");
        }
        finally
        {
            Array.ForEach(images, image => image?.Dispose());
        }
    }

    /// <summary>Room for so many tokens, empty.</summary>
    private LLamaContext Context(int tokens)
    {
        if (_context is null || _context.ContextSize < tokens)
        {
            _context?.Dispose();
            _context = null;
            _context = _model.CreateContext(Parameters(_files, Math.Min((tokens + ContextStep - 1) / ContextStep * ContextStep, _model.ContextSize)));
        }

        _context.NativeHandle.MemoryClear();
        return _context;
    }

    /// <summary>Lets the model read the question and look at its pictures, one piece after the other.</summary>
    /// <returns>The position of the first word of the answer.</returns>
    private int Look(SafeMtmdInputChunks chunks, LLamaContext context, CancellationToken cancellationToken)
    {
        int position = 0;
        for (ulong i = 0; i < chunks.Size; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_eyes.NativeHandle.EvaluateChunk(chunks.GetChunkPtr(i), context.NativeHandle, ref position, 0, BatchTokens, i == chunks.Size - 1) != 0)
            {
                throw new RuntimeError("the question could not be computed");
            }
        }

        return position;
    }

    /// <summary>The likeliest word, or one that is drawn as likely as the model holds it to be.</summary>
    private ISamplingPipeline Sampling(long seed) => _configuration.Temperature <= 0 ? new GreedySamplingPipeline() : new DefaultSamplingPipeline
    {
        Temperature = (float)_configuration.Temperature,
        TopK = 0,
        TopP = 1,
        MinP = 0,
        Seed = (uint)seed,
    };
}
