namespace PixelShap.Video.Language.Llama;

/// <summary>What llama.cpp complained of, in words for people. Its own words are for <c>PIXELSHAP_DETAILS</c>.</summary>
internal static class LlamaFault
{
    // A part of the library's words, and what it means; the first that fits counts.
    private static readonly (string Says, string Means)[] Known =
    [
        ("not within the file bounds", "it is cut off or damaged"),
        ("failed to seek", "it is cut off or damaged"),
        ("failed to read", "it is cut off or damaged"),
        ("model architecture", "it is no language model, or one of a kind that llama.cpp does not know"),
        ("mismatch between text model", "it was made for another language model"),
        ("CLIP model", "it holds no picture encoder that llama.cpp knows"),
        ("memory", "there is not enough memory"),
        ("allocat", "there is not enough memory"),
    ];

    /// <summary>Half a sentence.</summary>
    public static string Of(string complaint) =>
        Array.Find(Known, fault => complaint.Contains(fault.Says, StringComparison.OrdinalIgnoreCase)).Means ?? "something in it is not as llama.cpp expects";
}
