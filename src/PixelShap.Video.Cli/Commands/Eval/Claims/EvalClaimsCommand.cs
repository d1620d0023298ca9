using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Estimation;
using PixelShap.Similarity;
using PixelShap.Video.Cli.Commands.Eval.Importance;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Evaluation.Claims;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Cli.Commands.Eval.Claims;

/// <summary><c>pixelshap eval claims</c>: how near φ of single claims comes to its exact values.</summary>
internal static class EvalClaimsCommand
{
    public static Command Create()
    {
        var options = new ClaimOptions();
        var command = new Command("claims", "Measures the importance of objects for single claims of an answer against exact values.");
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            PipelineFile file = PipelineFile.Find(parsed.GetValue(options.Pipeline), "pipeline.yaml");
            PipelineConfiguration settings = file.Read(parsed.GetValue(options.Set) ?? []);
            if (settings.Attribution.MaxPlayers > ExactEstimator.MostPlayers)
            {
                throw new PixelShapException(
                    ExitCode.Usage, $"attribution.max_players is {settings.Attribution.MaxPlayers}: too many to ask all coalitions.", $"Add --set attribution.max_players={ExactEstimator.MostPlayers} or less.");
            }

            double every = options.EveryOf(parsed);
            IReadOnlyList<QuestionSet> sets = options.SetsOf(parsed);
            await using ServiceProvider services = Services.Create();
            IRunParts parts = services.GetRequiredService<IRunParts>();
            using ISegmenter network = parts.Segmenter(settings.Segmenter, file.Directory, NullLoggerFactory.Instance);
            await using IVisionLanguageModel model = parts.Model(settings, network, file.Directory, NullLoggerFactory.Instance);
            ITextSimilarity similarity = await parts.SimilarityAsync(settings, file.Directory, model, cancellationToken);
            using var ownedSimilarity = similarity as IDisposable;
            var reader = new PictureReader(services.GetRequiredService<IImageCodec>(), parsed.GetValue(options.Segmenter) ? network : null, settings.Tracker.NewTrackScore);
            var evaluation = new ClaimValueEvaluation(settings.Attribution, model, similarity, parts.Fill(settings.Attribution.Fill), settings.Seed);
            List<Trial> trials = [];
            foreach (QuestionSet set in sets)
            {
                await foreach (ImportancePicture picture in reader.ReadAsync(set, set.Pictures(every), cancellationToken))
                {
                    trials.AddRange(await EvalErrors.Explain(() => new ValueTask<IReadOnlyList<Trial>>(evaluation.PlayAsync(picture, cancellationToken))));
                }
            }

            if (trials.Count == 0)
            {
                throw new PixelShapException(ExitCode.Input, "No answer made a claim.", "Lower --every, or check the spans of the prompts.");
            }

            EvalReport.Write(Trial.Summarize(trials), parsed.GetValue(options.Json), AgreementJson.Default.AgreementSummary);
            return (int)ExitCode.Done;
        });
        return command;
    }
}
