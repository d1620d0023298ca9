namespace PixelShap.Video.Language.Failures;

/// <summary>Names the settings of this program that stand behind the fields of a request that a service refuses.</summary>
internal static class RefusedSettings
{
    private static readonly (string Field, string Setting)[] Known =
    [
        ("seed", "vlm.send_seed (false leaves the seed out)"),
        ("max_tokens", "vlm.max_tokens and vlm.max_tokens_name"),
        ("max_completion_tokens", "vlm.max_tokens and vlm.max_tokens_name"),
        ("temperature", "vlm.temperature (-1 leaves it out)"),
        ("detail", "vlm.image_detail"),
    ];

    /// <summary>What to do about a request that a service does not understand.</summary>
    /// <param name="words">What it says.</param>
    public static string Remedy(ServiceWords words)
    {
        string said = $"{words.Text} {words.Fields}";
        string[] settings = [.. Known.Where(entry => Mentions(said, entry.Field)).Select(entry => entry.Setting).Distinct()];
        return settings.Length == 0 ? "Check the settings under vlm against what the service allows, vlm.base_url first."
            : $"Check {string.Join(", ", settings)}, or name the service with vlm.service.";
    }

    private static bool Mentions(string said, string field)
    {
        for (int at = said.IndexOf(field, StringComparison.OrdinalIgnoreCase); at >= 0; at = said.IndexOf(field, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            int end = at + field.Length;
            if ((at == 0 || !IsName(said[at - 1])) && (end == said.Length || !IsName(said[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
