using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Similarity;
using PixelShap.Video.Cli.Commands.Eval.Importance;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Claims;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Eval.Claims;

/// <summary><c>pixelshap eval hallucination</c>: how well claims about what is not there are told from true ones.</summary>
internal static class EvalHallucinationCommand
{
    public static Command Create()
    {
        var options = new ClaimOptions();
        var wordings = new Option<string>("--wordings")
        {
            Description = "Which wordings are used: all, even or odd: one half to choose by, the other to report.",
            DefaultValueFactory = _ => "all",
        };
        wordings.AcceptOnlyFromAmong("all", "even", "odd");
        var seed = new Option<int>("--seed") { Description = "The seed of what is said.", DefaultValueFactory = _ => 1 };
        var trialsFile = new Option<string?>("--trials") { Description = "A file for every single statement, JSON lines.", HelpName = "FILE" };
        var command = new Command("hallucination", "Measures how well answers that lie in known ways are told from true ones.") { wordings, seed, trialsFile };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PipelineFile file = PipelineFile.Find(parsed.GetValue(options.Pipeline), "pipeline.yaml");
            PipelineConfiguration settings = file.Read(parsed.GetValue(options.Set) ?? []);
            double every = options.EveryOf(parsed);
            IReadOnlyList<QuestionSet> sets = options.SetsOf(parsed);
            await using ServiceProvider services = Services.Create();
            IRunParts parts = services.GetRequiredService<IRunParts>();
            using ISegmenter network = parts.Segmenter(settings.Segmenter, file.Directory, NullLoggerFactory.Instance);
            await using IVisionLanguageModel model = parts.Model(settings, network, file.Directory, NullLoggerFactory.Instance);
            ITextSimilarity similarity = await parts.SimilarityAsync(settings, file.Directory, model, cancellationToken);
            using var ownedSimilarity = similarity as IDisposable;
            bool found = parsed.GetValue(options.Segmenter);
            var reader = new PictureReader(services.GetRequiredService<IImageCodec>(), found ? network : null, settings.Tracker.NewTrackScore);
            var writer = new StatementWriter(parsed.GetValue(seed), parsed.GetValue(wordings) switch { "even" => 0, "odd" => 1, _ => -1 });
            var evaluation = new HallucinationEvaluation(settings.Attribution, similarity, parts.Fill(settings.Attribution.Fill), writer, settings.Seed);
            List<StatementTrial> trials = [];
            int pictures = 0;
            foreach (QuestionSet set in sets)
            {
                await foreach (ImportancePicture picture in reader.ReadAsync(set, set.Pictures(every), cancellationToken))
                {
                    trials.AddRange(await evaluation.PlayAsync(picture, cancellationToken));
                    pictures++;
                }
            }

            if (trials.Count == 0)
            {
                throw new PixelShapException(ExitCode.Input, "There is nothing to say about any picture.", "Lower --every, or give clips in which things are larger.");
            }

            WriteTrials(parsed.GetValue(trialsFile), trials);
            var figures = new HallucinationFigures(found ? "what the segmenter finds" : "the true objects", pictures, [.. HallucinationSummary.Of(trials).Select(HallucinationRow.Of)]);
            Show(figures, parsed.GetValue(options.Json));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void WriteTrials(string? path, List<StatementTrial> trials)
    {
        if (path is not null)
        {
            File.WriteAllLines(path, trials.Select(trial => JsonSerializer.Serialize(StatementLine.Of(trial), HallucinationJson.Default.StatementLine)));
        }
    }

    private static void Show(HallucinationFigures figures, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(figures, HallucinationJson.Default.HallucinationFigures));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("Lie", "Lies", "Found", "Recall", "True", "Wronged", "Precision", "Unchecked");
        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (HallucinationRow row in figures.Rows)
        {
            table.AddRow(row.Kind, Count(row.Lies), Count(row.Found), Share(row.Recall), Count(row.Honest), Count(row.Wronged), Share(row.Precision), Count(row.Unchecked));
        }

        IAnsiConsole console = Consoles.Output();
        console.WriteTable(table);
        console.MarkupLineInterpolated($"{figures.Pictures} pictures; players: {figures.Players}.");
    }

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? share) => share is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:0} %") : "–";
}

/// <summary>What <c>eval hallucination</c> prints.</summary>
internal sealed record HallucinationFigures(
    [property: JsonPropertyName("players")] string Players,
    [property: JsonPropertyName("pictures")] int Pictures,
    [property: JsonPropertyName("rows")] IReadOnlyList<HallucinationRow> Rows);

/// <summary>One kind of lie.</summary>
internal sealed record HallucinationRow(
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("lies")] int Lies,
    [property: JsonPropertyName("found")] int Found,
    [property: JsonPropertyName("recall")] double? Recall,
    [property: JsonPropertyName("true")] int Honest,
    [property: JsonPropertyName("wronged")] int Wronged,
    [property: JsonPropertyName("precision")] double? Precision,
    [property: JsonPropertyName("unchecked")] int Unchecked)
{
    public static HallucinationRow Of(HallucinationSummary summary) => new(
        summary.Kind?.ToString().ToLowerInvariant() ?? "all",
        summary.Lies,
        summary.Found,
        Finite(summary.Recall),
        summary.Honest,
        summary.Wronged,
        Finite(summary.Precision),
        summary.Unchecked);

    private static double? Finite(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;
}

/// <summary>One statement of the file of trials.</summary>
internal sealed record StatementLine(
    [property: JsonPropertyName("source")] string Source,
    [property: JsonPropertyName("t")] double Seconds,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("lie")] string Lie,
    [property: JsonPropertyName("topic")] string Topic,
    [property: JsonPropertyName("support")] string Support,
    [property: JsonPropertyName("checked")] string Checked)
{
    public static StatementLine Of(StatementTrial trial) => new(
        trial.Source,
        trial.Seconds,
        trial.Statement.Text,
        trial.Statement.Lie.ToString().ToLowerInvariant(),
        trial.Statement.Topic.ToString().ToLowerInvariant(),
        trial.Support.ToString().ToLowerInvariant(),
        trial.Topic.ToString().ToLowerInvariant());
}

/// <summary>The JSON of measurements of claims.</summary>
[JsonSerializable(typeof(HallucinationFigures))]
[JsonSerializable(typeof(StatementLine))]
internal sealed partial class HallucinationJson : JsonSerializerContext;
