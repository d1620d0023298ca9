using System.IO.Compression;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>The entries of a ZIP file as any reader finds them, whatever was done to it: to name what is gone, new or exchanged.</summary>
internal sealed class CaseNames
{
    private readonly FileStream _file;

    /// <summary>Reads the directory of a file; one that has none is as if it were empty.</summary>
    public CaseNames(FileStream file)
    {
        _file = file;
        Use(archive =>
        {
            IsReadable = true;
            Entries = [.. archive.Entries.Select(entry => (entry.FullName, entry.Length))];
        });
    }

    /// <summary>Whether there is a directory that can be read.</summary>
    public bool IsReadable { get; private set; }

    private IReadOnlyList<(string Name, long Length)> Entries { get; set; } = [];

    /// <summary>The length of an entry; null where there is none.</summary>
    public long? LengthOf(string name) => Entries.Where(entry => entry.Name == name).Select(entry => (long?)entry.Length).FirstOrDefault();

    /// <summary>The content of an entry; null where there is none that can be read.</summary>
    public byte[]? Read(string name, int most)
    {
        byte[]? content = null;
        if (LengthOf(name) is { } length && length <= most)
        {
            Use(archive =>
            {
                using Stream stream = archive.GetEntry(name)!.Open();
                var bytes = new byte[length];
                stream.ReadExactly(bytes);
                content = bytes;
            });
        }

        return content;
    }

    /// <summary>Whether an entry has another length than it was signed with, so that what is behind it stands elsewhere.</summary>
    /// <param name="manifest">What must be there.</param>
    public bool HasOtherLengths(CaseManifest manifest) => manifest.Files.Any(file => LengthOf(file.Path) is { } length && length != file.Bytes);

    /// <summary>What is gone, new, there twice, or in another order.</summary>
    /// <param name="manifest">What must be there.</param>
    public IReadOnlyList<string> CompareNames(CaseManifest manifest)
    {
        if (!IsReadable)
        {
            return ["The directory of the archive cannot be read."];
        }

        List<string> findings = [];
        string[] expected = [CaseManifest.ManifestName, CaseManifest.SignatureName, .. manifest.Files.Select(file => file.Path)], there = [.. Entries.Select(entry => entry.Name)];
        findings.AddRange(expected.Except(there, StringComparer.Ordinal).Select(name => $"{name} is gone."));
        findings.AddRange(there.Except(expected, StringComparer.Ordinal).Select(name => $"{name} was added."));
        findings.AddRange(there.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{group.Key} is there {group.Count()} times."));
        string[] order = [.. there.Where(name => expected.Contains(name, StringComparer.Ordinal))], kept = [.. expected.Where(name => there.Contains(name, StringComparer.Ordinal))];
        if (order.Length == kept.Length && order.Zip(kept).FirstOrDefault(pair => pair.First != pair.Second) is { First: not null } pair)
        {
            findings.Add($"The order was changed: {pair.First} stands where {pair.Second} was.");
        }

        return findings;
    }

    /// <summary>What has another content.</summary>
    /// <param name="manifest">What must be there.</param>
    /// <param name="told">The files whose content was told of already.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public IReadOnlyList<string> CompareContents(CaseManifest manifest, IReadOnlySet<string> told, CancellationToken cancellationToken)
    {
        List<string> findings = [];
        long most = manifest.Files.Select(file => file.Bytes).DefaultIfEmpty(0).Max() + 1;
        foreach (CaseFile file in manifest.Files.Where(file => LengthOf(file.Path) is not null && !told.Contains(file.Path)))
        {
            string? finding = $"{file.Path} cannot be read.";
            Use(archive =>
            {
                using Stream stream = archive.GetEntry(file.Path)!.Open();
                CaseFile actual = CasePart.Measure(file.Path, stream, most, null, cancellationToken);
                finding = actual.Sha256 == file.Sha256 ? null
                    : manifest.Files.FirstOrDefault(other => other.Sha256 == actual.Sha256) is { } other ? $"{file.Path} holds what belongs in {other.Path}."
                    : $"{file.Path} was changed.";
            });
            if (finding is not null)
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    private void Use(Action<ZipArchive> use)
    {
        try
        {
            _file.Position = 0;
            using var archive = new ZipArchive(_file, ZipArchiveMode.Read, leaveOpen: true);
            use(archive);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            // What no ZIP reader opens is told of by its bytes.
        }
    }
}
