using PixelShap.Masking;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Rendering.Panels;

/// <summary>The question and the current answer with the name of who gave it.</summary>
internal static class CaptionPanel
{
    // Invisible marks around foreign text, so that right-to-left sentences keep their order within the line (Unicode UAX #9).
    private const char Isolate = '\u2068', EndIsolate = '\u2069';

    /// <summary>Draws the caption into <paramref name="box"/>. A long question takes one of the answer's lines.</summary>
    /// <returns>The number of characters for which no font has a glyph.</returns>
    internal static int Draw(Canvas canvas, PixelBox box, SceneLayout layout, SceneTheme theme, Typesetter typesetter, Scene scene)
    {
        using TextBlock prompt = typesetter.Set(
            [new TextSpan("Q  ", Weight: FontWeight.SemiBold), new TextSpan(Isolated(scene.Prompt))],
            layout.FontSize, FontWeight.Regular, box.Width, lines: 2);
        canvas.DrawText(prompt, box.X, box.Y, theme.MutedText);

        // The verdict has the lines that the answer leaves, at least the last one; where there is but one, the answer has it.
        int room = layout.AnswerLines + 1 - prompt.Lines, lines = room - (scene.Verdict.Length > 0 && room > 1 ? 1 : 0);
        using TextBlock answer = scene.Answer.Length > 0
            ? Answer(scene.Answer, FontWeight.Medium, null)
            : Answer("No answer yet.", FontWeight.Regular, theme.MutedText);
        double top = box.Y + (layout.LineHeight * prompt.Lines) + Math.Round(layout.FontSize * 0.2);
        if (4 * answer.UnknownGlyphs < scene.Answer.Length || scene.Answer.Length == 0)
        {
            canvas.DrawText(answer, box.X, top, theme.Text);
        }
        else
        {
            const string apology = "[The answer is in a script for which no font is installed.]";
            using TextBlock instead = Answer(apology, FontWeight.Regular, theme.MutedText);
            canvas.DrawText(instead, box.X, top, theme.Text);
        }

        if (lines < room)
        {
            using TextBlock verdict = typesetter.Set([new TextSpan(scene.Verdict)], layout.FontSize, FontWeight.Regular, box.Width, room - answer.Lines);
            canvas.DrawText(verdict, box.X, top + (layout.LineHeight * answer.Lines), theme.MutedText);
        }

        return prompt.UnknownGlyphs + answer.UnknownGlyphs;

        TextBlock Answer(string text, FontWeight weight, Colour.Rgb? colour) => typesetter.Set(
            [
                new TextSpan("A  ", theme.MutedText, FontWeight.SemiBold),
                new TextSpan(scene.Warning, theme.WarningText, FontWeight.SemiBold),
                new TextSpan($"{Isolated(scene.Model)}:  ", theme.MutedText, FontWeight.Medium),
                new TextSpan(Isolated(text), colour),
            ],
            layout.FontSize, weight, box.Width, lines);
    }

    private static string Isolated(string text) => $"{Isolate}{text}{EndIsolate}";
}
