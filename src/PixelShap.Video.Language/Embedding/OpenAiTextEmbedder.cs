using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language.Embedding;

/// <summary>
/// Embeddings of OpenAI, Azure OpenAI and every compatible server, through the official SDKs: many texts in one request, and vectors kept
/// in the response cache. Thread-safe.
/// </summary>
internal sealed class OpenAiTextEmbedder(OpenAiEndpoint endpoint, VlmConfiguration service, long seed, ResponseCache? cache, TimeProvider time) : ITextEmbedder
{
    /// <summary>The most texts in one request; services allow more.</summary>
    public const int BatchSize = 128;

    private readonly RetryDelays _delays = new(service.Retry, seed);

    /// <inheritdoc/>
    public string Id => endpoint.Model;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        float[]?[] vectors = [.. texts.Select(Find)];
        foreach (int[] batch in Enumerable.Range(0, texts.Count).Where(i => vectors[i] is null).Chunk(BatchSize))
        {
            float[][] made = await AskAsync([.. batch.Select(i => texts[i])], cancellationToken);
            foreach ((int i, float[] vector) in batch.Zip(made))
            {
                vectors[i] = vector;
                cache?.Store(KeyOf(texts[i]), CachedAnswer.Of(new Answer(Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)))));
            }
        }

        return vectors!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The SDKs' clients hold nothing that must be given back.
    }

    private async Task<float[][]> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        if (service.Cache.Offline)
        {
            throw new PixelShapException(
                ExitCode.Limit, $"The embeddings of {texts.Length} answers by {Id} are not in the response cache.", "Run the same command without --offline to ask for them.");
        }

        // Nothing is sampled: the same texts may be asked for again as often as needed.
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(texts, cancellationToken);
            }
            catch (Exception exception) when (exception is CallFailedException or ContentFilteredException)
            {
                var failure = exception as CallFailedException;
                if (failure is null || attempt >= service.Retry.MaxAttempts)
                {
                    throw new PixelShapException(
                        ExitCode.Limit,
                        $"Answers could not be compared: {Id} gave no embeddings ({failure?.Message ?? "the content filter held an answer back"}).",
                        "Check the service; the same command goes on where it stopped.",
                        exception);
                }

                await Task.Delay(_delays.After(attempt, KeyOf(texts[0]), failure.RetryAfter), time, cancellationToken);
            }
        }
    }

    private async Task<float[][]> SendAsync(string[] texts, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(service.Limits.CallTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        byte[] request = JsonSerializer.SerializeToUtf8Bytes(new { model = endpoint.Model, input = texts.Select(NotEmpty), encoding_format = "float" });
        try
        {
            using BinaryContent body = BinaryContent.Create(BinaryData.FromBytes(request));
            using PipelineResponse response = await endpoint.EmbedAsync(body, either.Token);
            return Parse(response.Content.ToMemory(), texts.Length);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException("the service did not reply in time");
        }
    }

    // Services refuse an empty text.
    private static string NotEmpty(string text) => text.Length == 0 ? " " : text;

    private static float[][] Parse(ReadOnlyMemory<byte> json, int count)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
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

    private float[]? Find(string text)
    {
        CachedAnswer? known = cache?.Find(KeyOf(text));
        if (known is null)
        {
            return null;
        }

        Span<byte> bytes = new byte[known.Text.Length];
        return Convert.TryFromBase64String(known.Text, bytes, out int length) && length > 0 && length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes[..length]).ToArray()
            : null;
    }

    private string KeyOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"embedding\0{service.BaseUrl.TrimEnd('/')}\0{endpoint.Model}\0{text}")));
}
