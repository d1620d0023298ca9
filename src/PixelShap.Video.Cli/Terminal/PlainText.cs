using System.Text;
using Spectre.Console.Rendering;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>
/// Takes out of everything that is printed what would steer the terminal: names of classes and files, YAML keys, arguments and answers may hold escape sequences. The console's own
/// sequences stay.
/// </summary>
internal sealed class PlainText : IRenderHook
{
    private const char Replacement = '\uFFFD';

    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) => renderables.Select(renderable => (IRenderable)new Filtered(renderable));

    /// <summary>The text with every character that is not shown but steers replaced: controls, changes of the direction of writing, separators of lines, halves of characters.</summary>
    public static string Of(string text)
    {
        int first = 0;
        while (first < text.Length && IsShown(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var plain = new StringBuilder(text);
        for (int i = first; i < text.Length; i++)
        {
            if (!IsShown(text, i))
            {
                plain[i] = Replacement;
            }
        }

        return plain.ToString();
    }

    private static bool IsShown(string text, int at) => text[at] switch
    {
        '\n' => true,
        >= '\u2028' and <= '\u202E' or >= '\u2066' and <= '\u2069' => false,
        >= '\uD800' and <= '\uDBFF' => at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]),
        >= '\uDC00' and <= '\uDFFF' => at > 0 && char.IsHighSurrogate(text[at - 1]),
        char other => !char.IsControl(other),
    };

    private sealed class Filtered(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(Of(segment.Text), segment.Style));
    }
}
