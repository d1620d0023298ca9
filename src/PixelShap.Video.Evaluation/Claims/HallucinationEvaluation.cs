using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>Measures how well claims that name what is not there are told from true ones: on answers that lie in known ways, with the very classes of a run.</summary>
/// <param name="configuration">The settings of the run.</param>
/// <param name="similarity">How alike two answers are.</param>
/// <param name="fill">What hidden pixels are replaced with.</param>
/// <param name="writer">Writes the answers.</param>
/// <param name="seed">The seed of the estimator's choices.</param>
public sealed class HallucinationEvaluation(AttributionConfiguration configuration, ITextSimilarity similarity, IFill fill, StatementWriter writer, long seed)
{
    private static readonly NamedPrompt s_prompt = NamedPrompt.Parse(NamedPrompt.DefaultName, "prompt", "What do you see?");

    /// <summary>Asks about one picture and checks what was said.</summary>
    /// <returns>One trial per statement; none for a picture of which there is nothing to say.</returns>
    public async Task<IReadOnlyList<StatementTrial>> PlayAsync(ImportancePicture picture, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(picture);
        IReadOnlyList<Statement> statements = writer.Write(picture);
        TrackedObject[] objects = [.. picture.Objects.Where(item => !item.Mask.IsEmpty).Select((item, index) => new TrackedObject(index, item.Detection))];
        if (statements.Count == 0 || objects.Length == 0)
        {
            return [];
        }

        await using var model = new KnowingModel(picture.Image, [.. picture.Truth.Select(item => item.Mask)], statements);
        using var questions = new QuestionQueue(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), concurrency: 1);
        var attributor = new KeyframeAttributor(configuration, [s_prompt], seed, questions, fill, similarity);
        using KeyframeScene scene = attributor.SceneOf(new ObservedFrame(0, picture.Image, picture.Seconds, objects));
        KeyframeAttribution attribution = await attributor.AttributeAsync(scene, s_prompt, scope: null, cancellationToken);
        IReadOnlyList<Claim> claims = ClaimAttribution.Of(attribution, player => [.. player.TrackIds.Select(id => objects[id].Detection.ClassName)]);
        return [.. statements.Select(statement => Judge(picture, statement, attribution.Answer, claims))];
    }

    private static StatementTrial Judge(ImportancePicture picture, Statement statement, string answer, IReadOnlyList<Claim> claims)
    {
        int start = answer.IndexOf(statement.Text, StringComparison.Ordinal);
        Claim? worst = start < 0 ? null : claims
            .Where(claim => claim.Start >= start && claim.Start < start + statement.Text.Length)
            .MaxBy(claim => claim.Support);
        return new StatementTrial(picture.Source, picture.Seconds, statement, worst?.Support ?? ClaimSupport.Unchecked, worst?.Topic ?? ClaimTopic.None);
    }
}
