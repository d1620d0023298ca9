using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelShap.Video.Media.Recording;

/// <summary>A segment that lies there.</summary>
/// <param name="File">Its name.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended.</param>
/// <param name="Epoch">The epoch of its connection.</param>
/// <param name="Packets">Its pictures.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record Segment(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("from")] DateTimeOffset From,
    [property: JsonPropertyName("to")] DateTimeOffset To,
    [property: JsonPropertyName("epoch")] int Epoch,
    [property: JsonPropertyName("packets")] int Packets,
    [property: JsonPropertyName("bytes")] long Bytes);

/// <summary>The folder of the segments, with its index: a line of JSON for each, the oldest first. Segments of a program that was killed are found and added.</summary>
internal sealed class SegmentFolder
{
    /// <summary>The name of the index.</summary>
    public const string IndexName = "index.jsonl";

    // What a damaged file claims beyond it is no length.
    private const double LongestSeconds = 366 * 86_400.0;

    private const string NameFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";

    private readonly string _folder;
    private readonly List<Segment> _segments = [];

    private SegmentFolder(string folder) => _folder = folder;

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>The bytes of all segments.</summary>
    public long Bytes => _segments.Sum(segment => segment.Bytes);

    /// <summary>The bytes that are free on its disk.</summary>
    public long FreeBytes => new DriveInfo(_folder).AvailableFreeSpace;

    /// <summary>Opens a folder, or makes it.</summary>
    public static async Task<SegmentFolder> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var folder = new SegmentFolder(Directory.CreateDirectory(path).FullName);
        Dictionary<string, Segment> known = folder.ReadIndex();
        foreach (string file in Directory.EnumerateFiles(folder._folder, "*.mp4"))
        {
            string name = Path.GetFileName(file);
            Segment? segment = known.GetValueOrDefault(name) ?? await SurveyAsync(file, cancellationToken);
            if (segment is not null)
            {
                folder._segments.Add(segment);
            }
        }

        folder._segments.Sort((left, right) => left.From.CompareTo(right.From));
        folder.WriteIndex();
        return folder;
    }

    /// <summary>Creates the file of a segment.</summary>
    public FileStream Create(DateTimeOffset from)
    {
        string name = from.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture);
        for (int copy = 0; ; copy++)
        {
            // The clock of a machine may go back.
            string path = Path.Combine(_folder, copy == 0 ? $"{name}.mp4" : string.Create(CultureInfo.InvariantCulture, $"{name}-{copy}.mp4"));
            if (!File.Exists(path))
            {
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }
        }
    }

    /// <summary>Notes a segment that is finished.</summary>
    public void Add(Segment segment)
    {
        _segments.Add(segment);
        try
        {
            File.AppendAllText(Path.Combine(_folder, IndexName), JsonSerializer.Serialize(segment) + "\n");
        }
        catch (IOException)
        {
            // Where there is no room for the line the file is found again by its name.
        }
    }

    /// <summary>Removes the oldest segment.</summary>
    /// <returns>Whether there was one.</returns>
    public bool RemoveOldest()
    {
        if (_segments.Count == 0)
        {
            return false;
        }

        File.Delete(Path.Combine(_folder, _segments[0].File));
        _segments.RemoveAt(0);
        WriteIndex();
        return true;
    }

    private static async Task<Segment?> SurveyAsync(string path, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(path);
        if (!DateTimeOffset.TryParseExact(name.Split(".mp4")[0].Split('-')[0], NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset from))
        {
            // Somebody else's.
            return null;
        }

        double seconds = 0;
        int packets = 0;
        await using FileStream file = File.OpenRead(path);
        try
        {
            await foreach (Fragment fragment in FragmentReader.ReadAsync(file, TimeProvider.System, cancellationToken))
            {
                (seconds, packets) = (seconds + fragment.Seconds, packets + fragment.Packets);
            }
        }
        catch (InvalidDataException)
        {
            // What could be read counts.
        }

        return new Segment(name, from, from + TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)), 0, packets, file.Length);
    }

    private Dictionary<string, Segment> ReadIndex()
    {
        Dictionary<string, Segment> known = [];
        string path = Path.Combine(_folder, IndexName);
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize<Segment>(line) is { File: not null } segment)
                {
                    known[segment.File] = segment;
                }
            }
            catch (JsonException)
            {
                // A line that was not finished.
            }
        }

        return known;
    }

    private void WriteIndex()
    {
        string path = Path.Combine(_folder, IndexName);
        try
        {
            File.WriteAllLines(path + ".new", _segments.Select(segment => JsonSerializer.Serialize(segment)));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (IOException)
        {
            // Without room for a new index the old one stays; what it lacks is surveyed at the next start.
        }
    }
}
