using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>What a case is to be made of.</summary>
public sealed record CaseRequest
{
    /// <summary>The run.</summary>
    public required RecordedRun Run { get; init; }

    /// <summary>The file to write.</summary>
    public required string Output { get; init; }

    /// <summary>What signs it.</summary>
    public required CaseKey Key { get; init; }

    /// <summary>The program and its version.</summary>
    public required string Program { get; init; }

    /// <summary>Who makes it; null where they do not say.</summary>
    public string? By { get; init; }

    /// <summary>The clip as it lies there now and was found to be the one that was analysed; null where it was not found.</summary>
    public ClipInput? Clip { get; init; }

    /// <summary>Whether the clip itself goes into the case. The default value is false: its hash alone.</summary>
    public bool WithClip { get; init; }

    /// <summary>A page of the run for a run directory that has none; null where it has one.</summary>
    public byte[]? Report { get; init; }
}

/// <summary>Makes cases: a run with everything that was found, asked and answered, in one file that shows every later change.</summary>
/// <param name="time">The clock of this machine.</param>
public sealed class CaseBuilder(TimeProvider time)
{
    private const string ReadMe =
        """
        A case of PixelShap.Video.

        manifest.json lists every other file with its SHA-256. manifest.sig is the Ed25519 signature (64 bytes) of manifest.json.
        To check it:   pixelshap case verify THIS.zip --key public-key.pem
        With OpenSSL:  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig

        The signature shows that nothing has changed since the case was signed. Whose key it is has to be known from elsewhere:
        compare the fingerprint with what the one who made the case told you by another way.
        """;

    /// <summary>Makes a case.</summary>
    /// <returns>What was signed.</returns>
    /// <exception cref="PixelShapException">A file cannot be read or changes meanwhile, or the case would become too large.</exception>
    public async Task<CaseManifest> WriteAsync(CaseRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<string> notes = [];
        List<CasePart> parts = [.. CaseFolder.Parts(request.Run.Directory, request.Output, notes)];
        IReadOnlyList<CaseReview> reviews = CaseFolder.Reviews(parts, notes);
        (byte[] answers, int count) = Answers(request.Run);
        AddMade(request, parts, answers, notes);
        CaseFile[] files = [.. parts.Select(part => part.Measure(cancellationToken))];
        JsonObject document = request.Run.Document;
        var manifest = new CaseManifest
        {
            Format = CaseManifest.FormatName,
            Version = 1,
            Program = request.Program,
            By = request.By,
            PublicKey = Convert.ToBase64String([.. request.Key.PublicKey]),
            KeyOrigin = request.Key.IsFresh ? "made for this case" : "key file",
            Source = new CaseSource(
                InputName.Of(request.Run.Results.Header.Input),
                request.Run.Results.Header.InputHash,
                Checked(request),
                request.WithClip && request.Clip is { } clip ? clip.IsDrive ? "source" : SourcePath(clip, clip.Path) : null),
            Run = new CaseRun(request.Run.IsComplete, request.Run.Results.FrameCount, request.Run.Results.KeyframeCount, count),
            Settings = document["configuration"]?.DeepClone(),
            Versions = new JsonObject { ["product"] = document["product"]?.DeepClone(), ["segmenter"] = document["segmenter"]?.DeepClone(), ["model"] = document["model"]?.DeepClone(), ["versions"] = document["versions"]?.DeepClone() },
            Times = [.. Times(request, reviews)],
            Reviews = reviews,
            Notes = notes,
            Files = files,
        };
        byte[] signed = manifest.ToBytes(), signature = request.Key.Sign(signed);
        await WholeFile.WriteAsync(request.Output, stream => Task.Run(() => Write(stream, [new CasePart(CaseManifest.ManifestName, null, signed), new CasePart(CaseManifest.SignatureName, null, signature), .. parts], files, cancellationToken), cancellationToken));
        return manifest;
    }

    private static void AddMade(CaseRequest request, List<CasePart> parts, byte[] answers, List<string> notes)
    {
        using var attributions = new MemoryStream();
        AttributionsJsonLines.Write(attributions, request.Run.Results);
        parts.Insert(0, new CasePart("README.txt", null, Encoding.UTF8.GetBytes(ReadMe.ReplaceLineEndings("\n") + "\n")));
        parts.Insert(1, new CasePart("public-key.pem", null, Encoding.UTF8.GetBytes(CaseKey.PemOf([.. request.Key.PublicKey]))));
        parts.Insert(2, new CasePart("answers/answers.jsonl", null, answers));
        parts.Insert(3, new CasePart("answers/attributions.jsonl", null, attributions.ToArray()));
        if (request.Report is { } page)
        {
            parts.Insert(4, new CasePart("report/report.html", null, page));
        }

        if (!parts.Exists(part => part.Path == "run/review.mp4"))
        {
            notes.Add("There is no review of this run: 'pixelshap review' makes one.");
        }

        if (request.WithClip && request.Clip is { } clip)
        {
            parts.AddRange(clip.Files.Select(file => new CasePart(SourcePath(clip, file), file, null)));
        }
    }

