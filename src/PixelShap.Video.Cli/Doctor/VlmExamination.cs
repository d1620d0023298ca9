using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Estimation;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Preflight;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>The configured vision-language model: whether it answers, sees, counts and repeats itself, and what it costs.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="baseDirectory">What relative paths in them are relative to.</param>
internal sealed class VlmExamination(PipelineConfiguration configuration, string baseDirectory) : IExamination
{
    private const string Area = "Model";
    private const int UsualPlayers = 5;

    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        if (configuration.Vlm.Provider == Providers.Narrator)
        {
            return [new Finding(Area, "vlm.provider", FindingState.Warning, "'narrator' is the rule-based stand-in: there is no model to ask") { Remedy = "Set vlm.provider and vlm.model, for example with --set." }];
        }

        try
        {
            await using IVisionLanguageModel model = LanguageModels.Create(new ProviderParts
            {
                // The cache would answer in place of the model, and give-ups are findings here.
                Configuration = ModelLocator.Asked(configuration.Vlm) with { Cache = new VlmCache { Enabled = false } },
                Seed = configuration.Seed,
                Codec = new OpenCvImageCodec(),
                BaseDirectory = baseDirectory,
                Logger = NullLogger.Instance,
            });
            List<Finding> findings = [.. (await new ModelExamination(model, TimeProvider.System).ExamineAsync(cancellationToken)).Select(Of)];
            if (model.Usage is { Cost: > 0, Answers: > 0 } usage)
            {
                int calls = 1 + CallBudget.Parse(configuration.Attribution.Budget).For(UsualPlayers);
                double minute = usage.Cost / usage.Answers * calls * 60 / configuration.Keyframes.IntervalSeconds;
                findings.Add(new Finding(Area, "a minute of video", FindingState.Ok, string.Create(
                    CultureInfo.InvariantCulture, $"about {minute:0.##} {usage.Currency}: a keyframe every {configuration.Keyframes.IntervalSeconds} s, {calls} questions for {UsualPlayers} objects")));
            }

            return findings;
        }
        catch (PixelShapException exception)
        {
            return [new Finding(Area, "answers", FindingState.Missing, exception.Message) { Remedy = exception.Remedy }];
        }
    }

    private static Finding Of(ModelFinding finding) => new(
        Area,
        finding.Name,
        finding.Weight switch
        {
            FindingWeight.Well => FindingState.Ok,
            FindingWeight.Doubtful => FindingState.Warning,
            _ => FindingState.Missing,
        },
        finding.Detail)
    {
        Remedy = finding.Remedy.Length > 0 ? finding.Remedy : null,
    };
}
