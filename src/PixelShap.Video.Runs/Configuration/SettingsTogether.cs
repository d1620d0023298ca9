using PixelShap.Estimation;
using PixelShap.Video.Attribution;
using PixelShap.Video.Clips;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What no single setting can tell: whether the settings fit together, and texts that have a form of their own. Asked before anything is decoded or paid for.</summary>
internal static class SettingsTogether
{
    /// <exception cref="PixelShapException">They do not; the message names the settings and says what to change.</exception>
    public static void Check(PipelineConfiguration configuration)
    {
        _ = RunPrompts.Of(configuration);
        _ = RecordingTime.Parse(configuration.Clip.Time, configuration.Clip.Zone);
        CheckEstimator(configuration.Attribution);
    }

    private static void CheckEstimator(AttributionConfiguration attribution)
    {
        CallBudget budget = CallBudget.Parse(attribution.Budget);
        for (int players = 1; players <= attribution.MaxPlayers; players++)
        {
            int calls = budget.For(players);
            IEstimator estimator = Estimators.For(attribution.Estimator, players, calls);
            if (players > estimator.MaxPlayers)
            {
                throw new PixelShapException(
                    ExitCode.Usage,
                    $"attribution.estimator '{estimator.Name}' values at most {estimator.MaxPlayers} players, but attribution.max_players is {attribution.MaxPlayers}.",
                    $"Lower attribution.max_players to {estimator.MaxPlayers}, or choose another attribution.estimator.");
            }

            if (!estimator.HasFixedCost && estimator.LeastCalls(players) > calls)
            {
                throw new PixelShapException(
                    ExitCode.Usage,
                    $"attribution.budget '{attribution.Budget}' allows {calls} calls for {players} players, but attribution.estimator '{estimator.Name}' needs {estimator.LeastCalls(players)}.",
                    "Raise attribution.budget, for example to 2n+1, or choose another attribution.estimator.");
            }
        }
    }
}
