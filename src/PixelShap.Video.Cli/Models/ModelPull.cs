namespace PixelShap.Video.Cli.Models;

/// <summary>Pulls models into a store: each file is fetched, checked, and only then given its name.</summary>
internal sealed class ModelPull(ModelStore store, HttpClient client, DownloadOptions options, string? mirror, TimeProvider time)
{
    /// <summary>Pulls all files of a model that are not there yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="display">Told how far it is.</param>
    /// <param name="cancellationToken">Stops; what has come stays for the next time.</param>
    /// <exception cref="PixelShapException">A file cannot be had or is not what it must be.</exception>
    public async Task PullAsync(ModelEntry model, IPullDisplay display, CancellationToken cancellationToken)
    {
        using ModelLock held = await ModelLock.TakeAsync(
            store.FolderOf(model), () => display.Say($"Waiting: another process is pulling {model.Name}."), time, cancellationToken);
        foreach (ModelFile file in model.Files)
        {
            await PullAsync(model, file, display, cancellationToken);
        }
    }

    private async Task PullAsync(ModelEntry model, ModelFile file, IPullDisplay display, CancellationToken cancellationToken)
    {
        string path = store.PathOf(model, file.Path), part = path + ".part", url = UrlOf(model, file);
        if (File.Exists(path))
        {
            if (store.ExpectedHash(model, file) is { } known && await ModelStore.HashAsync(path, cancellationToken) == known)
            {
                display.Say($"{file.Path}: already there.");
                return;
            }

            display.Say($"{file.Path}: what is there is not what it must be; fetching it again.");
        }

        var download = new FileDownload(client, options, time);
        bool resumed = await download.FetchAsync(url, part, file.Size, (done, total) => display.Show(file.Path, done, total), cancellationToken);
        string hash = await ModelStore.HashAsync(part, cancellationToken);
        string? expected = store.ExpectedHash(model, file);
        if (expected is not null && hash != expected && resumed)
        {
            // Pieces of two versions, from a server that vouched for what it should not have: once more, in one piece.
            Discard(part);
            await download.FetchAsync(url, part, file.Size, (done, total) => display.Show(file.Path, done, total), cancellationToken);
            hash = await ModelStore.HashAsync(part, cancellationToken);
        }

        if (expected is not null && hash != expected)
        {
            Discard(part);
            throw new PixelShapException(
                ExitCode.Failed,
                $"{url} is not the file it must be: its SHA-256 is {hash}, not {expected}{(file.Sha256 is null ? ", which it was when it was first pulled" : "")}.",
                "Nothing was kept. Do not use that file; try again later or from another network.");
        }

        long size = new FileInfo(part).Length;
        File.Move(part, path, overwrite: true);
        File.Delete(part + ".json");
        store.Pin(model, file.Path, new ModelPin(hash, size, url, time.GetUtcNow()));
        display.Done(file.Path, size, expected is null ? $"pinned: sha256 {hash}" : "sha256 as expected");
    }

    /// <summary>A mirror has each file at NAME/FILE.</summary>
    private string UrlOf(ModelEntry model, ModelFile file) => mirror is null ? file.Url : $"{mirror.TrimEnd('/')}/{model.Name}/{file.Path}";

    private static void Discard(string part)
    {
        File.Delete(part);
        File.Delete(part + ".json");
    }
}
