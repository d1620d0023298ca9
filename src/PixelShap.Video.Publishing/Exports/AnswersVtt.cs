using System.Globalization;
using System.Text;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>answers.vtt</c>: the answer of each keyframe as a WebVTT subtitle, from the keyframe to the next one, on the
/// clock of the annotated video. With
/// several prompts each has cues of its own and speaks under its name.</summary>
public static class AnswersVtt
{
    private const double LeastSeconds = 0.001, LastSeconds = 1;

    /// <summary>Writes one cue per keyframe that got an answer.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("WEBVTT");
        if (source.Results.DoNotRely is { } warning)
        {
            text.WriteLine();
            text.WriteLine($"NOTE {warning}");
        }

        foreach (PromptResults prompt in source.Results.Prompts)
        {
            Write(text, source, prompt);
        }
    }

    private static void Write(StreamWriter text, ExportSource source, PromptResults prompt)
    {
        RunResults results = source.Results;
        IReadOnlyList<JournalKeyframe> keyframes = prompt.Timeline.Keyframes;
        string voice = results.Prompts.Count > 1 ? $"<v {Name(prompt.Name)}>" : "";
        for (int i = 0; i < keyframes.Count; i++)
        {
            double start = Math.Max(0, keyframes[i].Seconds - source.VideoOrigin);
            double end = i + 1 < keyframes.Count ? keyframes[i + 1].Seconds - source.VideoOrigin : Math.Max(results.Seconds.End - source.VideoOrigin, start + LastSeconds);
            text.WriteLine();
            text.WriteLine($"keyframe {keyframes[i].Frame}{(voice.Length > 0 ? $" {Name(prompt.Name)}" : "")}");
            text.WriteLine($"{Clock(start)} --> {Clock(Math.Max(end, start + LeastSeconds))}");
            text.WriteLine(voice + Payload(keyframes[i].Answer));
            if (keyframes[i].DoNotRely is not null)
            {
                text.WriteLine("[Do not rely on this answer]");
            }
        }
    }

    /// <summary>A text as a cue takes it: without markup, and without the empty line that would end it.</summary>
    internal static string Payload(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Replace('\0', '\uFFFD')
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string plain = lines.Length == 0 ? "(empty answer)" : string.Join('\n', lines);
        return plain.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    private static string Name(string prompt) => Payload(prompt.ReplaceLineEndings(" ")).Replace("--&gt;", "", StringComparison.Ordinal);

    private static string Clock(double seconds)
    {
        long milliseconds = (long)Math.Round(seconds * 1000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}.{milliseconds % 1000:000}");
    }
}