    /// <summary>Files of a drive keep their folders, as far as they lie in that of the drive: two may have one name.</summary>
    private static string SourcePath(ClipInput clip, string file) =>
        clip.IsDrive && Path.GetRelativePath(Path.GetFullPath(clip.Path), file) is var inside && !inside.StartsWith("..", StringComparison.Ordinal)
            ? $"source/{inside.Replace(Path.DirectorySeparatorChar, '/')}"
            : $"source/{Path.GetFileName(file)}";

    private static string Checked(CaseRequest request) => request.Run.IsLive ? "a live stream, of which there is no file"
        : request.Clip is null ? "the file was not found when the case was made: the hash is that of the analysis"
        : "the file was there when the case was made and had this hash";

    /// <summary>Every answer in the journal, in the order in which they came.</summary>
    private static (byte[] Lines, int Count) Answers(RecordedRun run)
    {
        using var stream = new MemoryStream();
        int count = 0;
        using (var lines = new JsonLines(stream))
        {
            foreach (JournalRecord record in new JournalReader(run.Directory.Journal) { WithMasks = false }.Read())
            {
                if (record is JournalAnswer answer)
                {
                    count++;
                    lines.WriteLine(json =>
                    {
                        json.WriteString("asked", answer.Key);
                        json.WriteString("kind", KeyframeJson.NameOf(answer.Kind));
                        json.WriteString("answer", answer.Text);
                        json.WriteString("why", answer.Why);
                        json.WriteString("reasoning", answer.Reasoning);
                        json.WriteBoolean("cut_off", answer.IsCut);
                    });
                }
                else if (record is JournalCheck check)
                {
                    lines.WriteLine(json =>
                    {
                        json.WriteNumber("frame", check.Frame);
                        json.WriteString("kind", "check");
                        json.WriteString("answer", check.Answer);
                    });
                }
            }
        }

        return (stream.ToArray(), count);
    }

    private IEnumerable<CaseTime> Times(CaseRequest request, IReadOnlyList<CaseReview> reviews)
    {
        ClipFacts clip = request.Run.Clip;
        if (clip.RecordedAt is { } recorded)
        {
            string origin = TimeOrigin.Words(clip.RecordedAtSource);
            yield return new CaseTime("the recording began", Iso(recorded), clip.IsZoneKnown ? origin : $"{origin}; its zone is not known");
        }

        foreach (string file in request.Clip?.Files ?? [])
        {
            string which = request.Clip!.IsDrive ? $"{Path.GetFileName(file)}, a file of the drive, was last written" : "the clip's file was last written";
            yield return new CaseTime(which, Iso(new DateTimeOffset(File.GetLastWriteTimeUtc(file))), "the file system of the machine that made the case; anybody can set it");
        }

        yield return new CaseTime("the analysis was begun", Iso(request.Run.Results.Header.CreatedAt), "the clock of the machine that analysed, as the journal has it");
        foreach (CaseReview review in reviews.Where(review => review.At is not null))
        {
            yield return new CaseTime($"{review.By ?? "somebody"} marked line {review.Line} of {review.File}", review.At!, "what the mark says of itself");
        }

        yield return new CaseTime("the case was signed", Iso(time.GetUtcNow()), "the clock of the machine that made the case; no third party vouches for it");
    }

    private static string Iso(DateTimeOffset moment) => moment.ToString("o", CultureInfo.InvariantCulture);

    private static void Write(Stream stream, IReadOnlyList<CasePart> parts, CaseFile[] files, CancellationToken cancellationToken)
    {
        CaseFile[] all = [parts[0].Measure(cancellationToken), parts[1].Measure(cancellationToken), .. files];
        if (all.Sum(file => file.Bytes) > CaseLayout.MostBytes || all.Length > CaseLayout.MostEntries)
        {
            throw new PixelShapException(ExitCode.Failed, "The case would be larger than 4 GB, which its form does not allow.", "Leave out --with-clip, or move large videos out of the run directory.");
        }

        int next = 0;
        foreach (CasePiece piece in CaseLayout.Pieces([.. all.Select(file => file.Head)]))
        {
            if (piece.Expected is { } bytes)
            {
                stream.Write(bytes);
                continue;
            }

            using Stream content = parts[next].Open();
            if (CasePart.Measure(piece.Name, content, long.MaxValue, stream, cancellationToken).Sha256 != all[next++].Sha256)
            {
                throw new PixelShapException(ExitCode.Failed, $"{piece.Name} changed while the case was being made.", "Wait until nothing writes to the run, and try again.");
            }
        }
    }
}
