using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>
/// A rule-based stand-in for a vision-language model, so that everything works without a network, a key or a GPU. It runs the given segmenter on
/// the image it is shown and says in one or two sentences what a driver asked by the prompt should know. It sees pixels and prompt
/// and nothing else: what is hidden in the image does not exist for it. What moves it cannot know from one picture. Traffic keeps to the right.
/// </summary>
public sealed class Narrator : IVisionLanguageModel
{
    /// <summary>How the narrator is called wherever it appears.</summary>
    public const string Name = "narrator (rule-based stand-in)";

    private readonly ISegmenter _segmenter;

    /// <summary>Creates a narrator that looks through <paramref name="segmenter"/>, which stays the caller's.</summary>
    public Narrator(ISegmenter segmenter) => _segmenter = segmenter;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        StreetView street = question.Forms.Get(() => StreetView.Of(question.Image, _segmenter.Segment(question.Image, cancellationToken)));
        return Task.FromResult(new Answer(Say(PromptFocus.Of(question.Prompt), street)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static string Say(PromptFocus focus, StreetView street) => focus.Topic switch
    {
        Topic.Reason => Answers.Reason(street),
        Topic.Danger => Answers.Danger(street),
        Topic.InFront => Answers.InFront(street, focus),
        Topic.Oncoming => Answers.Oncoming(street),
        Topic.CrossingVehicle => Answers.CrossingVehicle(street, focus),
        Topic.Someone => Answers.Someone(street, onBicycle: false, focus.Advice),
        Topic.Cyclist => Answers.Someone(street, onBicycle: true, focus.Advice),
        Topic.Light => Answers.Light(street),
        Topic.Sign => Answers.Sign(street),
        Topic.BlockedView => Answers.BlockedView(street, focus),
        Topic.NarrowRoad => Answers.NarrowRoad(street),
        _ => Overview.Say(street, focus),
    };
}
