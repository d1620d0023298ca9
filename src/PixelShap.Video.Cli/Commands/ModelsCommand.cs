using System.CommandLine;
using System.Net;
using PixelShap.Video.Cli.Models;
using PixelShap.Video.Cli.Terminal;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap models</c>: models that can be pulled by name.</summary>
internal static class ModelsCommand
{
    private const string MirrorVariable = "PIXELSHAP_MODELS_MIRROR";

    public static Command Create() => new("models", "Lists, pulls and verifies models that can be had by name.")
    {
        List(),
        Pull(),
        Verify(),
        Where(),
    };

    private static Command List()
    {
        Option<string?> manifest = ManifestOption();
        Option<bool> json = JsonOption();
        var command = new Command("list", "Lists the models that can be pulled: what for, licence, size, and whether they are here.") { manifest, json };
        command.SetAction(parsed =>
        {
            var models = ModelManifest.Load(parsed.GetValue(manifest));
            ModelsReport.List(models, ModelStore.OfUser(), parsed.GetValue(json));
        });
        return command;
    }

    private static Command Pull()
    {
        var name = new Argument<string[]>("NAME") { Description = "The models; 'pixelshap models list' lists them.", Arity = ArgumentArity.OneOrMore };
        Option<string?> manifest = ManifestOption();
        var command = new Command("pull", "Fetches models, goes on where an earlier pull stopped, and keeps only what has the right SHA-256.") { name, manifest };
        command.SetAction(async (parsed, _) =>
        {
            var models = ModelManifest.Load(parsed.GetValue(manifest));
            ModelEntry[] wanted = [.. parsed.GetRequiredValue(name).Distinct().Select(models.Find)];
            var store = ModelStore.OfUser();
            string? mirror = Environment.GetEnvironmentVariable(MirrorVariable) is { Length: > 0 } address ? address : null;
            if (mirror is not null && !(Uri.TryCreate(mirror, UriKind.Absolute, out Uri? place) && place.Scheme is "http" or "https"))
            {
                throw new PixelShapException(ExitCode.Usage, $"{MirrorVariable} is '{mirror}', which is no http(s) address.", "Write for example https://mirror.example/models, or unset it.");
            }

            using var interruption = new Interruption(() => { });
            using HttpClient client = Client();
            var pull = new ModelPull(store, client, new DownloadOptions(), mirror, TimeProvider.System);
            foreach (ModelEntry model in wanted)
            {
                var display = new PullDisplay();
                display.Say($"{model.Title ?? model.Name}, licence: {model.Licence ?? "see its page"}");
                await display.RunAsync(shown => pull.PullAsync(model, shown, interruption.Stop));
                Console.Out.WriteLine(store.PathOf(model, model.Main));
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Command Verify()
    {
        var name = new Argument<string?>("NAME") { Description = "One model. Default: all that were pulled.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> manifest = ManifestOption();
        Option<bool> json = JsonOption();
        var command = new Command("verify", "Computes the SHA-256 of pulled models again and compares.") { name, manifest, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var models = ModelManifest.Load(parsed.GetValue(manifest));
            var store = ModelStore.OfUser();
            IEnumerable<ModelEntry> wanted = parsed.GetValue(name) is { } one
                ? [models.Find(one)]
                : models.Models.Where(model => Directory.Exists(store.FolderOf(model)));
            bool good = await ModelsReport.VerifyAsync([.. wanted], store, parsed.GetValue(json), cancellationToken);
            return (int)(good ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static Command Where()
    {
        var name = new Argument<string?>("NAME") { Description = "A model; without it, the folder of all.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> manifest = ManifestOption();
        var command = new Command("path", "Prints the folder that models are pulled into (PIXELSHAP_MODELS, else the user's cache folder).") { name, manifest };
        command.SetAction(parsed =>
        {
            var store = ModelStore.OfUser();
            Console.Out.WriteLine(parsed.GetValue(name) is { } one ? store.FolderOf(ModelManifest.Load(parsed.GetValue(manifest)).Find(one)) : store.Folder);
        });
        return command;
    }

    /// <summary>Proxies come from HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY; a redirect from https to http is not followed.</summary>
    private static HttpClient Client()
    {
        var handler = new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            AllowAutoRedirect = false,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"pixelshap/{CommandLine.Version}");
        return client;
    }

    private static Option<string?> ManifestOption() => new("--manifest")
    {
        Description = "Another manifest than the program's own, for example with addresses inside your network.",
        HelpName = "FILE",
    };

    private static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON on the standard output." };
}
