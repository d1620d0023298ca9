using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Caching;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap cache</c>: what lies in the response cache, and how to make it smaller.</summary>
internal static class CacheCommand
{
    private const long Megabyte = 1 << 20;

    public static Command Create() => new("cache", "The answers that are kept on disk so that they are not asked, nor paid for, twice.")
    {
        Stats(),
        Prune(),
    };

    private static Command Stats()
    {
        var options = new CacheOptions();
        var command = new Command("stats", "Counts the answers and their size.");
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            (ResponseCache cache, _) = options.Open(parsed);
            Show(cache, cache.Measure(), "answers", parsed.GetValue(options.Json));
        });
        return command;
    }

    private static Command Prune()
    {
        var options = new CacheOptions();
        var size = new Option<int?>("--max-megabytes") { Description = "The size to keep; 0 deletes all. Default: vlm.cache.max_megabytes.", HelpName = "N" };
        var command = new Command("prune", "Deletes the answers that were not used for longest.") { size };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            (ResponseCache cache, VlmCache settings) = options.Open(parsed);
            long megabytes = parsed.GetValue(size) ?? settings.MaxMegabytes;
            if (megabytes < 0)
            {
                throw new PixelShapException(ExitCode.Usage, $"--max-megabytes is {megabytes}.", "Allowed: a whole number of at least 0.");
            }

            Show(cache, cache.Prune(megabytes * Megabyte), "deleted", parsed.GetValue(options.Json));
        });
        return command;
    }

    private static void Show(ResponseCache cache, CacheSize size, string what, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["directory"] = cache.Folder, [what] = size.Answers, ["bytes"] = size.Bytes }.ToJsonString());
            return;
        }

        string megabytes = (size.Bytes / (double)Megabyte).ToString("0.0", CultureInfo.InvariantCulture);
        Consoles.Output().MarkupLineInterpolated($"{size.Answers} {what}, {megabytes} MB, in {cache.Folder}");
    }

    /// <summary>Which cache is meant: that of a pipeline file, or the usual one.</summary>
    private sealed class CacheOptions
    {
        private readonly Argument<string?> _pipeline = new("PIPELINE.yaml")
        {
            Description = "The settings. Default: pipeline.yaml in the current directory, else built-in defaults.",
            Arity = ArgumentArity.ZeroOrOne,
        };

        private readonly Option<string?> _directory = new("--directory") { Description = "The folder of the cache. Default: vlm.cache.directory.", HelpName = "DIR" };

        public Option<bool> Json { get; } = new("--json") { Description = "Prints JSON on the standard output." };

        public void AddTo(Command command)
        {
            command.Arguments.Add(_pipeline);
            command.Options.Add(_directory);
            command.Options.Add(Json);
        }

        public (ResponseCache Cache, VlmCache Settings) Open(ParseResult parsed)
        {
            PipelineFile file = PipelineFile.Find(parsed.GetValue(_pipeline), "pipeline.yaml");
            VlmCache settings = file.Read([]).Vlm.Cache;
            if (parsed.GetValue(_directory) is { } named)
            {
                InputFolder.Check(named, "Name the folder of a response cache with --directory.", ExitCode.Usage);
            }

            ResponseCache cache = parsed.GetValue(_directory) is { } folder
                ? new ResponseCache(folder, TimeProvider.System)
                : LanguageModels.Cache(settings with { Enabled = true }, file.Directory, TimeProvider.System)!;
            return (cache, settings);
        }
    }
}
