using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>What a case says of itself and holds; what is signed.</summary>
public sealed record CaseManifest
{
    /// <summary>The name of the format.</summary>
    public const string FormatName = "pixelshap-case";

    /// <summary>The entries that are not in <see cref="Files"/>.</summary>
    internal const string ManifestName = "manifest.json", SignatureName = "manifest.sig";

    internal static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>The format.</summary>
    public required string Format { get; init; }

    /// <summary>Its version: 1.</summary>
    public required int Version { get; init; }

    /// <summary>The program that made it, with its version.</summary>
    public required string Program { get; init; }

    /// <summary>Who made it, in their own words; null where they did not say.</summary>
    public string? By { get; init; }

    /// <summary>The public key whose secret half signed this, in base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Where the key is from: <c>key file</c>, or <c>made for this case</c>.</summary>
    public required string KeyOrigin { get; init; }

    /// <summary>The clip.</summary>
    public required CaseSource Source { get; init; }

    /// <summary>The run: how many frames, keyframes and answers it has, and whether it came to its end.</summary>
    public required CaseRun Run { get; init; }

    /// <summary>The settings of the run as used; null where run.json has none.</summary>
    public JsonNode? Settings { get; init; }

    /// <summary>The versions and models of the run; null where run.json has none.</summary>
    public JsonNode? Versions { get; init; }

    /// <summary>Every time that is known, and who says so.</summary>
    public required IReadOnlyList<CaseTime> Times { get; init; }

    /// <summary>What reviewers added.</summary>
    public required IReadOnlyList<CaseReview> Reviews { get; init; }

    /// <summary>What is missing and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Every file of the case but the manifest and its signature, in the order of the archive.</summary>
    public required IReadOnlyList<CaseFile> Files { get; init; }

    internal static CaseManifest? TryParse(byte[] bytes)
    {
        try
        {
            CaseManifest? manifest = JsonSerializer.Deserialize<CaseManifest>(bytes, Form);
            return manifest is { Format: FormatName, Version: 1, Files: not null, Source: not null, Run: not null, PublicKey: not null, Times: not null, Reviews: not null, Notes: not null }
                && manifest.Files.All(file => file is { Path: not null, Sha256: not null, Blocks: not null, Bytes: >= 0 and <= CaseLayout.MostBytes })
                ? manifest
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The bytes that are signed.</summary>
    internal byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];
}

/// <summary>The clip of a case.</summary>
/// <param name="Name">Its file name, or the address of a stream.</param>
/// <param name="Sha256">SHA-256 of the file as it was analysed, in hexadecimal; empty for a live stream.</param>
/// <param name="Checked">What was found of it when the case was made, for people.</param>
/// <param name="Path">Where it is in the case; null where it is not.</param>
public sealed record CaseSource(string Name, string Sha256, string Checked, string? Path);

/// <summary>What a run holds.</summary>
/// <param name="Complete">Whether the analysis came to its end.</param>
/// <param name="Frames">Analysed frames.</param>
/// <param name="Keyframes">Keyframes with values.</param>
/// <param name="Answers">Answers of the model in the journal.</param>
public sealed record CaseRun(bool Complete, long Frames, int Keyframes, int Answers);

/// <summary>A time.</summary>
/// <param name="What">What happened then.</param>
/// <param name="Time">When, ISO 8601.</param>
/// <param name="Origin">Whose clock says so.</param>
public sealed record CaseTime(string What, string Time, string Origin);

/// <summary>Something that a reviewer added.</summary>
/// <param name="File">The file of the case in which it stands.</param>
/// <param name="Line">Its line there, from 1.</param>
/// <param name="By">Who added it; null where it does not say.</param>
/// <param name="At">When; null where it does not say.</param>
public sealed record CaseReview(string File, int Line, string? By, string? At);

/// <summary>A file of a case.</summary>
/// <param name="Path">Its name in the archive.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Crc32">CRC-32, as the ZIP format wants it.</param>
/// <param name="Sha256">SHA-256 of the whole in hexadecimal.</param>
/// <param name="Blocks">SHA-256 of each block of <see cref="BlockBytes"/>, so that a change is found where it is.</param>
public sealed record CaseFile(string Path, long Bytes, uint Crc32, string Sha256, IReadOnlyList<string> Blocks)
{
    /// <summary>The length of a block.</summary>
    public const int BlockBytes = 1 << 16;

    internal CaseHead Head => new(Path, Bytes, Crc32);
}
