using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Language;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>
/// Measures φ of single claims, which is made of the answers that were bought for the whole answer, against the exact values of each claim, for which all coalitions are
/// asked. A question about the same pixels is put to the model once.
/// </summary>
/// <param name="configuration">The settings of the run.</param>
/// <param name="model">Who is asked; stays the caller's.</param>
/// <param name="similarity">How alike two answers are.</param>
/// <param name="fill">What hidden pixels are replaced with.</param>
/// <param name="seed">The seed of the estimator's choices.</param>
public sealed class ClaimValueEvaluation(AttributionConfiguration configuration, IVisionLanguageModel model, ITextSimilarity similarity, IFill fill, long seed)
{
    /// <summary>Asks all questions of one picture.</summary>
    /// <returns>One trial per claim: exact φ, φ as a run has it, and what the run asked.</returns>
    public async Task<IReadOnlyList<Trial>> PlayAsync(ImportancePicture picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        TrackedObject[] objects = [.. picture.Objects.Where(item => !item.Mask.IsEmpty).Select((item, index) => new TrackedObject(index, item.Detection))];
        NamedPrompt[] prompts = [.. picture.Questions.Select(question => question.Prompt).Distinct(StringComparer.Ordinal).Select((text, index) => NamedPrompt.Parse($"{index}", "prompt", text))];
        if (objects.Length == 0 || prompts.Length == 0)
        {
            return [];
        }

        using var questions = new QuestionQueue(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), concurrency: 1);
        var frame = new ObservedFrame(0, picture.Image, picture.Seconds, objects);
        (Claim Claim, int Calls)[][] exact = await ClaimsAsync(configuration with { Estimator = "exact", OverTime = false, NoiseRepeats = 0, Controls = Controls.Never }), asRun = await ClaimsAsync(configuration);
        return
        [
            .. exact.Zip(asRun).SelectMany(pair => pair.First.Zip(pair.Second))
                .Where(pair => pair.First.Claim.Values.Count > 1)
                .Select(pair => new Trial(pair.First.Claim.Values, pair.Second.Claim.Values, pair.Second.Claim.StandardErrors, pair.Second.Calls)),
        ];

        async Task<(Claim, int)[][]> ClaimsAsync(AttributionConfiguration settings)
        {
            var attributor = new KeyframeAttributor(settings, prompts, seed, questions, fill, similarity);
            using KeyframeScene scene = attributor.SceneOf(frame);
            var claims = new List<(Claim, int)[]>();
            foreach (NamedPrompt prompt in prompts)
            {
                claims.Add(await ClaimsOfAsync(attributor, scene, prompt, objects, cancellationToken));
            }

            return [.. claims];
        }
    }

    private static async Task<(Claim Claim, int Calls)[]> ClaimsOfAsync(KeyframeAttributor attributor, KeyframeScene scene, NamedPrompt prompt, TrackedObject[] objects, CancellationToken cancellationToken)
    {
        try
        {
            KeyframeAttribution attribution = await attributor.AttributeAsync(scene, prompt, scope: null, cancellationToken);
            IReadOnlyList<Claim> claims = ClaimAttribution.Of(attribution, player => [.. player.TrackIds.Select(id => objects[id].Detection.ClassName)]);
            return [.. claims.Select(claim => (claim, attribution.Calls + attribution.ControlCalls))];
        }
        catch (UnansweredException)
        {
            // A question whose whole picture has no answer is left out.
            return [];
        }
    }
}
