using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using PixelShap.Video.Files;

namespace PixelShap.Video.Language.Llama;

/// <summary>The two files of a vision-language model for llama.cpp: the language model, and beside it the network that shows it pictures.</summary>
internal sealed partial class LlamaFiles
{
    private const string Remedy = "Name a folder with one model in GGUF and its mmproj-….gguf, or the model's file itself: see docs/models.md.";

    private LlamaFiles(string model, string eyes)
    {
        Model = model;
        Eyes = eyes;
        Fingerprint = FingerprintOf(new FileInfo(model), new FileInfo(eyes));
    }

    /// <summary>The full path of the language model.</summary>
    public string Model { get; }

    /// <summary>The full path of the picture encoder with its projector.</summary>
    public string Eyes { get; }

    /// <summary>The model for people.</summary>
    public string Name => Path.GetFileNameWithoutExtension(Model);

    /// <summary>Tells this model from others: names, sizes and times of its files. Reading gigabytes of weights would take longer than asking.</summary>
    public string Fingerprint { get; }

    /// <summary>Finds the files.</summary>
    /// <param name="setting">What <c>vlm.model</c> names: a folder, or the language model's file.</param>
    /// <param name="baseDirectory">What the setting is relative to.</param>
    /// <exception cref="PixelShapException">There is not exactly one of each, or one is no GGUF.</exception>
    public static LlamaFiles Find(string setting, string baseDirectory)
    {
        string path = Path.GetFullPath(setting, Path.GetFullPath(baseDirectory));
        string? folder = Directory.Exists(path) ? path : File.Exists(path) ? Path.GetDirectoryName(path)! : null;
        if (folder is null)
        {
            throw Refusal($"vlm.model is '{setting}', but there is neither a folder nor a file {path}.");
        }

        try
        {
            string[] all = [.. Directory.EnumerateFiles(folder).Where(IsGguf).Order(StringComparer.Ordinal)];
            string model = folder == path ? One([.. all.Where(file => !IsEyes(file) && !IsLaterPart(file))], folder, "model", "GGUF (*.gguf)") : path;
            if (folder != path && IsEyes(path))
            {
                throw Refusal($"vlm.model is {path}, which is the picture encoder (mmproj) and not the language model.");
            }

            var files = new LlamaFiles(model, One([.. all.Where(IsEyes)], folder, "picture encoder", "mmproj*.gguf"));
            Check(files.Model);
            Check(files.Eyes);
            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The model in {folder} cannot be read: {Cause.Of(exception)}.", Remedy, exception);
        }
    }

    private static bool IsGguf(string file) => Path.GetExtension(file).Equals(".gguf", StringComparison.OrdinalIgnoreCase);

    // Published as mmproj-NAME.gguf and as NAME-mmproj-f16.gguf.
    private static bool IsEyes(string file) => Path.GetFileName(file).Contains("mmproj", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it belongs to a model in several files, of which llama.cpp is told the first.</summary>
    private static bool IsLaterPart(string file) => Part().Match(file) is { Success: true } match && match.Groups["part"].Value != "00001";

    private static string One(string[] found, string folder, string what, string pattern) => found.Length switch
    {
        1 => found[0],
        0 => throw Refusal($"{folder} holds no {what}, {pattern}."),
        _ => throw Refusal($"{folder} holds {found.Length} files that may be the {what} ({string.Join(", ", found.Select(Path.GetFileName))}), and not one."),
    };

    private static void Check(string file)
    {
        Span<byte> start = stackalloc byte[4];
        using FileStream stream = RegularFile.Open(file, long.MaxValue);
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual("GGUF"u8))
        {
            throw Refusal($"{file} is no GGUF: it does not begin with these four letters.");
        }
    }

    private static PixelShapException Refusal(string message) => new(ExitCode.Usage, message, Remedy);

    private static string FingerprintOf(params FileInfo[] files) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(files.Select(file => string.Create(CultureInfo.InvariantCulture, $"\n{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}"))))));

    [GeneratedRegex("-(?<part>[0-9]{5})-of-[0-9]{5}\\.gguf$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
