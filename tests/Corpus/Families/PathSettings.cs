namespace PixelShap.Corpus.Families;

/// <summary>Settings that name a file, a folder or a text of the user's, with names that are none: YAML can write what no command line can, such as a zero character.</summary>
internal static class PathSettings
{
    private static readonly string[] Keys =
    [
        "segmenter.model", "segmenter.mask_model", "vlm.api_key_file", "vlm.cache.directory", "attribution.embedder.model", "attribution.embedder.vocabulary", "prompt", "vlm.api_key_variable", "vlm.system_prompt",
    ];

    private static readonly string[] Values =
    [
        "\"\\0\"", "\"a\\0b\"", "\" \"", "\"/dev/zero\"", "\"/dev/null\"", "\"/proc/self/mem\"", "\".\"", "\"~\"", "\"" + new string('a', 4000) + "\"", "\"\\u202e\"", "\"a\\nb\"", "\"=\"",
    ];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        foreach (string key in Keys)
        {
            foreach (string value in Values)
            {
                string[] parts = key.Split('.');
                string text = string.Concat(parts.Select((part, index) => $"{new string(' ', index * 2)}{part}:{(index == parts.Length - 1 ? " " + value : "")}\n"));
                text += key.StartsWith("vlm.api", StringComparison.Ordinal) ? "  provider: openai\n  base_url: http://127.0.0.1:9/v1\n  model: m\n  preflight: false\n  retry: { max_attempts: 1 }\n"
                    : key.StartsWith("attribution.embedder", StringComparison.Ordinal) ? "  similarity: embedding\n" : "";
                yield return new CommandInput($"{key}-{Array.IndexOf(Values, value)}", "explain", seeds.PathOf("picture.png"), "-p", "@/p.yaml", "-o", "@/out", "--json", "--set", "attribution.max_players=1")
                {
                    Files = [("p.yaml", Seeds.Utf8(text))],
                    KeepsMore = key == "vlm.cache.directory",
                };
            }
        }
    }
}
