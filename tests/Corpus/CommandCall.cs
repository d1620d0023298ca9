using System.Text.Json;
using System.Text.RegularExpressions;
using PixelShap.Video.Cli;

namespace PixelShap.Corpus;

/// <summary>Calls a command in this process, as the program itself does, and judges how it ended.</summary>
internal static partial class CommandCall
{
    private const int LongestSentence = 2200;
    private static readonly string[] Unfinished = ["journal.psj", "log.jsonl", "drive.json"];

    /// <summary>Calls a command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it may write.</param>
    /// <param name="files">What lay there before.</param>
    /// <param name="keepsMore">Whether the arguments say that more is to be kept there.</param>
    public static async Task<Ending> RunAsync(string[] arguments, string folder, IReadOnlyList<(string Name, byte[] Bytes)> files, bool keepsMore = false)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        (TextWriter oldOutput, TextWriter oldError) = (Console.Out, Console.Error);
        int code;
        try
        {
            Console.SetOut(TextWriter.Synchronized(output));
            Console.SetError(TextWriter.Synchronized(error));
            code = await CommandLine.RunAsync(arguments);
        }
        finally
        {
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
        }

        string? wrong = Wrong(code, output.ToString(), error.ToString(), arguments) ?? WrongFiles(keepsMore ? 0 : code, folder, files, arguments);
        string said = error.ToString().Split('\n').FirstOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal)) ?? "";
        return wrong is not null ? Ending.Fault($"{wrong}\n  pixelshap {string.Join(' ', arguments)}\n{Shortened(error.ToString())}") : code == 0 ? Ending.Result : Ending.Refusal(said);
    }

    /// <summary>What is wrong with the way in which a command ended; null for nothing.</summary>
    public static string? Wrong(int code, string output, string error, string[] arguments)
    {
        // What these find wrong is their result, and stands on the output.
        bool isFinding = code == 1 && output.Length > 0 && arguments is ["doctor", ..] or ["case", "verify", ..] or ["models", "verify", ..];
        string[] sentences = [.. error.Split('\n').Where(line => line.StartsWith("error:", StringComparison.Ordinal))];
        return code is < 0 or > 4 ? $"exit code {code}"
            : error.Contains("omething unexpected happened", StringComparison.Ordinal) ? "something unexpected happened"
            : code != 0 && !isFinding && sentences.Length != 1 ? $"{sentences.Length} sentences for exit code {code}"
            : Internals().Match(string.Concat(sentences)) is { Success: true } inside ? $"it speaks of '{inside.Value}'"
            : error.Contains('\u001b') || output.Contains('\u001b') ? "a control character"
            : sentences.Any(sentence => sentence.Length > LongestSentence) ? "a sentence without end"
            : arguments.Contains("--json") && output.Length > 0 && !IsJson(output) ? "what stands on the output is no JSON"
            : null;
    }

    /// <summary>What a command left that it should not have left; null for nothing.</summary>
    public static string? WrongFiles(int code, string folder, IReadOnlyList<(string Name, byte[] Bytes)> files, string[] arguments)
    {
        foreach ((string name, byte[] bytes) in files)
        {
            string path = Path.Combine(folder, name);
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
            {
                return $"{name} is not what it was";
            }
        }

        var given = files.Select(file => Path.GetFullPath(Path.Combine(folder, file.Name))).ToHashSet();

        // Telemetry is whole although the pictures beside it cannot be read.
        given.Add(Path.GetFullPath(arguments.SkipWhile(argument => argument != "--telemetry").Skip(1).FirstOrDefault() ?? folder));
        string[] made = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !given.Contains(Path.GetFullPath(path)))];
        string? half = made.FirstOrDefault(path => Partial().IsMatch(Path.GetFileName(path)))
            ?? (code == 0 ? null : made.FirstOrDefault(path => !Unfinished.Contains(Path.GetFileName(path))));
        return half is null ? null : $"it left {Path.GetRelativePath(folder, half)}";
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Shortened(string text) => text.Length <= 4000 ? text : text[..4000];

    /// <summary>Words of .NET and of libraries that nobody should have to read.</summary>
    [GeneratedRegex(@"\w+Exception|\bat [A-Z]\w+\.|\bSystem\.|\bMicrosoft\.|\bnull reference|Object reference|Index was out|Parameter '|\bVector512")]
    private static partial Regex Internals();

    /// <summary>Names under which something is written that is not finished.</summary>
    [GeneratedRegex(@"\.part(ial)?\b|^\.[0-9a-f]{32}|\.tmp$|^\.lock$")]
    private static partial Regex Partial();
}
