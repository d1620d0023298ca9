using System.Net;
using System.Security.Cryptography;
using PixelShap.Video.Cli.Models;

namespace PixelShap.Video.Cli.Tests.Models;

/// <summary>Pulling from a real server over real connections, with everything that goes wrong there.</summary>
public sealed class ModelPullTests : IDisposable
{
    private const string File = "model.onnx";
    private static readonly byte[] Content = Bytes(seed: 1, 300_000), Other = Bytes(seed: 2, 300_000);

    private readonly ModelStore _store = new(Directory.CreateTempSubdirectory("pixelshap-models-").FullName);

    private string Target => Path.Combine(_store.Folder, "net", File);

    public void Dispose() => Directory.Delete(_store.Folder, recursive: true);

    [Fact]
    public async Task A_file_with_the_right_hash_gets_its_name_and_a_second_pull_asks_for_nothing()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        await PullAsync(Model(server.Url, Hash(Content)));
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.Single(server.Requests);
        Assert.Equal([".lock", File, "models.lock.json"], Names());
        Assert.Equal(Hash(Content), _store.PinsOf(Model(server.Url))[File].Sha256);
    }

    [Fact]
    public async Task A_model_of_several_files_is_there_when_all_of_them_are_right()
    {
        bool isRight = false;
        await using FileServer server = await FileServer.StartAsync((_, request) => new Reply { Content = request.Path.Value!.EndsWith("b.gguf", StringComparison.Ordinal) && isRight ? Other : Content });
        var model = new ModelEntry
        {
            Name = "net",
            Main = "a.gguf",
            Files =
            [
                new ModelFile { Path = "a.gguf", Url = server.Root + "/a.gguf", Sha256 = Hash(Content), Size = Content.Length },
                new ModelFile { Path = "mmproj-b.gguf", Url = server.Root + "/mmproj-b.gguf", Sha256 = Hash(Other) },
            ],
        };
        Assert.Contains("mmproj-b.gguf", (await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(model))).Message, StringComparison.Ordinal);
        Assert.False(_store.Has(model));
        isRight = true;
        await PullAsync(model);
        Assert.True(_store.Has(model));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(_store.PathOf(model, "a.gguf")));
        Assert.Equal(Other, System.IO.File.ReadAllBytes(_store.PathOf(model, "mmproj-b.gguf")));

        // What was right the first time is not fetched again.
        Assert.Single(server.Requests, request => request.Contains("/a.gguf", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_where_it_was_cut()
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => new Reply { Content = Content, CutAfter = i < 3 ? 70_000 : null });
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("bytes=", request));
    }

    [Fact]
    public async Task Another_process_goes_on_with_what_the_first_left()
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => new Reply { Content = Content, HangAfter = i == 0 ? 100_000 : null });
        ModelEntry model = Model(server.Url, Hash(Content));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(model, display: new Told((_, done, _) =>
        {
            if (done >= 50_000)
            {
                stop.Cancel();
            }
        }), cancellationToken: stop.Token));
        Assert.False(System.IO.File.Exists(Target));
        long left = new FileInfo(Target + ".part").Length;
        Assert.InRange(left, 50_000, 100_000);

        await PullAsync(model);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.EndsWith($"bytes={left}-", server.Requests[1]);
    }

    [Fact]
    public async Task Without_ranges_or_validators_a_cut_file_is_fetched_from_its_start()
    {
        await using FileServer noRanges = await FileServer.StartAsync((i, _) => new Reply { Content = Content, Ranges = false, CutAfter = i == 0 ? 70_000 : null });
        await PullAsync(Model(noRanges.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));

        System.IO.File.Delete(Target);
        await using FileServer noTag = await FileServer.StartAsync((i, _) => new Reply { Content = Content, ETag = null, CutAfter = i == 0 ? 70_000 : null });
        await PullAsync(Model(noTag.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.All(noTag.Requests, request => Assert.DoesNotContain("bytes", request));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_changes_between_two_pieces_is_never_put_together_from_both(bool looksAtIfRange)
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => i == 0
            ? new Reply { Content = Other, ETag = "\"old\"", CutAfter = 70_000 }
            : new Reply { Content = Content, ETag = "\"new\"", LooksAtIfRange = looksAtIfRange });
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Pieces_that_do_not_fit_in_spite_of_the_servers_word_are_fetched_once_more_in_one()
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => i == 0
            ? new Reply { Content = Other, CutAfter = 70_000 }
            : new Reply { Content = Content });
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_leaves_nothing()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Other });
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(server.Url, Hash(Content))));
        Assert.Contains(Hash(Other), error.Message);
        Assert.Contains(Hash(Content), error.Message);
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Equal([".lock"], Names());
    }

    [Fact]
    public async Task An_unknown_hash_is_pinned_at_the_first_pull_and_then_holds()
    {
        byte[] now = Content;
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = now });
        ModelEntry model = Model(server.Url);
        await PullAsync(model);
        now = Other;
        System.IO.File.Delete(Target);
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(model));
        Assert.Contains("when it was first pulled", error.Message);
        Assert.False(System.IO.File.Exists(Target));

        now = Content;
        await PullAsync(model);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Another_length_than_the_manifests_is_refused_before_anything_is_kept()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(server.Url, Hash(Content), size: 299_999)));
        Assert.Contains("299999", error.Message);
        Assert.Equal([".lock"], Names());

        await using FileServer silent = await FileServer.StartAsync((_, _) => new Reply { Content = Content, TellsLength = false });
        await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(silent.Url, Hash(Content), size: 299_999)));
        Assert.Equal([".lock"], Names());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => new Reply { Content = Content, Status = i < 2 ? status : null });
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task What_will_not_pass_is_said_at_once(int status)
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content, Status = status });
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(server.Url)));
        Assert.Contains($"{status}", error.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_stops_sending_is_left_and_asked_for_the_rest()
    {
        await using FileServer server = await FileServer.StartAsync((i, _) => new Reply { Content = Content, HangAfter = i == 0 ? 70_000 : null });
        await PullAsync(Model(server.Url, Hash(Content)), Quick with { Stall = TimeSpan.FromSeconds(2) });
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
        Assert.Contains("bytes=", server.Requests[1]);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_given_up_with_a_hint_at_the_proxy()
    {
        string url;
        await using (FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content }))
        {
            url = server.Url;
        }

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(url)));
        Assert.Contains("3 attempts", error.Message);
        Assert.Contains("proxy", error.Remedy);
    }

    [Fact]
    public async Task A_redirect_is_followed_and_a_mirror_stands_in_for_the_address()
    {
        await using FileServer server = await FileServer.StartAsync((_, request) => request.Path == "/files/model.onnx"
            ? new Reply { Content = Content, Redirect = "/elsewhere" }
            : new Reply { Content = Content });
        await PullAsync(Model(server.Url, Hash(Content)));
        Assert.Equal("/elsewhere", server.Requests[^1]);

        System.IO.File.Delete(Target);
        await PullAsync(Model("http://example.invalid/model.onnx", Hash(Content)), mirror: server.Root + "/mirror/");
        Assert.Equal("/mirror/net/model.onnx", server.Requests[^1]);
    }

    /// <summary>Whoever sits on the way could put another file in the place of one that is not pinned yet.</summary>
    [Fact]
    public async Task A_redirect_from_https_to_http_is_not_followed()
    {
        var asked = new List<Uri>();
        using var client = new HttpClient(new Redirecting(asked, "http://mirror.invalid/model.onnx"));
        Directory.CreateDirectory(_store.Folder);
        var download = new FileDownload(client, new DownloadOptions { FreeBytes = _ => long.MaxValue }, TimeProvider.System);

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(
            () => download.FetchAsync("https://models.invalid/model.onnx", Path.Combine(_store.Folder, "part"), null, (_, _) => { }, CancellationToken.None));

        Assert.Contains("http://mirror.invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal("https", Assert.Single(asked).Scheme);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.invalid/model.onnx")]
    [InlineData("gopher:x")]
    [InlineData("http://[bad")]
    public async Task A_redirect_to_anything_but_http_is_named_and_not_followed(string elsewhere)
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content, Redirect = elsewhere });

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(server.Url)));

        Assert.Contains(elsewhere, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        Assert.False(System.IO.File.Exists(Target));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_larger_than_any_model_is_not_fetched_to_its_end(bool tellsLength)
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content, TellsLength = tellsLength });

        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => PullAsync(Model(server.Url), Quick with { Largest = 100_000 }));

        Assert.Contains("larger than", error.Message, StringComparison.Ordinal);
        Assert.Equal([".lock"], Names());
    }

    [Fact]
    public async Task A_proxy_is_asked_in_place_of_the_server()
    {
        await using FileServer proxy = await FileServer.StartAsync((_, request) => new Reply { Content = Content, Status = request.Host.Host == "example.invalid" ? null : 400 });
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Proxy = new System.Net.WebProxy(proxy.Root) };
        using var client = new HttpClient(handler);
        await new ModelPull(_store, client, Quick, null, TimeProvider.System)
            .PullAsync(Model("http://example.invalid/model.onnx", Hash(Content)), new Told(), CancellationToken.None);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_full_disk_is_noticed_before_it_is_full()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(
            () => PullAsync(Model(server.Url, Hash(Content)), Quick with { FreeBytes = _ => Quick.Reserve + 299_999 }));
        Assert.Contains("free", error.Message);
        Assert.False(System.IO.File.Exists(Target));
    }

    [Fact]
    public async Task Several_pulls_at_the_same_time_fetch_once()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        ModelEntry model = Model(server.Url, Hash(Content));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PullAsync(model))));
        Assert.Single(server.Requests);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task What_was_changed_on_the_disk_is_found_by_verify_and_mended_by_pull()
    {
        await using FileServer server = await FileServer.StartAsync((_, _) => new Reply { Content = Content });
        ModelEntry model = Model(server.Url);
        await PullAsync(model);
        Assert.True(await ModelsReport.VerifyAsync([model], _store, json: false, CancellationToken.None));
        System.IO.File.WriteAllBytes(Target, Other);
        Assert.False(await ModelsReport.VerifyAsync([model], _store, json: false, CancellationToken.None));
        await PullAsync(model);
        Assert.True(await ModelsReport.VerifyAsync([model], _store, json: false, CancellationToken.None));
    }

    private static DownloadOptions Quick { get; } = new() { Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(1) };

    private async Task PullAsync(
        ModelEntry model, DownloadOptions? options = null, string? mirror = null, IPullDisplay? display = null, CancellationToken cancellationToken = default)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        await new ModelPull(_store, client, options ?? Quick, mirror, TimeProvider.System).PullAsync(model, display ?? new Told(), cancellationToken);
    }

    private IEnumerable<string> Names() =>
        Directory.GetFiles(Path.Combine(_store.Folder, "net")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static ModelEntry Model(string url, string? hash = null, long? size = null) =>
        new() { Name = "net", Main = File, Files = [new ModelFile { Path = File, Url = url, Sha256 = hash, Size = size }] };

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private sealed class Told(Action<string, long, long?>? show = null) : IPullDisplay
    {
        public void Say(string message)
        {
        }

        public void Show(string file, long done, long? total) => show?.Invoke(file, done, total);

        public void Done(string file, long size, string how)
        {
        }
    }

    /// <summary>Sends everybody elsewhere, and gives a file to whoever comes there.</summary>
    private sealed class Redirecting(List<Uri> asked, string elsewhere) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri!);
            var response = new HttpResponseMessage(asked.Count == 1 ? HttpStatusCode.Redirect : HttpStatusCode.OK) { Content = new ByteArrayContent(Content) };
            response.Headers.Location = asked.Count == 1 ? new Uri(elsewhere) : null;
            return Task.FromResult(response);
        }
    }
}
