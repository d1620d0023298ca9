using PixelShap.Video.Configuration;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Prompts;

/// <summary>A question of the run and the name under which its importance is found in the exports.</summary>
/// <param name="Name">The name, unique in the run.</param>
/// <param name="Template">The question.</param>
public sealed record NamedPrompt(string Name, PromptTemplate Template)
{
    /// <summary>The name of a question that was given none.</summary>
    public const string DefaultName = "default";

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
            ? [new(DefaultName, Parse("prompt", configuration.Prompt))]
            : [.. configuration.Prompts.Select(prompt => new NamedPrompt(prompt.Key, Parse($"prompts.{prompt.Key}", prompt.Value)))];
        string shown = configuration.Video.Prompt;
        return shown.Length == 0 || prompts.Any(prompt => prompt.Name == shown)
            ? prompts
            : throw new PixelShapException(
                ExitCode.Usage,
                $"video.prompt is '{shown}', which is no prompt of this run.",
                $"Allowed: {string.Join(", ", prompts.Select(prompt => prompt.Name))}.");
    }

    /// <summary>The question that pictures show: the one that <c>video.prompt</c> names, or the first.</summary>
    /// <exception cref="PixelShapException">As <see cref="Of"/>.</exception>
    public static NamedPrompt Shown(PipelineConfiguration configuration)
    {
        IReadOnlyList<NamedPrompt> prompts = Of(configuration);
        return prompts.FirstOrDefault(prompt => prompt.Name == configuration.Video.Prompt, prompts[0]);
    }

    /// <summary>The text that is asked at one keyframe.</summary>
    public string At(double seconds, IEnumerable<TrackedObject> objects) => Template.At(seconds, objects.Select(item => item.Detection.ClassName));

    private static PromptTemplate Parse(string setting, string text)
    {
        try
        {
            return PromptTemplate.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"{setting} cannot be asked: {exception.Message}.", $"Allowed: {PromptTemplate.Rules}.", exception);
        }
    }
}
