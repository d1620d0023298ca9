using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Clips;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Cases;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>What the user of <c>pixelshap case</c> wants.</summary>
internal sealed record CaseOptions(string Run, string? Output, string? Key, string? By, bool WithClip, string? Input);

/// <summary>The whole of <c>pixelshap case</c>.</summary>
internal static class CaseRun
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> WriteAsync(CaseOptions options)
    {
        if (options.Output is not { } output)
        {
            throw new PixelShapException(ExitCode.Usage, "The case has no name.", "Write: pixelshap case RUN_DIR --out case.zip");
        }

        RecordedRun run = RecordedRun.Open(options.Run);
        CaseKey key = options.Key is { } file ? CaseKey.Read(file) : CaseKey.Fresh();
        run.Protect(output, options.Input);
        using var interruption = new Interruption(() => { });
        IAnsiConsole console = Consoles.Error();
        RunWarnings.Show(console, run, "the case");
        ClipInput? clip = await ClipOf(run, options, interruption.Stop);
        CaseManifest manifest = await new CaseBuilder(TimeProvider.System).WriteAsync(
            new CaseRequest
            {
                Run = run,
                Output = output,
                Key = key,
                Program = $"PixelShap.Video {CommandLine.Version}",
                By = options.By,
                Clip = clip,
                WithClip = options.WithClip,
                Report = File.Exists(run.Directory.File(ReportFile.Name)) ? null : await ReportOf(run, clip, interruption.Stop),
            },
            interruption.Stop);
        foreach (string note in manifest.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]note:[/] {note}");
        }

        IAnsiConsole shown = Consoles.Output();
        shown.MarkupLineInterpolated($"Case: {Path.GetFullPath(output)} ({manifest.Files.Count} files, {manifest.Run.Answers} answers, {manifest.Reviews.Count} marks of reviewers)");
        shown.MarkupLineInterpolated($"Key:  {key.Fingerprint}{(key.IsFresh ? " (made for this case; its secret half is kept nowhere)" : "")}");
        shown.MarkupLine("Tell the fingerprint of the key by another way than the case: only then does the signature show whose it is.");
        return (int)ExitCode.Done;
    }

    public static async Task<int> VerifyAsync(string path, string? key, string? clip, bool json)
    {
        using var interruption = new Interruption(() => { });
        byte[]? publicKey = key is null ? null : CaseKey.ReadPublic(key);
        CaseVerdict verdict = CaseVerifier.Verify(path, publicKey, interruption.Stop);
        List<string> findings = [.. verdict.Findings];
        if (clip is not null && verdict.Manifest is { } about && await HashOf(clip, path, interruption.Stop) != about.Source.Sha256)
        {
            findings.Add($"{clip} is not the clip of the case.");
        }

        bool sound = findings.Count == 0 && verdict.IsSound;
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["schema"] = 1,
                ["sound"] = sound,
                ["key_known"] = publicKey is not null,
                ["fingerprint"] = verdict.IsSound ? verdict.Fingerprint : null,
                ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)finding)]),
                ["source"] = sound ? JsonSerializer.SerializeToNode(verdict.Manifest!.Source, s_indented) : null,
            }.ToJsonString(s_indented));
        }
        else
        {
            Show(verdict, findings, sound, publicKey is not null);
        }

        return (int)(sound ? ExitCode.Done : ExitCode.Failed);
    }

    public static int MakeKey(string path)
    {
        var key = CaseKey.Fresh();
        string open = key.Write(path);
        IAnsiConsole console = Consoles.Output();
        console.MarkupLineInterpolated($"Secret key: {path} (keep it to yourself)");
        console.MarkupLineInterpolated($"Public key: {open} (for whoever verifies)");
        console.MarkupLineInterpolated($"Fingerprint: {key.Fingerprint}");
        return (int)ExitCode.Done;
    }

    private static void Show(CaseVerdict verdict, List<string> findings, bool sound, bool keyKnown)
    {
        IAnsiConsole console = Consoles.Output();
        if (!sound)
        {
            console.MarkupLine("[red]No:[/] this is not what was signed.");
            findings.ForEach(finding => console.MarkupLineInterpolated($"  {finding}"));
            return;
        }

        CaseManifest manifest = verdict.Manifest!;
        console.MarkupLineInterpolated($"[green]Yes:[/] every byte is as it was signed: {manifest.Files.Count} files, {manifest.Run.Answers} answers, {manifest.Reviews.Count} marks of reviewers.");
        console.MarkupLineInterpolated($"Clip: {manifest.Source.Name}, SHA-256 {(manifest.Source.Sha256.Length > 0 ? manifest.Source.Sha256 : "none")} ({manifest.Source.Checked})");
        console.MarkupLineInterpolated($"Made by {manifest.By ?? "somebody who gave no name"} with {manifest.Program}");
        console.MarkupLineInterpolated($"Key: {verdict.Fingerprint} ({(keyKnown ? "the one that was named" : "whose it is the case cannot say: name it with --key, or compare the fingerprint")})");
        foreach (CaseTime time in manifest.Times)
        {
            console.MarkupLineInterpolated($"{time.Time}  {time.What} ({time.Origin})");
        }
    }

    /// <summary>The clip, where it is and is the one that was analysed; null where it is not and was not named.</summary>
    private static async Task<ClipInput?> ClipOf(RecordedRun run, CaseOptions options, CancellationToken cancellationToken)
    {
        if (run.IsLive)
        {
            return options.WithClip || options.Input is not null
                ? throw new PixelShapException(ExitCode.Usage, "A run of a live stream has no clip.", "Leave out --with-clip and --input.")
                : null;
        }

        try
        {
            return await run.FindSameClipAsync(options.Input, cancellationToken);
        }
        catch (PixelShapException) when (options.Input is null && !options.WithClip)
        {
            // The manifest says that it was not there.
            return null;
        }
    }

    private static async Task<byte[]> ReportOf(RecordedRun run, ClipInput? clip, CancellationToken cancellationToken)
    {
        string page = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.html");
        try
        {
            await using ServiceProvider services = Services.Create();
            await services.GetRequiredService<ReportFile>().WriteAsync(run, clip?.Path, page, new TerminalObserver(), cancellationToken);
            return await File.ReadAllBytesAsync(page, cancellationToken);
        }
        finally
        {
            File.Delete(page);
        }
    }

    private static async Task<string> HashOf(string path, string @case, CancellationToken cancellationToken)
    {
        try
        {
            if (Directory.Exists(path))
            {
                using ZipArchive parts = ZipFile.OpenRead(@case);
                await using Stream? drive = parts.GetEntry($"run/{RunDirectory.DriveName}")?.Open();
                return drive is null ? throw new PixelShapException(ExitCode.Input, $"{path} is a folder, but the case is of one clip.", "Name the clip with --clip.")
                    : await RecordedRun.HashDriveAsync(drive, path, cancellationToken);
            }

            await using FileStream file = RegularFile.Open(path, long.MaxValue);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Input, $"{path} cannot be read: {Cause.Of(exception)}.", "Name the clip with --clip.", exception);
        }
    }
}
