using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Clips;
using PixelShap.Video.Files;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Runs.Results;

/// <summary>
/// A run directory opened for reading: the findings from its journal and, from <c>run.json</c>, the settings and the facts of the clip. Needs no
/// model, and not the clip either.
/// </summary>
public sealed class RecordedRun
{
    private RecordedRun(RunDirectory directory, RunResults results, JsonObject document)
    {
        Directory = directory;
        Results = results;
        Document = document;
        Drive = directory.ReadDrive();
    }

    /// <summary>The directory.</summary>
    public RunDirectory Directory { get; }

    /// <summary>What was found: header, keyframes, tracks, importance over time; <see cref="RunResults.ReadTracks"/> streams the masks.</summary>
    public RunResults Results { get; }

    /// <summary><c>run.json</c> as it stands; empty for a run that was cut off before it was written.</summary>
    public JsonObject Document { get; }

    /// <summary>The files of the drive that was analysed, as they were then; null for one clip.</summary>
    public ClipInput? Drive { get; }

    /// <summary>What the clip says of itself.</summary>
    public ClipFacts Clip => Results.Clip;

    /// <summary>What was read of the clip.</summary>
    public ClipConfiguration Reading => SettingsOf(Document, "clip").Clip;

    /// <summary>Whether the run is of a live stream, so that there is no clip to draw on.</summary>
    public bool IsLive => Results.Header.InputHash.Length == 0;

    /// <summary>Whether the analysis came to its end.</summary>
    public bool IsComplete => Results.End is not null;

    /// <summary>Opens the run in a directory.</summary>
    /// <param name="path">The directory that <c>pixelshap run</c> or <c>watch</c> made.</param>
    /// <exception cref="PixelShapException">There is no run, another process is still writing it, or its journal cannot be read.</exception>
    public static RecordedRun Open(string path)
    {
        RunDirectory directory = RunDirectory.ForReading(path);
        if (directory.IsBusy)
        {
            throw new PixelShapException(ExitCode.Usage, $"The run in {path} is still going on.", "Wait until it has ended.");
        }

        JsonObject document = ReadDocument(directory);
        var results = RunResults.Load(directory, SettingsOf(document, "importance").Importance, SettingsOf(document, "tracker").Tracker, ClipFactsJson.Read(document["clip"]));
        if (results is { FrameCount: 0, Damage: { } damage })
        {
            throw new PixelShapException(ExitCode.Input, $"The journal of the run in {path} is damaged: {damage}.", "Start the same 'pixelshap run' again; it makes the run whole.");
        }

        return results.FrameCount > 0
            ? new RecordedRun(directory, results, document)
            : throw new PixelShapException(
                ExitCode.Input, $"The run in {path} was cut off before its first picture was analysed.", "Start the same 'pixelshap run' again; it goes on where it stopped.");
    }

    /// <summary>The same run with the importance of one of its prompts.</summary>
    /// <param name="prompt">Its name; null for the first.</param>
    /// <exception cref="PixelShapException">The run has no such prompt.</exception>
    public RecordedRun Showing(string? prompt)
    {
        if (prompt is null)
        {
            return this;
        }

        return Results.Prompts.Any(results => results.Name == prompt)
            ? new RecordedRun(Directory, Results.Showing(prompt), Document)
            : throw new PixelShapException(
                ExitCode.Usage,
                $"The run in {Directory.Path} has no prompt '{prompt}'.",
                $"It has: {string.Join(", ", Results.Prompts.Select(results => results.Name))}.");
    }

    /// <summary>The clip that was analysed, wherever it is now.</summary>
    /// <param name="elsewhere">Where the user says it is; null to look where it was.</param>
    /// <exception cref="PixelShapException">It is not there, or it was a live stream.</exception>
    public ClipInput FindClip(string? elsewhere = null)
    {
        if (IsLive && elsewhere is null)
        {
            throw new PixelShapException(
                ExitCode.Input, $"{Directory.Path} is a run of the live stream {Results.Header.Input}, whose pictures are gone.",
                "Name the recording of that time with --input FILE, or look at annotated.mp4.");
        }

        if (Drive is { } drive)
        {
            return DriveFiles.Find(drive, elsewhere);
        }

        string was = Results.Header.Input;
        string[] places = elsewhere is not null ? [elsewhere] : Places(null);
        return places.FirstOrDefault(File.Exists)
            ?? throw new PixelShapException(
                ExitCode.Input,
                elsewhere is not null ? $"{elsewhere} does not exist." : $"The clip {was} is not where it was when it was analysed.",
                "Say where it is with --input FILE.");
    }

