using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Prompts;

/// <summary>A question of the run and the name under which its importance is found in the exports.</summary>
/// <param name="Name">The name, unique in the run.</param>
/// <param name="Template">The question.</param>
public sealed record NamedPrompt(string Name, PromptTemplate Template)
{
    /// <summary>The name of a question that was given none.</summary>
    public const string DefaultName = "default";

    /// <summary>The text that is asked at one keyframe.</summary>
    public string At(double seconds, IEnumerable<TrackedObject> objects) => Template.At(seconds, objects.Select(item => item.Detection.ClassName));

    /// <summary>Reads a question.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="setting">The setting that holds it, for the message.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="PixelShapException">It holds an unknown placeholder.</exception>
    public static NamedPrompt Parse(string name, string setting, string text)
    {
        try
        {
            return new NamedPrompt(name, PromptTemplate.Parse(text));
        }
        catch (FormatException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"{setting} cannot be asked: {exception.Message}.", $"Allowed: {PromptTemplate.Rules}.", exception);
        }
    }
}
