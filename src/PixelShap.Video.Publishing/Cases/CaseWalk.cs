namespace PixelShap.Video.Publishing.Cases;

/// <summary>Goes through a case byte by byte, beside what must stand there.</summary>
/// <param name="file">The case.</param>
/// <param name="manifest">What it must hold.</param>
/// <param name="cancellationToken">Ends the work.</param>
internal sealed class CaseWalk(FileStream file, CaseManifest manifest, CancellationToken cancellationToken)
{
    private const int MostInARow = 4;

    private readonly Dictionary<string, CaseFile> _files = manifest.Files.DistinctBy(entry => entry.Path).ToDictionary(entry => entry.Path, StringComparer.Ordinal);

    /// <summary>What does not stand where it must.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>That the file is longer or shorter than it must be; null where it is not.</summary>
    public string? LengthFinding { get; private set; }

    /// <summary>The files whose content was told of.</summary>
    public HashSet<string> Changed { get; } = new(StringComparer.Ordinal);

    public void Go(IReadOnlyList<CasePiece> pieces)
    {
        long end = pieces[^1].Offset + pieces[^1].Length;
        if (file.Length != end)
        {
            LengthFinding = file.Length > end
                ? $"The file has {file.Length - end} bytes more than were signed: {file.Length} instead of {end}."
                : $"The file has {end - file.Length} bytes fewer than were signed: {file.Length} instead of {end}.";
        }

        int inARow = 0;
        foreach (CasePiece piece in pieces)
        {
            string name = piece.Name.Length == 0 ? piece.What : $"{piece.What} of {piece.Name}";
            if (piece.Offset + piece.Length > file.Length)
            {
                Findings.Add($"The file ends before the {name}.");
                return;
            }

            int before = Findings.Count;
            file.Position = piece.Offset;
            if (piece.Expected is { } expected)
            {
                Compare(expected, piece, name);
            }
            else if (_files.TryGetValue(piece.Name, out CaseFile? entry))
            {
                Compare(entry, piece);
            }

            // Where something is shifted nothing behind it is where it must be, which is one fault and not a hundred.
            inARow = Findings.Count > before ? inARow + 1 : 0;
            if (inARow == MostInARow)
            {
                Findings.Add("From there on nothing is where it was signed.");
                return;
            }
        }
    }

    private void Compare(byte[] expected, CasePiece piece, string name)
    {
        var actual = new byte[expected.Length];
        file.ReadExactly(actual);
        int same = actual.AsSpan().CommonPrefixLength(expected);
        if (same < expected.Length)
        {
            Findings.Add($"The {name} was changed, at byte {piece.Offset + same} of the file.");
        }
    }

    private void Compare(CaseFile entry, CasePiece piece)
    {
        CaseFile actual = CasePart.Measure(entry.Path, file, entry.Bytes, null, cancellationToken);
        if (actual.Sha256 == entry.Sha256)
        {
            return;
        }

        Changed.Add(entry.Path);
        int block = Enumerable.Range(0, Math.Min(actual.Blocks.Count, entry.Blocks.Count)).FirstOrDefault(i => actual.Blocks[i] != entry.Blocks[i]);
        long first = (long)block * CaseFile.BlockBytes, last = Math.Min(first + CaseFile.BlockBytes, entry.Bytes) - 1;
        int changed = Enumerable.Range(0, Math.Min(actual.Blocks.Count, entry.Blocks.Count)).Count(i => actual.Blocks[i] != entry.Blocks[i]);
        string whose = manifest.Files.FirstOrDefault(other => other.Sha256 == actual.Sha256) is { } other ? $" It holds what belongs in {other.Path}." : "";
        Findings.Add($"{entry.Path} was changed, {(changed == 1 ? "" : "first ")}between its bytes {first} and {last} (from byte {piece.Offset + first} of the file).{whose}");
    }
}
