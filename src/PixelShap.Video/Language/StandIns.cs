namespace PixelShap.Video.Language;

/// <summary>What answers in place of a vision-language model, so that everything works without one.</summary>
public static class StandIns
{
    /// <summary>The narrator, which looks through the segmenter and speaks by rules.</summary>
    public const string Narrator = "narrator (rule-based stand-in)";

    /// <summary>The small network that comes with the program.</summary>
    public const string Glance = "pixelshap-glance (our own network)";

    /// <summary>Whether a model is a stand-in, by the name that it has in exports.</summary>
    public static bool IsOne(string model) => model is Narrator or Glance;
}
