using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Chat;

namespace PixelShap.Video.Language.Clients;

/// <summary>Writes questions for a client of <c>Microsoft.Extensions.AI</c>: the prompt as text, the pictures beside it, oldest first. Thread-safe.</summary>
internal sealed class ChatClientWriter(VlmConfiguration configuration, string id, long seed, IImageCodec codec) : IChatRequestWriter
{
    private const int UsualAnswer = 300;
    private const int CharactersPerToken = 4;

    /// <inheritdoc/>
    public ChatRequest Write(Question question)
    {
        EncodedPicture[] pictures = [.. question.Earlier.Select(earlier => earlier.Cache.Get(() => Encode(earlier.Image))), question.Cache.Get(() => Encode(question.Image))];
        string order = question.Earlier.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"The pictures were taken {string.Join(", ", question.Earlier.Select(earlier => earlier.SecondsBefore.ToString("0.0#", CultureInfo.InvariantCulture)))} s ago and now. ");
        byte[] prompt = Encoding.UTF8.GetBytes(order + question.Prompt);
        long own = configuration.SendSeed ? seed + question.Repeat : 0;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"client\0{id}\0{question.Repeat}\0{own}\0{configuration.Temperature}\0{configuration.MaxTokens}\0{configuration.SystemPrompt}\0{prompt.Length}\0")));
        hash.AppendData(prompt);
        foreach (EncodedPicture picture in pictures)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0{picture.Bytes.Length}\0")));
            hash.AppendData(picture.Bytes);
        }

        int answer = configuration.MaxTokens > 0 ? configuration.MaxTokens : UsualAnswer;
        return new ChatRequest(
            prompt, Convert.ToHexStringLower(hash.GetHashAndReset()), ((configuration.SystemPrompt.Length + prompt.Length) / CharactersPerToken) + pictures.Sum(picture => picture.Tokens), answer)
        {
            Images = [.. pictures.Select(picture => picture.Bytes)],
            Seed = own,
        };
    }

    private EncodedPicture Encode(BgrImage picture)
    {
        BgrImage image = ImageShrinking.Shrink(picture, configuration.MaxImageSide);
        byte[] bytes = configuration.ImageFormat == ImageEncoding.Jpeg ? codec.EncodeJpeg(image, configuration.JpegQuality) : codec.EncodePng(image);
        return new EncodedPicture(bytes, ChatRequestWriter.ImageTokens(image.Width, image.Height, configuration.ImageDetail));
    }

    private sealed record EncodedPicture(byte[] Bytes, int Tokens);
}
