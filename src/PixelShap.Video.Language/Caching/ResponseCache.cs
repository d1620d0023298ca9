using System.Text.Json;
using PixelShap.Video.Files;

namespace PixelShap.Video.Language.Caching;

/// <summary>
/// Answers on disk by the hash of what was asked: one small file each, in 256 folders. A file appears whole under its name or not at all,
/// so that several processes may share the folder. Holds answers and token counts; neither questions nor keys. Thread-safe.
/// </summary>
public sealed class ResponseCache
{
    private const string Extension = ".json";
    private const string TemporaryExtension = ".tmp";

    // SHA-256 in hexadecimal digits.
    private const int KeyLength = 64;

    // More than any answer and what was thought before it.
    private const long MostBytes = 16 << 20;
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;

    private readonly ISharedAnswers? _shared;

    /// <summary>Opens a cache; the folder is made when the first answer is stored.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="time">The clock.</param>
    /// <param name="shared">Answers of other processes, which are looked for where the folder has none; null for none. The default value is null.</param>
    public ResponseCache(string directory, TimeProvider time, ISharedAnswers? shared = null)
    {
        _shared = shared;
        Folder = Path.GetFullPath(directory);
        _time = time;
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The folder that <c>auto</c> stands for: <c>pixelshap/answers</c> in the user's cache folder.</summary>
    public static string UsualFolder
    {
        get
        {
            string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            string root = string.IsNullOrEmpty(cache) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache") : cache;
            return Path.Combine(root, "pixelshap", "answers");
        }
    }

    /// <summary>The answer to what <paramref name="key"/> stands for, of this machine or of another process; null when there is none.</summary>
    internal async Task<CachedAnswer?> FindAsync(string key, CancellationToken cancellationToken)
    {
        CachedAnswer? own = Find(key);
        if (own is not null || _shared is null)
        {
            return own;
        }

        if (await _shared.FindAsync(key, cancellationToken) is not { } bytes || Read(bytes) is not { } answer)
        {
            return null;
        }

        Store(key, answer);
        return answer;
    }

    /// <summary>Keeps an answer: for other processes first, so that nobody pays again for what this one has begun to use.</summary>
    /// <exception cref="PixelShapException">The folder cannot be written to.</exception>
    internal async Task StoreAsync(string key, CachedAnswer answer, CancellationToken cancellationToken)
    {
        if (_shared is not null)
        {
            await _shared.StoreAsync(key, JsonSerializer.SerializeToUtf8Bytes(answer), cancellationToken);
        }

        Store(key, answer);
    }

    /// <summary>The answer in the folder; null when there is none. A damaged file counts as none.</summary>
    internal CachedAnswer? Find(string key)
    {
        string path = PathOf(key);
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            CachedAnswer? answer = Read(RegularFile.ReadBytes(path, MostBytes));
            if (answer is not null)
            {
                Touch(path);
            }

            return answer;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CachedAnswer? Read(byte[] bytes)
    {
        try
        {
            CachedAnswer? answer = JsonSerializer.Deserialize<CachedAnswer>(bytes);
            return answer is { Schema: >= CachedAnswer.FirstSchema and <= CachedAnswer.CurrentSchema, Text: not null, Reason: not null } && Enum.IsDefined(answer.Kind) ? answer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is used stays: pruning goes by this time. A folder that may only be read still answers.</summary>
    private void Touch(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, _time.GetUtcNow().UtcDateTime);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has pruned it meanwhile, or it is somebody else's.
        }
    }

    /// <summary>Keeps an answer.</summary>
    /// <exception cref="PixelShapException">The folder cannot be written to.</exception>
    internal void Store(string key, CachedAnswer answer)
    {
        string path = PathOf(key);
        string temporary = $"{path}.{Guid.NewGuid():N}{TemporaryExtension}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(answer));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The response cache {Folder} cannot be written to.", "Check the disk space and the rights, or set vlm.cache.directory.", exception);
        }
    }

    /// <summary>Counts the answers and their bytes.</summary>
    public CacheSize Measure()
    {
        FileInfo[] files = Files(Extension);
        return new CacheSize(files.Length, files.Sum(file => file.Length));
    }

    /// <summary>Deletes the answers that were not used for longest until the rest has at most <paramref name="maxBytes"/>.</summary>
    /// <returns>What was deleted.</returns>
    public CacheSize Prune(long maxBytes)
    {
        DateTime now = _time.GetUtcNow().UtcDateTime;
        foreach (FileInfo left in Files(TemporaryExtension).Where(file => now - file.LastWriteTimeUtc > Abandoned))
        {
            TryDelete(left);
        }

        FileInfo[] files = Files(Extension);
        long bytes = files.Sum(file => file.Length), kept = bytes;
        int deleted = 0;
        foreach (FileInfo file in files.OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal).TakeWhile(_ => kept > maxBytes))
        {
            long length = file.Length;
            if (TryDelete(file))
            {
                kept -= length;
                deleted++;
            }
        }

        return new CacheSize(deleted, bytes - kept);
    }

    private static bool TryDelete(FileInfo file)
    {
        try
        {
            file.Delete();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process may have deleted it, or the folder is somebody else's: neither keeps a run from working.
            return false;
        }
    }

    private FileInfo[] Files(string extension)
    {
        var folder = new DirectoryInfo(Folder);
        return folder.Exists
            ? [.. folder.EnumerateFiles($"*{extension}", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 1 }).Where(IsOurs)]
            : [];
    }

    /// <summary>Whether a file has the name of an answer: what else lies in the folder is not ours to count or delete.</summary>
    private static bool IsOurs(FileInfo file)
    {
        string key = file.Name.Split('.')[0];
        return key.Length == KeyLength && key.All(char.IsAsciiHexDigitLower) && file.Directory!.Name == key[..2];
    }

    private string PathOf(string key) => Path.Combine(Folder, key[..2], key + Extension);
}

/// <summary>Answers in a cache.</summary>
/// <param name="Answers">How many.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record CacheSize(int Answers, long Bytes);
