using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>Divides the value of one object of a keyframe among its attributes.</summary>
/// <param name="configuration">How objects are hidden.</param>
/// <param name="questions">Who is asked.</param>
/// <param name="similarity">How alike two answers are.</param>
/// <param name="fill">What hidden pixels are replaced with.</param>
/// <param name="ground">What the ground is made of where an object was.</param>
/// <remarks>Source: Owen, "Values of games with a priori unions" (1977): the object is a union of its attributes. That it is there at all comes before them in every order, as the scene
/// comes before the objects.</remarks>
public sealed class AttributeAttributor(AttributionConfiguration configuration, QuestionQueue questions, ITextSimilarity similarity, IFill fill, IFill ground)
{
    // Two answers each, and three for what is counted from: three calls for each attribute and the presence.
    private const double CoalitionsPerAttribute = 1.5;

    /// <summary>Values the attributes of an object.</summary>
    /// <param name="scene">The keyframe.</param>
    /// <param name="attribution">What its objects count for.</param>
    /// <param name="player">The player of the object; of one object, not a group.</param>
    /// <param name="seed">The seed of every random choice.</param>
    /// <param name="scope">What may be spent; null where only the limits of the run hold.</param>
    /// <param name="cancellationToken">Ends the calls under way.</param>
    public async Task<AttributeValues> AttributeAsync(
        KeyframeScene scene, KeyframeAttribution attribution, int player, ulong seed, QuestionScope? scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(attribution);
        if (scene.Players[player].Objects.Count != 1)
        {
            throw new ArgumentException("A group of objects has no attributes of its own.", nameof(player));
        }

        var pictures = new AttributePictures(scene, player, configuration.Region, fill, ground);
        int count = pictures.Attributes.Count;
        var game = new AttributeGame(pictures, scene.Players.Count > 1, questions, similarity, attribution.Prompt, scope, attribution);
        await game.StartAsync(cancellationToken);
        EstimationOptions options = new()
        {
            Budget = (int)Math.Min(Math.Floor(CoalitionsPerAttribute * count), (1 << count) - 1),
            Seed = seed,
            RoundSize = questions.Concurrency,
            NoiseVariance = double.IsNaN(attribution.NoiseVariance) ? null : attribution.NoiseVariance,
        };
        ValueEstimate estimate = await new BayesEstimator().EstimateAsync(game, options, cancellationToken);
        double whole = game.FullValue - game.HiddenValue, presence = estimate.EmptyValue - game.HiddenValue;
        return new AttributeValues
        {
            Player = player,
            Attributes = [.. pictures.Attributes
                .Select((attribute, i) => new AttributeValue(
                    attribute, estimate.Values[i], estimate.StandardErrors[i], game.AnswerWithout(i), pictures.Draw(Coalition.Full(count).Without(i), withOthers: true)))
                .OrderByDescending(item => item.Value)],
            Presence = presence,
            Whole = whole,
            Gap = whole - presence - estimate.Values.Sum(),
            Calls = game.Calls,
        };
    }
}
