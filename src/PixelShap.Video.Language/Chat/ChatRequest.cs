using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Chat;

/// <summary>One question as it is sent.</summary>
/// <param name="Body">What the service is sent: the JSON of the chat completions protocol; for a model on this machine the text of the prompt.</param>
/// <param name="Key">SHA-256 of everything that the answer depends on, in hexadecimal: the images as sent, prompt, model and sampling parameters.</param>
/// <param name="InputTokens">An estimate of what the question costs.</param>
/// <param name="OutputTokens">The most that the answer may cost.</param>
internal sealed record ChatRequest(ReadOnlyMemory<byte> Body, string Key, int InputTokens, int OutputTokens)
{
    /// <summary>In which form the body is written, where that can be changed.</summary>
    public ServiceForm? Form { get; init; }

    /// <summary>The images as JPEG or PNG, where the body does not hold them.</summary>
    public IReadOnlyList<byte[]> Images { get; init; } = [];

    /// <summary>The seed of the answer, where the body does not hold it.</summary>
    public long Seed { get; init; }
}

/// <summary>Writes questions as requests. The same question gives the same request. Thread-safe.</summary>
internal interface IChatRequestWriter
{
    /// <summary>Writes one question.</summary>
    ChatRequest Write(Question question);

    /// <summary>Whether a request is what would be written now: the service may have refused a setting meanwhile.</summary>
    bool IsCurrent(ChatRequest request) => true;
}

/// <summary>Writes questions as requests of the chat completions protocol. The same question gives the same bytes. Thread-safe.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="felt">In which form the service takes questions.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="codec">Encodes the images.</param>
internal sealed class ChatRequestWriter(VlmConfiguration configuration, FeltForm felt, long seed, IImageCodec codec) : IChatRequestWriter
{
    // Where neither the service nor the settings say how long an answer may get.
    private const int UsualAnswer = 300;
    private const int CharactersPerToken = 4;

    // What an answer is kept under does not change when a service stops or begins to take a setting.
    private readonly ServiceForm _canonical = new(MaxTokens: configuration.MaxTokensName == MaxTokensName.MaxTokens ? "max_tokens" : "max_completion_tokens");
    private readonly string _address = ServiceProfiles.AddressOf(configuration).TrimEnd('/');

    /// <inheritdoc/>
    public ChatRequest Write(Question question)
    {
        ServiceForm current = felt.Current;
        EncodedPicture picture = question.Cache.Get(() => Encode(question.Image));
        EncodedPicture[] earlier = [.. question.Earlier.Select(item => item.Cache.Get(() => Encode(item.Image)))];
        ReadOnlyMemory<byte> canonical = Body(question, earlier, picture, _canonical);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_address}\0{question.Repeat}\0"));
        hash.AppendData(canonical.Span);
        string key = Convert.ToHexStringLower(hash.GetHashAndReset());
        int text = (configuration.SystemPrompt.Length + question.Prompt.Length) / CharactersPerToken;
        int answer = configuration.MaxTokens > 0 ? configuration.MaxTokens : UsualAnswer;
        ReadOnlyMemory<byte> body = current == _canonical ? canonical : Body(question, earlier, picture, current);
        return new ChatRequest(body, key, text + picture.Tokens + earlier.Sum(item => item.Tokens), answer) { Form = current };
    }

    /// <inheritdoc/>
    public bool IsCurrent(ChatRequest request) => request.Form == felt.Current;

    /// <summary>
    /// What an image costs: 85 tokens, and 170 more for each tile of 512 pixels after it was made to fit 2048 pixels with a shorter side of
    /// at most 768. Source: OpenAI, "Images and vision", the rule of the GPT-4o family; other models count differently.
    /// </summary>
    internal static int ImageTokens(int width, int height, ImageDetail detail)
    {
        if (detail == ImageDetail.Low)
        {
            return 85;
        }

        double scale = Math.Min(Math.Min(1, 2048.0 / Math.Max(width, height)), Math.Min(1, 768.0 / Math.Min(width, height)));
        return 85 + (170 * (int)Math.Ceiling(width * scale / 512) * (int)Math.Ceiling(height * scale / 512));
    }

    private EncodedPicture Encode(BgrImage picture)
    {
        BgrImage image = ImageShrinking.Shrink(picture, configuration.MaxImageSide);
        bool jpeg = configuration.ImageFormat == ImageEncoding.Jpeg;
        byte[] bytes = jpeg ? codec.EncodeJpeg(image, configuration.JpegQuality) : codec.EncodePng(image);
        string url = $"data:image/{(jpeg ? "jpeg" : "png")};base64,{Convert.ToBase64String(bytes)}";
        return new EncodedPicture(JsonEncodedText.Encode(url, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), ImageTokens(image.Width, image.Height, configuration.ImageDetail));
    }

    private ReadOnlyMemory<byte> Body(Question question, EncodedPicture[] earlier, EncodedPicture picture, ServiceForm form)
    {
        var buffer = new ArrayBufferWriter<byte>(picture.Url.EncodedUtf8Bytes.Length + earlier.Sum(item => item.Url.EncodedUtf8Bytes.Length) + 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, question, earlier, picture, form);
        }

        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json, Question question, EncodedPicture[] earlier, EncodedPicture picture, ServiceForm form)
    {
        json.WriteStartObject();
        json.WriteString("model", configuration.Model);
        json.WriteStartArray("messages");
        if (configuration.SystemPrompt.Length > 0 && form.SystemRole)
        {
            json.WriteStartObject();
            json.WriteString("role", "system");
            json.WriteString("content", configuration.SystemPrompt);
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        WriteText(json, configuration.SystemPrompt.Length > 0 && !form.SystemRole ? $"{configuration.SystemPrompt}\n\n{question.Prompt}" : question.Prompt);
        foreach ((EncodedPicture before, EarlierPicture item) in earlier.Zip(question.Earlier))
        {
            WriteText(json, string.Create(CultureInfo.InvariantCulture, $"{item.SecondsBefore:0.0#} s earlier:"));
            WriteImage(json, before, form);
        }

        if (earlier.Length > 0)
        {
            WriteText(json, "Now:");
        }

        WriteImage(json, picture, form);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        if (configuration.Temperature >= 0 && form.Temperature)
        {
            json.WriteNumber("temperature", configuration.Temperature);
        }

        if (configuration.SendSeed && form.Seed.Length > 0)
        {
            // Asked again on purpose, it is another draw of the model's dice.
            json.WriteNumber(form.Seed, seed + question.Repeat);
        }

        if (configuration.MaxTokens > 0 && form.MaxTokens.Length > 0)
        {
            json.WriteNumber(form.MaxTokens, configuration.MaxTokens);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private void WriteImage(Utf8JsonWriter json, EncodedPicture picture, ServiceForm form)
    {
        json.WriteStartObject();
        json.WriteString("type", "image_url");
        if (form.PictureIsText)
        {
            json.WriteString("image_url", picture.Url);
        }
        else
        {
            json.WriteStartObject("image_url");
            json.WriteString("url", picture.Url);
            if (form.Detail)
            {
                json.WriteString("detail", configuration.ImageDetail.ToString().ToLowerInvariant());
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>A picture as it is sent.</summary>
    /// <param name="Url">A data URL, ready to be written.</param>
    /// <param name="Tokens">An estimate of what it costs.</param>
    private sealed record EncodedPicture(JsonEncodedText Url, int Tokens);
}
