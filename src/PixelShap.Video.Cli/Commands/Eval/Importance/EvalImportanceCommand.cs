using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Similarity;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Coco;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary><c>pixelshap eval importance</c>: whether importance finds the object that the answer hangs on, by the protocol of the PixelSHAP paper.</summary>
internal static class EvalImportanceCommand
{
    public static Command Create()
    {
        var options = new ImportanceOptions();
        var command = new Command("importance", "Measures whether importance finds the object that an answer hangs on, for every region and estimator.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PipelineFile file = PipelineFile.Find(parsed.GetValue(options.Pipeline), "pipeline.yaml");
            PipelineConfiguration settings = file.Read(parsed.GetValue(options.Set) ?? []);
            ImportanceProtocol protocol = options.ProtocolOf(parsed, settings);
            double every = options.EveryOf(parsed);
            IReadOnlyList<QuestionSet> sets = QuestionSet.In(parsed.GetRequiredValue(options.Folder));
            await using ServiceProvider services = Services.Create();
            IRunParts parts = services.GetRequiredService<IRunParts>();
            using ISegmenter network = parts.Segmenter(settings.Segmenter, file.Directory, NullLoggerFactory.Instance);
            await using IVisionLanguageModel model = parts.Model(settings, network, file.Directory, NullLoggerFactory.Instance);
            ITextSimilarity similarity = await parts.SimilarityAsync(settings, file.Directory, model, cancellationToken);
            using var ownedSimilarity = similarity as IDisposable;
            bool ownPlayers = parsed.GetValue(options.Segmenter);
            var reader = new PictureReader(services.GetRequiredService<IImageCodec>(), ownPlayers ? network : null, settings.Tracker.NewTrackScore);
            var evaluation = new ImportanceEvaluation(
                model, similarity, parts.Fill(settings.Attribution.Fill), protocol, TimeProvider.System);

            (IReadOnlyList<CocoImage> Images, QuestionSet Set)[] work = [.. sets.Select(set => (set.Pictures(every), set))];
            List<ImportanceTrial> trials = [];
            int pictures = 0;
            IAnsiConsole console = Consoles.Error();
            await new ProgressDisplay(console, TimeProvider.System).ShowAsync(
                () => new RunProgress("evaluating", Volatile.Read(ref pictures), work.Sum(item => item.Images.Count), [], ""),
                async () =>
                {
                    foreach ((IReadOnlyList<CocoImage> images, QuestionSet set) in work)
                    {
                        await foreach (ImportancePicture picture in reader.ReadAsync(set, images, cancellationToken))
                        {
                            trials.AddRange(await EvalErrors.Explain(() => new ValueTask<IReadOnlyList<ImportanceTrial>>(
                                evaluation.PlayAsync(picture, cancellationToken))));
                            pictures++;
                        }
                    }
                });
            if (trials.Count == 0)
            {
                throw new PixelShapException(ExitCode.Input, "Nothing was asked about any picture.", "Lower --every, or check the spans of the prompts.");
            }

            WriteTrials(parsed.GetValue(options.Trials), trials);
            double quietBelow = parsed.GetValue(options.QuietBelow);
            var figures = new ImportanceFigures(
                ownPlayers ? "what the segmenter finds" : "the true objects",
                model.Id,
                network.Name,
                pictures,
                quietBelow,
                ImportanceFigures.Summarize(trials, quietBelow));
            Show(figures, parsed.GetValue(options.Json), parsed.GetValue(options.Markdown));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void Show(ImportanceFigures figures, bool json, bool markdown)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(figures, ImportanceJson.Default.ImportanceFigures));
        }
        else if (markdown)
        {
            Console.Out.WriteLine(ImportanceTable.ToMarkdown(figures));
        }
        else
        {
            ImportanceTable.Write(Consoles.Output(), figures);
        }
    }

    private static void WriteTrials(string? path, List<ImportanceTrial> trials)
    {
        if (path is not null)
        {
            File.WriteAllLines(path, trials.Select(trial => JsonSerializer.Serialize(ImportanceLine.Of(trial), ImportanceJson.Default.ImportanceLine)));
        }
    }
}
