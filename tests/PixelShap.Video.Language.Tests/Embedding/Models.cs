using PixelShap.Testing;

namespace PixelShap.Video.Language.Tests.Embedding;

/// <summary>The small graphs of Models/make_models.py.</summary>
internal static class Models
{
    internal static string Path(string name) =>
        System.IO.Path.Combine(SharedData.RepositoryRoot, "tests", "PixelShap.Video.Language.Tests", "Embedding", "Models", name);
}