    /// <summary>The clip that was analysed, wherever it is now, after a look at its content.</summary>
    /// <param name="elsewhere">Where the user says it is; null to look where it was.</param>
    /// <param name="cancellationToken">Ends the reading of the file.</param>
    /// <exception cref="PixelShapException">As <see cref="FindClip"/>, or it is another clip.</exception>
    public async Task<ClipInput> FindSameClipAsync(string? elsewhere, CancellationToken cancellationToken)
    {
        ClipInput clip = FindClip(elsewhere);
        return IsLive || await RunFingerprint.HashAsync(clip, cancellationToken) == Results.Header.InputHash
            ? clip
            : throw new PixelShapException(
                ExitCode.Input, $"{clip.Path} is not the {(clip.IsDrive ? "drive" : "clip")} that was analysed, or it has changed since.", "Name the original with --input FILE, or run again into another --output.");
    }

    /// <summary>The hash of the files of a drive that lie in a folder.</summary>
    /// <param name="drive">What <c>drive.json</c> holds.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PixelShapException">A file of the drive is not there, or this is no drive.</exception>
    public static async Task<string> HashDriveAsync(Stream drive, string folder, CancellationToken cancellationToken)
    {
        ClipInput noted = DriveJson.Read(await JsonNode.ParseAsync(drive, cancellationToken: cancellationToken))
            ?? throw new PixelShapException(ExitCode.Input, "The case does not say which files its drive had.", "Leave --clip out.");
        return await RunFingerprint.HashAsync(DriveFiles.Find(noted, folder), cancellationToken);
    }

    /// <summary>Whether the run's settings name a class among those that were looked for.</summary>
    /// <param name="className">The class, in any case.</param>
    public bool LooksFor(string className) =>
        Document["configuration"] is JsonObject configuration && configuration["segmenter"] is JsonObject segmenter && segmenter["classes"] is JsonArray classes
        && classes.Any(name => name is JsonValue value && value.TryGetValue(out string? text) && text.Equals(className, StringComparison.OrdinalIgnoreCase));

    /// <summary>Refuses a file to write that is the clip or one that the run itself made, and what is no file.</summary>
    /// <param name="output">The file that is to be written.</param>
    /// <param name="clip">Where the user says that the clip is.</param>
    /// <exception cref="PixelShapException">Something would be lost.</exception>
    public void Protect(string output, ClipInput? clip = null)
    {
        string target = OutputPath.Resolve(output);
        string[] own = [.. RunDirectory.Names.Select(Directory.File), .. Places(clip)];
        if (own.Select(Real).Contains(target))
        {
            throw new PixelShapException(ExitCode.Usage, $"--output {output} would replace a file of the run, or its clip.", "Name another --output.");
        }
    }

    /// <summary>Where the clip may be.</summary>
    private string[] Places(ClipInput? elsewhere)
    {
        if (Drive is { } drive)
        {
            return [.. drive.Files, .. elsewhere?.Files ?? []];
        }

        string was = Results.Header.Input;
        string noted = Document["input"] is JsonObject input && input["path"] is JsonValue value && value.TryGetValue(out string? path) ? path : was;
        return [.. elsewhere is null ? (string[])[] : [elsewhere.Path], was, noted, Directory.File(Path.GetFileName(was))];
    }

    private static string Real(string path) =>
        (File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);

    /// <summary>How much of its clip an earlier process of the same run could read: a run that is complete does not read it again.</summary>
    public static ClipRecovery? RecoveryIn(RunDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return ClipFactsJson.Read(ReadDocument(directory)["clip"]).Recovery;
    }

    private static JsonObject ReadDocument(RunDirectory directory)
    {
        try
        {
            return File.Exists(directory.RunJson) && JsonNode.Parse(RegularFile.ReadText(directory.RunJson, 16 << 20)) is JsonObject document ? document : [];
        }
        catch (JsonException)
        {
            // The findings are in the journal; a spoilt summary is no reason not to show them.
            return [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{directory.RunJson} cannot be read: {Cause.Of(exception)}.", "Check who may read it.", exception);
        }
    }

    /// <summary>The settings by which results are read; those of another version of this program may have other keys, and then the defaults hold.</summary>
    private static PipelineConfiguration SettingsOf(JsonObject document, string section)
    {
        if (document["configuration"] is not JsonObject settings || settings[section] is not JsonObject values)
        {
            return new PipelineConfiguration();
        }

        try
        {
            return ConfigurationReader.Parse(new JsonObject { [section] = values.DeepClone() }.ToJsonString(), "run.json", [], SettingChoices.None);
        }
        catch (PixelShapException)
        {
            return new PipelineConfiguration();
        }
    }
}
