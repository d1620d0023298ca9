using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Chat;

/// <summary>Parts the text of a model that thinks aloud into what it thought and what it answered.</summary>
internal static partial class ReasoningMarks
{
    /// <summary>Parts a text.</summary>
    /// <param name="text">The content of a message.</param>
    /// <returns>The answer, trimmed; the reasoning, trimmed; whether the reasoning does not end, so that the answer never began.</returns>
    public static (string Answer, string Reasoning, bool IsOpen) Part(string text)
    {
        if (!text.AsSpan().ContainsAny('<', '[', '◁') && !text.StartsWith("analysis", StringComparison.Ordinal))
        {
            return (text.Trim(), "", false);
        }

        var thoughts = new List<string>();
        string rest = Channels(text, thoughts);
        rest = Whole().Replace(rest, match =>
        {
            thoughts.Add(match.Groups["thought"].Value.Trim());
            return " ";
        });

        // The opening mark often stands in the prompt's template, so that only the closing one comes.
        Match closing = Closing().Match(rest);
        while (closing.Success)
        {
            thoughts.Add(Opening().Replace(rest[..closing.Index], " ").Trim());
            rest = rest[(closing.Index + closing.Length)..];
            closing = Closing().Match(rest);
        }

        Match opening = Opening().Match(rest);
        bool isOpen = opening.Success;
        if (isOpen)
        {
            thoughts.Add(rest[(opening.Index + opening.Length)..].Trim());
            rest = rest[..opening.Index];
        }

        Match boxed = Answer().Match(rest);
        string answer = Leftovers().Replace(boxed.Success ? boxed.Groups["answer"].Value : rest, "").Trim();
        return (answer, string.Join('\n', thoughts.Where(thought => thought.Length > 0)), isOpen);
    }

    /// <summary>Takes the final channel of a text in channels (the "harmony" format), and puts the others to the thoughts.</summary>
    private static string Channels(string text, List<string> thoughts)
    {
        MatchCollection parts = Channel().Matches(text);
        if (parts.Count == 0)
        {
            Match glued = Glued().Match(text);
            if (!glued.Success)
            {
                return text;
            }

            thoughts.Add(glued.Groups["thought"].Value.Trim());
            return glued.Groups["answer"].Value;
        }

        thoughts.AddRange(parts.Where(part => part.Groups["name"].Value != "final").Select(part => part.Groups["text"].Value.Trim()));
        string final = string.Join('\n', parts.Where(part => part.Groups["name"].Value == "final").Select(part => part.Groups["text"].Value.Trim()));
        string before = text[..parts[0].Index].Trim();
        string plain = Leftovers().Replace(before, "").Trim();
        return final.Length > 0 ? final : plain.Length > 0 ? plain : "<think>";
    }

    private const string Names = "think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad|seed:think|cot|inner_monologue|internal|antml:thinking";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"<(?<tag>" + Names + @")(\s[^>]*)?>(?<thought>.*?)</\k<tag>\s*>|\[THINK\](?<thought>.*?)\[/THINK\]|◁think▷(?<thought>.*?)◁/think▷|<\|begin_of_thought\|>(?<thought>.*?)<\|end_of_thought\|>|<unused94>(thought)?(?<thought>.*?)<unused95>|<\|channel>\s*[A-Za-z]+\s(?<thought>.*?)<channel\|>|<\|(start_)?think(ing)?\|>(?<thought>.*?)<\|(end_|/)think(ing)?\|>", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Whole();

    [GeneratedRegex(@"</(" + Names + @")\s*>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<unused95>|<\|(end_|/)think(ing)?\|>", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Closing();

    [GeneratedRegex(@"<(" + Names + @")(\s[^>]*)?>|\[THINK\]|◁think▷|<\|begin_of_thought\|>|<unused94>(thought)?|<\|channel>\s*(thought|analysis|thinking)\b|<\|(start_)?think(ing)?\|>", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Opening();

    [GeneratedRegex(@"<\|channel\|>\s*(?<name>[A-Za-z]+)[^<]*?(<\|?message\|?>|<\|?constrain\|?>[^<]*<\|?message\|?>|\n)(?<text>.*?)(?=<\|?(end|return|start|call|channel)\|?>|$)", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Channel();

    [GeneratedRegex(@"^analysis(?<thought>.*?)assistant\s*(?:commentary.*?assistant\s*)?final(?<answer>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex Glued();

    [GeneratedRegex(@"<answer>(?<answer>.*?)(</answer>|$)|<\|begin_of_(box|solution)\|>(?<answer>.*?)(<\|end_of_(box|solution)\|>|$)", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Answer();

    [GeneratedRegex(@"<\|(im_end|im_start|eot_id|end|return|start|endoftext|end_of_text|user|assistant|eom_id|begin_of_box|end_of_box)\|>(assistant)?|</?s>|<end_of_turn>|<eos>|<channel\|>|</answer>", Options, ReadingLimit.Milliseconds)]
    private static partial Regex Leftovers();
}
