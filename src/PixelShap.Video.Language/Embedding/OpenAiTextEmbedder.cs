using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Calls;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Failures;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Embedding;

/// <summary>
/// Embeddings of OpenAI, Azure OpenAI and every compatible server, through the official SDKs: many texts in one request, as many as the service takes, and vectors kept
/// in the response cache. Limits, budgets, breaker and retries are those of every other call. Thread-safe.
/// </summary>
internal sealed partial class OpenAiTextEmbedder : ITextEmbedder
{
    /// <summary>The most texts in one request; services allow more, or say how many they allow.</summary>
    public const int BatchSize = 128;

    private const int CharactersPerToken = 4;

    private readonly OpenAiEndpoint _endpoint;
    private readonly VlmConfiguration _service;
    private readonly ResponseCache? _cache;
    private readonly ILogger _logger;
    private readonly ServiceAccount? _own;
    private readonly MeteredCalls _calls;
    private int _batch;
    private volatile bool _withoutFormat;

    /// <summary>Puts an embedder together.</summary>
    /// <param name="endpoint">Sends the requests.</param>
    /// <param name="service">The settings of the service, limits and budgets among them.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="cache">Keeps the vectors; null for no cache.</param>
    /// <param name="account">What the run spends; null for an account of its own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told about errors of the service.</param>
    public OpenAiTextEmbedder(OpenAiEndpoint endpoint, VlmConfiguration service, long seed, ResponseCache? cache, ServiceAccount? account, TimeProvider time, ILogger logger)
    {
        _endpoint = endpoint;
        _service = service;
        _cache = cache;
        _logger = logger;
        _own = account is null ? new ServiceAccount(service, time, logger) : null;
        _calls = new MeteredCalls(endpoint.Model, service, seed, account ?? _own!, time, logger);
        _batch = Math.Min(BatchSize, ServiceProfiles.Of(service).EmbeddingBatch);
    }

    /// <inheritdoc/>
    public string Id => _endpoint.Model;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var vectors = new float[]?[texts.Count];
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = await FindAsync(texts[i], cancellationToken);
        }

        int[] missing = [.. Enumerable.Range(0, texts.Count).Where(i => vectors[i] is null)];
        for (int done = 0; done < missing.Length;)
        {
            // The service may have said meanwhile that it takes fewer.
            int[] batch = [.. missing.Skip(done).Take(Volatile.Read(ref _batch))];
            if (await AskAsync([.. batch.Select(i => texts[i])], cancellationToken) is not { } made)
            {
                continue;
            }

            foreach ((int i, float[] vector) in batch.Zip(made))
            {
                vectors[i] = vector;
                if (_cache is not null)
                {
                    await _cache.StoreAsync(KeyOf(texts[i]), CachedAnswer.Of(new Answer(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)))), cancellationToken);
                }
            }

            done += batch.Length;
        }

        return vectors!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _own?.Dispose();
    }

    /// <summary>The vectors of texts; null where the service takes fewer at a time.</summary>
    private async Task<float[][]?> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        if (_service.Cache.Offline)
        {
            throw new PixelShapException(
                ExitCode.Limit, $"The embeddings of {texts.Length} answers by {Id} are not in the response cache.", "Run the same command without --offline to ask for them.");
        }

        var most = new CallTokens(texts.Sum(text => 1 + (text.Length / CharactersPerToken)), 0);
        CallOutcome<float[][]> outcome = await _calls.AskAsync(
            KeyOf(texts[0]),
            most,
            keyframe: null,
            async token => new CallReply<float[][]>(await SendAsync(texts, token), most),
            cancellationToken,
            isPointless: () => texts.Length > Volatile.Read(ref _batch));
        if (outcome.Failure is null)
        {
            return outcome.Reply?.Value;
        }

        throw new PixelShapException(
            ExitCode.Limit,
            $"Answers could not be compared: {Id} gave no embeddings ({outcome.Failure.Reason}).",
            $"{outcome.Failure.Remedy} The same command goes on where it stopped.");
    }

    private async Task<float[][]> SendAsync(string[] texts, CancellationToken cancellationToken)
    {
        IEnumerable<string> input = texts.Select(NotEmpty);
        byte[] request = _withoutFormat
            ? JsonSerializer.SerializeToUtf8Bytes(new { model = _endpoint.Model, input })
            : JsonSerializer.SerializeToUtf8Bytes(new { model = _endpoint.Model, input, encoding_format = "float" });
        using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request));
        using PipelineResponse response = await _endpoint.EmbedAsync(body, Learns, cancellationToken);
        return Parse(response, texts.Length, Learns);

        bool Learns(ServiceWords words, string quote) => Learn(words, quote, texts.Length);
    }

    /// <summary>Takes from an error how many texts the service takes, and whether it knows the format.</summary>
    private bool Learn(ServiceWords words, string quote, int sent)
    {
        if (!_withoutFormat && $"{words.All} {words.Fields}".Contains("encoding_format", StringComparison.OrdinalIgnoreCase))
        {
            _withoutFormat = true;
            return true;
        }

        if (sent <= 1 || !AboutBatch().IsMatch(words.All))
        {
            return false;
        }

        int said = Numbers().Matches(words.Text).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).Where(number => number >= 1 && number < sent).DefaultIfEmpty(sent / 2).Max();
        Volatile.Write(ref _batch, said);
        Log.Smaller(_logger, Id, said, quote);
        return true;
    }

    // Services refuse an empty text.
    private static string NotEmpty(string text) => text.Length == 0 ? " " : text;

    private float[][] Parse(PipelineResponse response, int count, Func<ServiceWords, string, bool> learns)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(response.Content.ToMemory());
            if (!(document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array)
                && ServiceWords.InReply(document.RootElement) is { } words)
            {
                throw _endpoint.Judge(response, words, learns);
            }

            var vectors = new float[count][];
            foreach (JsonElement item in document.RootElement.GetProperty("data").EnumerateArray())
            {
                vectors[item.GetProperty("index").GetInt32()] = [.. item.GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle())];
            }

            return Array.TrueForAll(vectors, vector => vector is { Length: > 0 }) ? vectors : throw new CallFailedException("the reply lacks embeddings");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            throw new CallFailedException("the reply holds no embeddings");
        }
    }

    private async ValueTask<float[]?> FindAsync(string text, CancellationToken cancellationToken)
    {
        CachedAnswer? known = _cache is null ? null : await _cache.FindAsync(KeyOf(text), cancellationToken);
        if (known is null)
        {
            return null;
        }

        var bytes = new byte[known.Text.Length];
        return Convert.TryFromBase64String(known.Text, bytes, out int length) && length > 0 && length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, length)).ToArray()
            : null;
    }

    private string KeyOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"embedding\0{_service.BaseUrl.TrimEnd('/')}\0{_endpoint.Model}\0{text}")));

    [GeneratedRegex("batch|too many (inputs|texts|items|documents|strings)|array.{0,40}(too long|at most|length|items|elements)|(at most|maximum( number)? of|no more than|up to) \\d+ (inputs?|texts?|items?|strings?|documents?|contents?|elements?)|(input|list|number).{0,40}(larger than|exceed|at most|maximum|too (long|large|many))|too many tokens|max_tokens_per_request|input.{0,20}too (large|long)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex AboutBatch();

    [GeneratedRegex("(?<![\\w.])\\d{1,6}(?!\\w|\\.\\d)", RegexOptions.None, ReadingLimit.Milliseconds)]
    private static partial Regex Numbers();

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Information, "{Name} embeds at most {Batch} texts at a time{Quote}")]
        public static partial void Smaller(ILogger logger, string name, int batch, string quote);
    }
}
