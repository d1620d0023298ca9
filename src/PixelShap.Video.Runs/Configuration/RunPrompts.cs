using PixelShap.Video.Attribution.Prompts;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>The questions that the settings of a run hold.</summary>
public static class RunPrompts
{
    /// <summary>The questions of a run in their order: those of <c>prompts</c>, or the single <c>prompt</c>.</summary>
    /// <exception cref="PixelShapException">A text holds an unknown placeholder, both settings are used, or <c>video.prompt</c> names none of them.</exception>
    public static IReadOnlyList<NamedPrompt> Of(PipelineConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration.Prompts.Count > 0 && configuration.Prompt != new PipelineConfiguration().Prompt)
        {
            throw new PixelShapException(
                ExitCode.Usage, "prompt and prompts are both set.", "Keep one of them: move the text of prompt into prompts under a name of its own.");
        }

        NamedPrompt[] prompts = configuration.Prompts.Count == 0
            ? [NamedPrompt.Parse(NamedPrompt.DefaultName, "prompt", configuration.Prompt)]
            : [.. configuration.Prompts.Select(prompt => NamedPrompt.Parse(prompt.Key, $"prompts.{prompt.Key}", prompt.Value))];
        string shown = configuration.Video.Prompt;
        return shown.Length == 0 || prompts.Any(prompt => prompt.Name == shown)
            ? prompts
            : throw new PixelShapException(
                ExitCode.Usage,
                $"video.prompt is '{shown}', which is no prompt of this run.",
                $"Allowed: {string.Join(", ", prompts.Select(prompt => prompt.Name))}.");
    }

    /// <summary>The same settings with one question in place of those that they hold.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="prompt">The question, or the name of one of theirs; null to leave the settings as they are.</param>
    /// <exception cref="PixelShapException">It is empty, too long, or holds an unknown placeholder.</exception>
    public static PipelineConfiguration WithOne(PipelineConfiguration configuration, string? prompt)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (prompt is null)
        {
            return configuration;
        }

        string text = configuration.Prompts.GetValueOrDefault(prompt, prompt);
        if (text.Trim().Length is 0 or > 4000)
        {
            throw new PixelShapException(ExitCode.Usage, "The prompt is empty or longer than 4000 characters.", "Write a question after --prompt.");
        }

        PipelineConfiguration one = configuration with { Prompt = text, Prompts = new Dictionary<string, string>(), Video = configuration.Video with { Prompt = "" } };
        _ = Of(one);
        return one;
    }

    /// <summary>The question that pictures show: the one that <c>video.prompt</c> names, or the first.</summary>
    /// <exception cref="PixelShapException">As <see cref="Of"/>.</exception>
    public static NamedPrompt Shown(PipelineConfiguration configuration)
    {
        IReadOnlyList<NamedPrompt> prompts = Of(configuration);
        return prompts.FirstOrDefault(prompt => prompt.Name == configuration.Video.Prompt, prompts[0]);
    }
}
