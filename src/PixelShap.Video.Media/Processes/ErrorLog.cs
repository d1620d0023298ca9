namespace PixelShap.Video.Media.Processes;

/// <summary>
/// What a child process wrote to its standard error: the first and the last lines, each cut to a bounded length, however much it
/// writes. The beginning says why an input cannot be opened, the end why a process stopped.
/// </summary>
internal sealed class ErrorLog
{
    private const int KeptAtEachEnd = 50;
    private const int LongestLine = 500;
    private readonly Lock _lock = new();
    private readonly List<string> _first = [];
    private readonly Queue<string> _last = [];

    /// <summary>The kept lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _first, .. _last];
            }
        }
    }

    /// <summary>Whether a kept line contains the text.</summary>
    public bool Mentions(string text) => Lines.Any(line => line.Contains(text, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads to the end of the stream.</summary>
    /// <param name="reader">The child's standard error.</param>
    /// <param name="onLine">Called for every line, kept or not.</param>
    public async Task DrainAsync(TextReader reader, Action<string>? onLine)
    {
        var buffer = new char[1024];
        var line = new char[LongestLine];
        int length = 0, read;
        while ((read = await reader.ReadAsync(buffer)) > 0)
        {
            foreach (char character in buffer.AsSpan(0, read))
            {
                if (character is '\n' or '\r')
                {
                    Add(line.AsSpan(0, length), onLine);
                    length = 0;
                }
                else if (length < LongestLine)
                {
                    line[length++] = character;
                }
            }
        }

        Add(line.AsSpan(0, length), onLine);
    }

    private void Add(ReadOnlySpan<char> characters, Action<string>? onLine)
    {
        if (characters.Trim().IsEmpty)
        {
            return;
        }

        string line = new(characters.Trim());
        lock (_lock)
        {
            if (_first.Count < KeptAtEachEnd)
            {
                _first.Add(line);
            }
            else
            {
                _last.Enqueue(line);
                if (_last.Count > KeptAtEachEnd)
                {
                    _last.Dequeue();
                }
            }
        }

        onLine?.Invoke(line);
    }
}
