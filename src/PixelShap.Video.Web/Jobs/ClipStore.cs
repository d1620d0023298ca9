using System.Globalization;
using System.Text;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Web.Jobs;

/// <summary>
/// The clips that runs can be started with: those that were dropped on the page, which lie in a folder of their own below the folder of runs, and the sample drives. A clip is named
/// by its file name alone.
/// </summary>
/// <param name="root">The folder of runs.</param>
/// <param name="options">How large a clip may be, and where the sample drives are.</param>
/// <param name="media">Looks whether it is a clip.</param>
internal sealed class ClipStore(string root, WorkbenchOptions options, IMediaLibrary media)
{
    private const int LongestName = 100;
    private const long Reserve = 256L << 20;
    private const string FolderName = "clips", SamplePrefix = "sample:";

    /// <summary>The sample drives.</summary>
    public IReadOnlyList<string> Samples => options.Samples is { } folder
        ? [.. Directory.EnumerateFiles(folder, "*.mp4").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The file of a clip.</summary>
    /// <param name="name">What <see cref="ReceiveAsync"/> gave, or <c>sample:</c> and the name of a sample drive.</param>
    /// <exception cref="PixelShapException">There is no such clip.</exception>
    public string Find(string? name)
    {
        string? path = name is null ? null
            : name.StartsWith(SamplePrefix, StringComparison.Ordinal) ? (Samples.Contains(name[SamplePrefix.Length..], StringComparer.Ordinal) ? Path.Combine(options.Samples!, name[SamplePrefix.Length..] + ".mp4") : null)
            : name == SafeName(name) ? Path.Combine(root, FolderName, name) : null;
        return path is not null && File.Exists(path) ? path : throw new PixelShapException(ExitCode.Input, "That clip is not here.", "Drop it on the page again.");
    }

    /// <summary>Takes a clip in, as it comes, and looks whether it is one.</summary>
    /// <param name="wanted">Its name where it comes from.</param>
    /// <param name="length">Its length in bytes; null where that is not known before.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ends the taking; nothing stays.</param>
    /// <returns>Its name here.</returns>
    /// <exception cref="PixelShapException">It is too large, there is no room, or it is no clip that can be read.</exception>
    public async Task<string> ReceiveAsync(string wanted, long? length, Stream content, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(root, FolderName), partial = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            long most = Math.Min(options.MostUploadBytes, new DriveInfo(folder).AvailableFreeSpace - Reserve);
            if (length > most)
            {
                throw TooLarge(wanted);
            }

            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await CopyAsync(wanted, content, file, most, cancellationToken);
            }

            await CheckAsync(partial, wanted, cancellationToken);
            return Keep(partial, folder, SafeName(wanted));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Failed, $"{wanted} cannot be kept in {folder}: {Cause.Of(exception)}.", "Make the folder writable, or make room.", exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>A name that is one on every system, and no path: letters, digits, '.', '_' and '-'.</summary>
    internal static string SafeName(string wanted)
    {
        string name = wanted[(wanted.LastIndexOfAny(['/', '\\']) + 1)..];
        var safe = new StringBuilder();
        foreach (char letter in name.Normalize(NormalizationForm.FormC))
        {
            safe.Append(char.IsLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-');
        }

        string kept = safe.ToString().TrimStart('.', '-');
        string extension = Path.GetExtension(kept);
        extension = extension.Length > 10 ? "" : extension;
        string stem = Path.GetFileNameWithoutExtension(kept);
        return $"{(stem.Length == 0 ? "clip" : stem[..Math.Min(stem.Length, LongestName)])}{extension}";
    }

    private async Task CheckAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using IClipSource source = await media.OpenAsync(path, new ClipConfiguration(), null, cancellationToken);
        }
        catch (PixelShapException exception)
        {
            throw new PixelShapException(exception.ExitCode, exception.Message.Replace(path, name, StringComparison.Ordinal), exception.Remedy, exception);
        }
    }

    private PixelShapException TooLarge(string name) => new(
        ExitCode.Input,
        string.Create(CultureInfo.InvariantCulture, $"{name} is larger than {options.MostUploadBytes >> 20} MB, or than the room that is left."),
        "Name it on the command line instead: pixelshap run CLIP --output DIR below the folder of runs.");

    private async Task CopyAsync(string name, Stream content, FileStream file, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (file.Length + count > most)
            {
                throw TooLarge(name);
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        if (file.Length == 0)
        {
            throw new PixelShapException(ExitCode.Input, $"{name} is empty.", "Drop a video file.");
        }
    }

    /// <summary>Gives a clip its name, or one with a number where that is taken.</summary>
    private static string Keep(string partial, string folder, string name)
    {
        for (int number = 1; ; number++)
        {
            string free = number == 1 ? name : $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}";
            try
            {
                File.Move(partial, Path.Combine(folder, free), overwrite: false);
                return free;
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, free)))
            {
                // Another clip has this name.
            }
        }
    }
}
