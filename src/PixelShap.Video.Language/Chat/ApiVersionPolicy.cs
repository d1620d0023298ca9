using System.ClientModel.Primitives;

namespace PixelShap.Video.Language.Chat;

/// <summary>Asks for the API version of the settings: the SDK offers only those that it knew when it was made.</summary>
/// <param name="version">The date of the version, for example <c>2024-10-21</c>.</param>
internal sealed class ApiVersionPolicy(string version) : PipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) =>
        throw new NotSupportedException("Requests are sent asynchronously.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Uri = new UriBuilder(message.Request.Uri!) { Query = $"api-version={Uri.EscapeDataString(version)}" }.Uri;
        await ProcessNextAsync(message, pipeline, currentIndex);
    }
}
