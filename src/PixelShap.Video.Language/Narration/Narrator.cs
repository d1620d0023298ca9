using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Language.Narration;

/// <summary>
/// A rule-based stand-in for a vision-language model, so that everything works without a network, a key or a GPU. It runs the given segmenter on
/// the image it is shown and says in one or two sentences what of that the prompt asks about. It describes and gives no advice, and says "perhaps" of what it is not sure of. It sees pixels and prompt
/// and nothing else: what is hidden in the image does not exist for it. What moves it cannot know from one picture. Traffic keeps to the right.
/// </summary>
public sealed class Narrator : IVisionLanguageModel
{
    /// <summary>How the narrator is called wherever it appears.</summary>
    public const string Name = StandIns.Narrator;

    private readonly ISegmenter _segmenter;

    /// <summary>Creates a narrator that looks through <paramref name="segmenter"/>, which stays the caller's.</summary>
    public Narrator(ISegmenter segmenter) => _segmenter = segmenter;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        StreetView street = question.Cache.Get(() => StreetView.Of(question.Image, DoubleSights.Remove(_segmenter.Segment(question.Image, cancellationToken))));
        return Task.FromResult(new Answer(Say(PromptFocus.Of(question.Prompt), street)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static string Say(PromptFocus focus, StreetView street) => focus.Topic is Topic.Overview or Topic.Count
        ? Overview.Say(focus.Topic == Topic.Count ? street.Clear : street.Spoken, focus)
        : Answer(focus, street.Clear)
            ?? (Answer(focus, street) is { } unsure ? Perhaps(unsure) : Nothing(focus));

    private static string Perhaps(string answer)
    {
        string rest = answer.StartsWith(Answers.Yes, StringComparison.Ordinal) ? answer[Answers.Yes.Length..] : answer;
        return $"Perhaps: {char.ToLowerInvariant(rest[0])}{rest[1..]}";
    }

    private static string? Answer(PromptFocus focus, StreetView street) => focus.Topic switch
    {
        Topic.Reason => Answers.Reason(street),
        Topic.Danger => Answers.Danger(street),
        Topic.InFront => Answers.InFront(street, focus),
        Topic.Oncoming => Answers.Oncoming(street),
        Topic.CrossingVehicle => Answers.CrossingVehicle(street, focus),
        Topic.Someone => Answers.Someone(street, onBicycle: false),
        Topic.Cyclist => Answers.Someone(street, onBicycle: true),
        Topic.Light => Answers.Light(street),
        Topic.Sign => Answers.Sign(street),
        Topic.BlockedView => Answers.BlockedView(street, focus),
        Topic.NarrowRoad => Answers.NarrowRoad(street),
        _ => null,
    };

    private static string Nothing(PromptFocus focus) => focus.Topic switch
    {
        Topic.Reason => "I see nothing in our way that I know.",
        Topic.Danger => "I see nothing dangerous that I know: nothing that I see is in our way.",
        Topic.InFront => $"I see no {Answers.NameOf(focus)} in front of us in our lane.",
        Topic.Oncoming => "I see nothing coming the other way.",
        Topic.CrossingVehicle => $"I see no {(focus.Large ? "large vehicle" : focus.Noun ?? "vehicle")} that crosses.",
        Topic.Someone => "I see no person on the road.",
        Topic.Cyclist => "I see no cyclist on the road.",
        Topic.Light => "I see no traffic light.",
        Topic.Sign => "I see no sign.",
        Topic.BlockedView => "I see nothing that blocks the view.",
        _ => "I see nothing that blocks the side of the road.",
    };
}
