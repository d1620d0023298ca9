using System.Globalization;
using System.Text;

namespace PixelShap.Video.Attribution.Prompts;

/// <summary>
/// A question with placeholders: <c>{time}</c> is the time of the keyframe in the clip, <c>{labels}</c> names the objects in view. <c>{{</c> and
/// <c>}}</c> stand for braces.
/// </summary>
public sealed class PromptTemplate
{
    /// <summary>What a text must keep to, for people.</summary>
    public const string Rules = "the placeholders {time} and {labels}; braces that are meant as such are written {{ and }}";

    private const string TimeName = "time", LabelsName = "labels";

    private readonly IReadOnlyList<(string Text, bool IsPlaceholder)> _parts;

    private PromptTemplate(string text, IReadOnlyList<(string Text, bool IsPlaceholder)> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>The text as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="FormatException">A placeholder is unknown or not closed, or a brace stands alone; the message says which.</exception>
    public static PromptTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<(string, bool)>();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('{' or '}'))
            {
                literal.Append(text[i]);
            }
            else if (i + 1 < text.Length && text[i + 1] == text[i])
            {
                literal.Append(text[i++]);
            }
            else
            {
                int end = text[i] == '{' ? text.IndexOf('}', i) : -1;
                string name = end < 0 ? "" : text[(i + 1)..end];
                if (name is not (TimeName or LabelsName))
                {
                    throw new FormatException(end < 0 ? $"the brace at character {i + 1} stands alone" : $"{{{name}}} is no placeholder");
                }

                parts.Add((literal.ToString(), false));
                parts.Add((name, true));
                literal.Clear();
                i = end;
            }
        }

        parts.Add((literal.ToString(), false));
        return new PromptTemplate(text, parts);
    }

    /// <summary>The question at one keyframe.</summary>
    /// <param name="seconds">The time of the keyframe on the axis of the run; shown as <c>m:ss.s</c>.</param>
    /// <param name="labels">The class names of the objects in view, one for each object; shown as <c>car (3), person (1)</c>, most common first, or
    /// <c>none</c>.</param>
    public string At(double seconds, IEnumerable<string> labels) =>
        string.Concat(_parts.Select(part => !part.IsPlaceholder ? part.Text : part.Text == TimeName ? Clock(seconds) : List(labels)));

    private static string Clock(double seconds)
    {
        // Rounded first, so that 59.96 s is 1:00.0 and not 0:60.0.
        long tenths = (long)Math.Round(Math.Abs(seconds) * 10, MidpointRounding.AwayFromZero);
        string sign = seconds < 0 && tenths > 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{tenths / 600}:{tenths % 600 / 10:00}.{tenths % 10}");
    }

    private static string List(IEnumerable<string> labels)
    {
        string[] counts =
        [
            .. labels.GroupBy(label => label, StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} ({group.Count()})")),
        ];
        return counts.Length == 0 ? "none" : string.Join(", ", counts);
    }
}
