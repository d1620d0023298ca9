using System.Diagnostics;
using PixelShap.Testing;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>The key of a service is in nothing that the program leaves behind or says.</summary>
public sealed class SecretsTests : IDisposable
{
    private readonly RemoteRuns _runs = new();
    private readonly string _keyFile = Path.GetTempFileName();

    public void Dispose()
    {
        _runs.Dispose();
        File.Delete(_keyFile);
    }

    [Fact]
    public async Task No_artefact_of_any_command_holds_the_key_even_where_the_service_repeats_it()
    {
        await File.WriteAllTextAsync(_keyFile, ChatServer.Key + "\n");

        // The refusal of a key, an error in the middle and answers repeat it; the run with the wrong answers is verbose.
        await using ChatServer good = await ChatServer.StartAsync(call => (call.Content[0] % 3) switch
        {
            0 when call.Attempt == 1 => Fault.ErrorWithKey,
            1 => Fault.AnswerWithKey,
            _ => Fault.None,
        });
        await using ChatServer bad = await ChatServer.StartAsync(_ => Fault.WrongKey);
        string[] fromFile = ["--set", "vlm.api_key_variable=PIXELSHAP_NO_SUCH_VARIABLE", "--set", $"vlm.api_key_file={_keyFile}"];
        CommandResult[] results =
        [
            await _runs.ExecuteAsync(_runs.New("variable"), good, "--set", "video.annotated=true", "--set", "report=true", "--verbose"),
            await _runs.ExecuteAsync(_runs.New("file"), good, [.. fromFile, "--json"]),
            await _runs.ExecuteAsync(_runs.New("dry"), good, [.. fromFile, "--dry-run", "--json"]),
            await _runs.ExecuteAsync(_runs.New("refused"), bad, "--verbose"),
            await Command.RunAsync(
                ["explain", Samples.Picture, "--output", Path.Combine(_runs.Folder, "explained"), .. _runs.Settings(good)], _runs.Environment),
        ];
        Assert.Equal([0, 0, 0, 2, 0], results.Select(result => result.ExitCode));
        Assert.Contains("does not accept the key", results[3].Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        foreach (string name in (string[])["annotated.mp4", "tracks.jsonl", "tracks.msgpack", "attributions.jsonl", "run.json", "journal.psj", "log.jsonl", "report.html"])
        {
            Assert.True(File.Exists(_runs.New("variable").File(name)), name);
        }

        Assert.NotEmpty(Directory.GetFiles(_runs.Cache, "*", SearchOption.AllDirectories));
        _runs.AssertKeyIsNowhere(results);
        Assert.Contains("A car, says ***.", await File.ReadAllTextAsync(_runs.New("variable").File("attributions.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_program_that_is_started_gets_the_key_in_its_environment()
    {
        string bin = Directory.CreateDirectory(Path.Combine(_runs.Folder, "bin")).FullName, seen = Path.Combine(_runs.Folder, "environment.txt");
        foreach (string program in (string[])["ffmpeg", "ffprobe"])
        {
            string wrapper = Path.Combine(bin, program);
            await File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nenv >> {seen}\nexec /usr/bin/{program} \"$@\"\n");
            await Process.Start("chmod", ["+x", wrapper]).WaitForExitAsync();
        }

        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        var environment = new Dictionary<string, string?>(_runs.Environment) { ["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}", ["HUGGING_FACE_TOKEN"] = "a-token-of-another" };
        CommandResult result = await Command.RunAsync(_runs.Arguments(_runs.New("run"), server, "--set", "video.annotated=true"), environment);
        Assert.Equal(0, result.ExitCode);
        string all = await File.ReadAllTextAsync(seen);
        Assert.Contains($"PATH={bin}", all, StringComparison.Ordinal);
        Assert.DoesNotContain(ChatServer.Key, all, StringComparison.Ordinal);
        Assert.DoesNotContain("a-token-of-another", all, StringComparison.Ordinal);
    }
}
