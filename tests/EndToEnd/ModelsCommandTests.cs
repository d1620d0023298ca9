using System.Security.Cryptography;
using System.Text.Json;
using PixelShap.Video.Cli.Tests.Models;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary><c>pixelshap models</c> in processes of their own, through a proxy.</summary>
public sealed class ModelsCommandTests(Clips clips) : IClassFixture<Clips>
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(2_000_000);

    [Fact]
    public async Task Two_processes_pull_through_a_proxy_what_is_fetched_once_and_verified_later()
    {
        await using FileServer proxy = await FileServer.StartAsync((_, request) => new Reply { Content = Content, Status = request.Host.Host == "models.invalid" ? null : 400 });
        string folder = clips.PathOf("pulled"), manifest = Manifest("good.json", Convert.ToHexStringLower(SHA256.HashData(Content)));
        CommandResult[] pulls = await Task.WhenAll(PullAsync(folder, manifest, proxy), PullAsync(folder, manifest, proxy));
        Assert.All(pulls, pull => Assert.Equal((0, Path.Combine(folder, "net", "net.onnx") + "\n"), (pull.ExitCode, pull.Output)));
        Assert.All(pulls, pull => Assert.DoesNotContain("\u001b", pull.Error, StringComparison.Ordinal));
        Assert.Single(proxy.Requests);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder, "net", "net.onnx")));

        Assert.Equal(0, (await ModelsAsync(folder, "verify", "--manifest", manifest)).ExitCode);
        File.WriteAllText(Path.Combine(folder, "net", "net.onnx"), "changed");
        CommandResult changed = await ModelsAsync(folder, "verify", "--manifest", manifest);
        Assert.Equal((1, "net/net.onnx: changed\n"), (changed.ExitCode, changed.Output));
    }

    [Fact]
    public async Task A_wrong_hash_ends_with_an_error_and_no_file()
    {
        await using FileServer proxy = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        string folder = clips.PathOf("refused");
        CommandResult pull = await PullAsync(folder, Manifest("bad.json", new string('0', 64)), proxy);
        Assert.Equal((1, ""), (pull.ExitCode, pull.Output));
        Assert.Contains("is not the file it must be", pull.Error, StringComparison.Ordinal);
        Assert.Equal([".lock"], Directory.GetFiles(Path.Combine(folder, "net")).Select(path => Path.GetFileName(path)!));
    }

    [Fact]
    public async Task The_list_names_every_model_and_an_unknown_name_is_refused_with_the_names()
    {
        CommandResult list = await ModelsAsync(clips.PathOf("listed"), "list", "--json");
        string[] names = [.. JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Select(model => model.GetProperty("name").GetString()!)];
        Assert.Contains("rf-detr-seg-small", names);
        CommandResult unknown = await ModelsAsync(clips.PathOf("listed"), "pull", "no-such-model");
        Assert.Equal(2, unknown.ExitCode);
        Assert.All(names, name => Assert.Contains(name, unknown.Error, StringComparison.Ordinal));
    }

    private string Manifest(string name, string hash)
    {
        string path = clips.PathOf(name);
        File.WriteAllText(path, $$"""
            {"format": 1, "models": [{"name": "net", "main": "net.onnx",
             "files": [{"path": "net.onnx", "url": "http://models.invalid/net.onnx", "size": {{Content.Length}}, "sha256": "{{hash}}", "sha256_from": "this test"}]}]}
            """);
        return path;
    }

    private static Task<CommandResult> PullAsync(string folder, string manifest, FileServer proxy) => Command.RunAsync(
        ["models", "pull", "net", "--manifest", manifest],
        new Dictionary<string, string?> { ["PIXELSHAP_MODELS"] = folder, ["HTTP_PROXY"] = proxy.Root, ["http_proxy"] = proxy.Root, ["NO_PROXY"] = null, ["no_proxy"] = null });

    private static Task<CommandResult> ModelsAsync(string folder, params string[] arguments) =>
        Command.RunAsync(["models", .. arguments], new Dictionary<string, string?> { ["PIXELSHAP_MODELS"] = folder });
}
