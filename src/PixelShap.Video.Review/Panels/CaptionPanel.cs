using PixelShap.Masking;
using PixelShap.Video.Review.Drawing;

namespace PixelShap.Video.Review.Panels;

/// <summary>The question and the current answer with the name of who gave it.</summary>
internal static class CaptionPanel
{
    /// <summary>Draws the caption into <paramref name="box"/>.</summary>
    /// <returns>The number of characters for which no font has a glyph.</returns>
    internal static int Draw(Canvas canvas, PixelBox box, SceneLayout layout, SceneTheme theme, Typesetter typesetter, Scene scene)
    {
        using TextBlock prompt = typesetter.Set(
            [new TextSpan("Q  ", theme.MutedText, FontWeight.SemiBold), new TextSpan(scene.Prompt)],
            layout.FontSize, FontWeight.Regular, box.Width, lines: 1);
        string text = scene.Answer.Length > 0 ? scene.Answer : "No answer yet.";
        using TextBlock answer = typesetter.Set(
            [new TextSpan("A  ", theme.MutedText, FontWeight.SemiBold), new TextSpan($"{scene.Model}:  ", theme.MutedText), new TextSpan(text)],
            layout.FontSize, scene.Answer.Length > 0 ? FontWeight.Medium : FontWeight.Regular, box.Width, layout.AnswerLines);
        canvas.DrawText(prompt, box.X, box.Y, theme.MutedText);
        canvas.DrawText(answer, box.X, box.Y + layout.LineHeight + Math.Round(layout.FontSize * 0.2), theme.Text);
        return prompt.UnknownGlyphs + answer.UnknownGlyphs;
    }
}
