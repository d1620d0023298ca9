using System.Buffers.Binary;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Exports.Mcap;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>Looks whether a case is, to the byte, the one that was signed, and says where it is not.</summary>
public static class CaseVerifier
{
    private const int MostManifestBytes = 512 << 20, MostFindings = 12, SignatureBytes = 64;

    /// <summary>Verifies a case.</summary>
    /// <param name="path">The case.</param>
    /// <param name="publicKey">The key that must have signed it, 32 bytes; null for whichever it names.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PixelShapException">The file cannot be read.</exception>
    public static CaseVerdict Verify(string path, byte[]? publicKey, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream file = RegularFile.Open(path, long.MaxValue);
            return Verify(file, publicKey, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{path} cannot be read: {Cause.Of(exception)}.", "Name a case that 'pixelshap case' made.", exception);
        }
    }

    private static CaseVerdict Verify(FileStream file, byte[]? publicKey, CancellationToken cancellationToken)
    {
        var names = new CaseNames(file);
        (byte[] Manifest, byte[] Signature, CaseManifest Parsed)[] readings = [.. Readings(file, names)];
        if (readings.Length == 0)
        {
            return new CaseVerdict(["manifest.json is missing or cannot be read: this is no case, or its beginning was changed."], null);
        }

        List<string> findings = [];
        (byte[] manifest, byte[] signature, CaseManifest parsed) = readings.FirstOrDefault(reading => IsSigned(reading.Manifest, reading.Signature, reading.Parsed), readings[0]);
        if (!IsSigned(manifest, signature, parsed))
        {
            findings.Add($"{Changed(file, manifest)}: the signature does not fit.");
        }

        if (publicKey is not null && !publicKey.AsSpan().SequenceEqual(KeyOf(parsed)))
        {
            findings.Add($"The case was signed by another key than the one named: its key is {CaseKey.FingerprintOf(KeyOf(parsed))}.");
        }

        CaseHead[] heads = [new(CaseManifest.ManifestName, manifest.Length, Crc32.Of(manifest)), new(CaseManifest.SignatureName, signature.Length, Crc32.Of(signature)), .. parsed.Files.Select(entry => entry.Head)];
        var walk = new CaseWalk(file, parsed, cancellationToken);
        walk.Go([.. CaseLayout.Pieces(heads)]);
        if (findings.Count > 0 || walk.Findings.Count > 0 || walk.LengthFinding is not null)
        {
            // Where entries are gone, new or moved, nothing behind them is where it was signed: names tell, and offsets would mislead.
            IReadOnlyList<string> arrangement = names.CompareNames(parsed);
            bool isShifted = walk.LengthFinding is not null || arrangement.Count > 0 || names.HasOtherLengths(parsed);
            IReadOnlyList<string> contents = names.CompareContents(parsed, isShifted ? new HashSet<string>(StringComparer.Ordinal) : walk.Changed, cancellationToken);
            findings.AddRange(arrangement);
            if (walk.LengthFinding is { } length)
            {
                findings.Add(length);
            }

            findings.AddRange(contents);
            findings.AddRange(isShifted && names.IsReadable && arrangement.Count + contents.Count > 0 ? walk.Findings.Take(1) : walk.Findings);
        }

        string[] told = [.. findings.Distinct(StringComparer.Ordinal)];
        return new CaseVerdict(told.Length > MostFindings ? [.. told[..MostFindings], $"And {told.Length - MostFindings} more."] : told, parsed);
    }

    /// <summary>The manifest and its signature, where the form wants them, and where a ZIP reader finds them.</summary>
    private static IEnumerable<(byte[] Manifest, byte[] Signature, CaseManifest Parsed)> Readings(FileStream file, CaseNames names)
    {
        int start = CaseLayout.HeaderBytes + CaseManifest.ManifestName.Length;
        byte[]? elsewhere = names.Read(CaseManifest.ManifestName, MostManifestBytes), signatureElsewhere = names.Read(CaseManifest.SignatureName, SignatureBytes * 4);
        foreach (long length in ((long?[])[LengthInHeader(file), names.LengthOf(CaseManifest.ManifestName)]).OfType<long>().Distinct())
        {
            int next = CaseLayout.HeaderBytes + CaseManifest.SignatureName.Length;
            if (length is > 0 and <= MostManifestBytes && Slice(file, start, length) is { } manifest && CaseManifest.TryParse(manifest) is { } parsed)
            {
                if (Slice(file, start + length + next, SignatureBytes) is { } signature)
                {
                    yield return (manifest, signature, parsed);
                }

                if (signatureElsewhere is not null)
                {
                    yield return (manifest, signatureElsewhere, parsed);
                }
            }
        }

        if (elsewhere is not null && CaseManifest.TryParse(elsewhere) is { } found)
        {
            yield return (elsewhere, signatureElsewhere ?? [], found);
        }
    }

    private static long? LengthInHeader(FileStream file) =>
        Slice(file, 0, CaseLayout.HeaderBytes) is { } header ? BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(22)) : null;

    private static byte[]? Slice(FileStream file, long offset, long length)
    {
        if (offset + length > file.Length)
        {
            return null;
        }

        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] KeyOf(CaseManifest manifest)
    {
        var key = new byte[64];
        return Convert.TryFromBase64String(manifest.PublicKey, key, out int length) ? key[..length] : [];
    }

    private static bool IsSigned(byte[] manifest, byte[] signature, CaseManifest parsed) => CaseKey.Verifies(KeyOf(parsed), manifest, signature);

    /// <summary>Which of the two was changed: the header before the manifest has its old checksum.</summary>
    private static string Changed(FileStream file, byte[] manifest) =>
        Slice(file, 0, CaseLayout.HeaderBytes) is { } header && BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(14)) == Crc32.Of(manifest)
            ? "manifest.sig was changed, or another key signed manifest.json"
            : "manifest.json was changed";
}
