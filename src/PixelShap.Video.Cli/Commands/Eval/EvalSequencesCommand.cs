using System.CommandLine;
using System.Text.Json.Serialization;
using PixelShap.Estimation;
using PixelShap.Video.Evaluation.Games;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval sequences</c>: how well an estimator follows the Shapley values of a scene from keyframe to keyframe.</summary>
internal static class EvalSequencesCommand
{
    public static Command Create()
    {
        var options = new EvalOptions();
        var cold = new Option<bool>("--cold") { Description = "Plays every keyframe on its own, forgetting the earlier ones." };
        var command = new Command("sequences", "Measures an estimator on a file of sequences of keyframes.") { cold };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<SequenceEntry> sequences = options.Half.Of(TableFile.Read(parsed.GetRequiredValue(options.File), GameTables.ReadSequences), parsed);
            IEstimator estimator = Estimators.Create(parsed.GetRequiredValue(options.Estimator));
            bool warm = estimator is BayesEstimator && !parsed.GetValue(cold);
            CallBudget budget = options.BudgetOf(parsed);
            bool observed = options.IsObserved(parsed);
            ulong seed = parsed.GetValue(options.Seed);
            IReadOnlyList<Trial> trials = await EvalErrors.Explain(() => warm
                ? SequenceTrials.PlayWarmAsync(sequences, budget, observed, seed, cancellationToken)
                : SequenceTrials.PlayColdAsync(sequences, estimator, budget, observed, seed, cancellationToken));
            EvalReport.Write(new SequenceSummary(trials), parsed.GetValue(options.Json), AgreementJson.Default.SequenceSummary);
        });
        return command;
    }
}

/// <summary>What <c>eval sequences</c> prints: the agreement over all keyframes, and what a keyframe costs.</summary>
internal sealed class SequenceSummary(IReadOnlyList<Trial> trials)
{
    private readonly AgreementSummary _agreement = Trial.Summarize(trials);

    [JsonPropertyName("games")]
    public int Games => _agreement.Games;

    [JsonPropertyName("constant_games")]
    public int ConstantGames => _agreement.ConstantGames;

    [JsonPropertyName("calls_per_keyframe")]
    public double CallsPerKeyframe => _agreement.CallsMean;

    [JsonPropertyName("calls_mean")]
    public double CallsMean => _agreement.CallsMean;

    [JsonPropertyName("players_mean")]
    public double PlayersMean => trials.Select(trial => (double)trial.Truth.Count).DefaultIfEmpty(0).Average();

    [JsonPropertyName("pearson_mean")]
    public double PearsonMean => _agreement.PearsonMean;

    [JsonPropertyName("pearson_p10")]
    public double PearsonP10 => _agreement.PearsonP10;

    [JsonPropertyName("spearman_mean")]
    public double SpearmanMean => _agreement.SpearmanMean;

    [JsonPropertyName("top1")]
    public double Top1 => _agreement.Top1;

    [JsonPropertyName("rel_mse_median")]
    public double RelativeMseMedian => _agreement.RelativeMseMedian;

    [JsonPropertyName("coverage90")]
    public double Coverage90 => _agreement.Coverage90;
}
