using System.Text;
using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Language.Tests;

namespace PixelShap.EndToEnd;

/// <summary>Runs of the real command over a real clip that ask a server on this machine, in a folder of their own.</summary>
internal sealed class RemoteRuns : IDisposable
{
    public const int Concurrency = 4;

    public string Folder { get; } = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?> { ["OPENAI_API_KEY"] = ChatServer.Key };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public Run New(string name) => new(Path.Combine(Folder, name));

    public string Cache => Path.Combine(Folder, "cache");

    public string[] Arguments(Run run, ChatServer server, params string[] more) =>
    [
        "run", Path.Combine(SharedData.RepositoryRoot, "pipelines", "dashcam-offline.yaml"), "--input", Samples.Street, "--output", run.Folder,
        .. Settings(server), "--set", "keyframes.interval_seconds=0.2", "--set", "video.annotated=false", "--set", "report=false",

        // What is asked and what it costs is looked at here, not the network.
        "--set", $"segmenter.model={Samples.StreetMasks}", .. more,
    ];

    /// <summary>What makes a command ask the server, quickly.</summary>
    public string[] Settings(ChatServer server) =>
    [
        "--set", "vlm.provider=openai", "--set", "vlm.model=test", "--set", $"vlm.base_url={server.BaseUrl}", "--set", $"vlm.concurrency={Concurrency}",
        "--set", "vlm.limits.call_timeout_seconds=10", "--set", "vlm.retry.first_delay_seconds=0.05", "--set", "vlm.retry.max_delay_seconds=0.2",
        "--set", $"vlm.cache.directory={Cache}", "--set", "vlm.preflight=false", "--set", "attribution.estimator=edge", "--set", "attribution.max_players=3",

        // What a verdict asks beyond the coalitions has tests of its own.
        "--set", "attribution.controls=never",
    ];

    public Task<CommandResult> ExecuteAsync(Run run, ChatServer server, params string[] more) => Command.RunAsync(Arguments(run, server, more), Environment);

    public static (int ExitCode, string Error) ErrorsOf(CommandResult result) =>
        (result.ExitCode, result.Error.Split('\n').FirstOrDefault(line => line.StartsWith("error", StringComparison.Ordinal)) ?? "");

    public static JsonElement Summary(Run run) => JsonDocument.Parse(File.ReadAllText(run.File("run.json"))).RootElement.GetProperty("summary");

    /// <summary>Two runs have found the same, byte for byte.</summary>
    public static void AssertSameExports(Run expected, Run actual)
    {
        foreach (string name in (string[])["attributions.jsonl", "tracks.jsonl", "tracks.msgpack"])
        {
            Assert.Equal(File.ReadAllBytes(expected.File(name)), File.ReadAllBytes(actual.File(name)));
        }
    }

    /// <summary>Neither what a command said nor any file that it left holds the key, as it is or in base64.</summary>
    public void AssertKeyIsNowhere(params CommandResult[] results)
    {
        // In base64 three alignments are possible; the inner part of each is the same wherever the key stands.
        byte[] key = Encoding.ASCII.GetBytes(ChatServer.Key);
        byte[][] forms = [key, .. Enumerable.Range(0, 3).Select(shift => Encoding.ASCII.GetBytes(Convert.ToBase64String([.. new byte[shift], .. key])[4..^4]))];
        string[] files = Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 8);
        Assert.All(files, file => Assert.All(forms, form => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(form))));
        Assert.All(results, result => Assert.DoesNotContain(ChatServer.Key, result.Output + result.Error, StringComparison.Ordinal));
    }
}
