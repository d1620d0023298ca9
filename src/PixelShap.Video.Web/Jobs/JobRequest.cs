namespace PixelShap.Video.Web.Jobs;

/// <summary>A run as the page orders it.</summary>
/// <param name="Clip">A clip that was dropped on the page, or a sample drive.</param>
/// <param name="Prompt">The question; null for that of the settings.</param>
/// <param name="Provider">Who is asked; null for that of the settings.</param>
/// <param name="Model">The name of the model; null for that of the settings.</param>
/// <param name="Budget">Calls per keyframe, for example <c>1.5n</c>; null for that of the settings.</param>
/// <param name="Interval">Seconds between keyframes; null for those of the settings.</param>
internal sealed record JobRequest(string? Clip, string? Prompt, string? Provider, string? Model, string? Budget, double? Interval)
{
    private const int MostCharacters = 4096;

    /// <summary>The settings that differ, as <c>--set</c> takes them. The question is none of them: it may hold anything.</summary>
    /// <exception cref="PixelShapException">A value is too long.</exception>
    public IReadOnlyList<string> Overrides()
    {
        List<string> overrides = [];
        Add("vlm.provider", Provider);
        Add("vlm.model", Model);
        Add("attribution.budget", Budget);
        Add("keyframes.interval_seconds", Interval?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        return overrides;

        void Add(string key, string? value)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                return;
            }

            if (value.Length > MostCharacters || value.AsSpan().ContainsAny('\n', '\r'))
            {
                throw new PixelShapException(ExitCode.Usage, $"The value of {key} is no single line of at most {MostCharacters} characters.", "Write a shorter one.");
            }

            overrides.Add($"{key}={value.Trim()}");
        }
    }
}
