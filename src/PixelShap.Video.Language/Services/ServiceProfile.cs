namespace PixelShap.Video.Language.Services;

/// <summary>A service that speaks chat completions: everything that is known of it.</summary>
/// <param name="Service">Its name in the settings.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Address">Its usual address; empty where every server has its own.</param>
/// <param name="Host">The end of its host's name, by which <c>auto</c> knows it; empty for none.</param>
/// <param name="KeyVariable">The environment variable that holds its key; empty where none is needed.</param>
/// <param name="Form">In which form it takes a question.</param>
/// <param name="EmbeddingBatch">The most texts that it embeds in one request.</param>
/// <param name="Reasoning">What to do where the text comes as reasoning.</param>
internal sealed record ServiceProfile(
    VlmService Service, string Title, string Address, string Host, string KeyVariable, ServiceForm Form, int EmbeddingBatch, string Reasoning)
{
    /// <summary>Whether it is a server of one's own.</summary>
    public bool IsLocal => Address.StartsWith("http://127.0.0.1", StringComparison.Ordinal);
}
