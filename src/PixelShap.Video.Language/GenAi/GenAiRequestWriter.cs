using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.GenAi;

/// <summary>Writes questions for a model on this machine: the prompt in the model's own template, the images beside it. Thread-safe.</summary>
internal sealed class GenAiRequestWriter(VlmConfiguration configuration, long seed, GenAiFolder folder, IImageCodec codec) : IChatRequestWriter
{
    private const int UsualAnswer = 300;
    private const int CharactersPerToken = 4;

    // One token for 28 x 28 pixels, the rule of Qwen2.5-VL; the other families are in the same range.
    private const int PixelsPerToken = 28 * 28;

    /// <inheritdoc/>
    public ChatRequest Write(Question question)
    {
        EncodedImage[] images =
        [
            .. question.Earlier.Select(earlier => earlier.Cache.Get(() => Encode(earlier.Image))),
            question.Cache.Get(() => Encode(question.Image)),
        ];
        byte[] prompt = Encoding.UTF8.GetBytes(folder.Template.Write(configuration.SystemPrompt, Order(question) + question.Prompt, images.Length));
        long own = configuration.SendSeed ? seed + question.Repeat : 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"onnx-genai\0{folder.Fingerprint}\0{question.Repeat}\0{own}\0{configuration.Temperature}\0{configuration.MaxTokens}\0{prompt.Length}\0")));
        hash.AppendData(prompt);
        foreach (EncodedImage image in images)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0{image.Bytes.Length}\0")));
            hash.AppendData(image.Bytes);
        }

        string key = Convert.ToHexStringLower(hash.GetHashAndReset());
        int answer = configuration.MaxTokens > 0 ? configuration.MaxTokens : UsualAnswer;
        return new ChatRequest(prompt, key, (prompt.Length / CharactersPerToken) + images.Sum(image => image.Tokens), answer)
        {
            Images = [.. images.Select(image => image.Bytes)],
            Seed = own,
        };
    }

    /// <summary>Says when several pictures were taken; nothing about a single one.</summary>
    private static string Order(Question question) => question.Earlier.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"The pictures were taken {string.Join(", ", question.Earlier.Select(earlier => earlier.SecondsBefore.ToString("0.0#", CultureInfo.InvariantCulture)))} s ago and now. ");

    private EncodedImage Encode(BgrImage picture)
    {
        BgrImage image = ImageShrinking.Shrink(picture, configuration.MaxImageSide);
        byte[] bytes = configuration.ImageFormat == ImageEncoding.Jpeg ? codec.EncodeJpeg(image, configuration.JpegQuality) : codec.EncodePng(image);
        return new EncodedImage(bytes, image.Width * image.Height / PixelsPerToken);
    }

    private sealed record EncodedImage(byte[] Bytes, int Tokens);
}
