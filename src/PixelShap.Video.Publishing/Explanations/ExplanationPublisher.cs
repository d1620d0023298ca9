using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Rendering;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Explanations;

/// <summary>Writes <c>heatmap.png</c>, <c>explain.html</c> and <c>explain.json</c>.</summary>
/// <param name="codec">Encodes the pictures.</param>
public sealed class ExplanationPublisher(IImageCodec codec) : IExplanationPublisher
{
    /// <inheritdoc/>
    public async Task PublishAsync(RunDirectory directory, Explanation explanation, BgrImage image)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(explanation);
        BgrImage heatMap = HeatMap.Draw(image, explanation.Attribution, explanation.Objects, out SceneLayout layout);
        await directory.WriteAsync("heatmap.png", stream => stream.WriteAsync(codec.EncodePng(heatMap)).AsTask());
        PixelBox place = layout.Picture;
        var picture = new BgrImage(heatMap.Pixels[((place.Y * heatMap.Stride) + (3 * place.X))..], place.Width, place.Height, heatMap.Stride);
        string page = new ExplanationPage(explanation, codec).ToHtml(image, picture);
        await directory.WriteAsync("explain.html", stream => stream.WriteAsync(Encoding.UTF8.GetBytes(page)).AsTask());
        await directory.WriteAsync("explain.json", stream =>
        {
            ExplanationJson.Write(stream, explanation, image.Width, image.Height);
            return Task.CompletedTask;
        });
    }
}
