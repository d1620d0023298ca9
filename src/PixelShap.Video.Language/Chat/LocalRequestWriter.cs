using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Frames;

namespace PixelShap.Video.Language.Chat;

/// <summary>Writes questions for a model on this machine: the prompt, and the images beside it. Thread-safe.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="seed">The seed of the run.</param>
/// <param name="model">Tells the model, and how it is asked, from others: a part of the key.</param>
/// <param name="prompt">Makes the prompt of a question and the number of its images.</param>
/// <param name="codec">Encodes the images.</param>
internal sealed class LocalRequestWriter(VlmConfiguration configuration, long seed, string model, Func<string, int, string> prompt, IImageCodec codec) : IChatRequestWriter
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
        byte[] body = Encoding.UTF8.GetBytes(prompt(Order(question) + question.Prompt, images.Length));
        long own = configuration.SendSeed ? seed + question.Repeat : 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{model}\0{question.Repeat}\0{own}\0{configuration.Temperature}\0{configuration.MaxTokens}\0{body.Length}\0")));
        hash.AppendData(body);
        foreach (EncodedImage image in images)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0{image.Bytes.Length}\0")));
            hash.AppendData(image.Bytes);
        }

        string key = Convert.ToHexStringLower(hash.GetHashAndReset());
        int answer = configuration.MaxTokens > 0 ? configuration.MaxTokens : UsualAnswer;
        return new ChatRequest(body, key, (body.Length / CharactersPerToken) + images.Sum(image => image.Tokens), answer)
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
