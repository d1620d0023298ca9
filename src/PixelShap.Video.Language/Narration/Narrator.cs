using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Language.Narration;

/// <summary>
/// A rule-based stand-in for a vision-language model, so that everything works without a network, a key or a GPU. It runs the given segmenter on
/// the image it is shown and says in one or two sentences what a driver asked by the prompt should know. It sees pixels and prompt
/// and nothing else: what is hidden in the image does not exist for it.
/// </summary>
public sealed class Narrator : IVisionLanguageModel
{
    /// <summary>How the narrator is called wherever it appears.</summary>
    public const string Name = "narrator (rule-based stand-in)";

    // What a driver is told about must be seen clearly; the tracker may use weaker detections.
    private const float MinScore = 0.3f;
    private const int MostMentioned = 3;
    private static readonly string[] SmallNumbers = ["no", "one", "two", "three", "four", "five", "six"];

    private readonly ISegmenter _segmenter;

    /// <summary>Creates a narrator that looks through <paramref name="segmenter"/>, which stays the caller's.</summary>
    public Narrator(ISegmenter segmenter) => _segmenter = segmenter;

    /// <inheritdoc/>
    public string Id => Name;

    /// <inheritdoc/>
    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        Sight sight = question.Forms.Get(() => new Sight(
        [
            .. _segmenter.Segment(question.Image, cancellationToken)
                .Where(detection => detection.Score >= MinScore)
                .Select(detection => RoadUser.From(detection, question.Image.Width)),
        ]));
        return Task.FromResult(new Answer(Say(PromptFocus.Of(question.Prompt), sight.RoadUsers)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static string Say(PromptFocus focus, IReadOnlyList<RoadUser> seen)
    {
        RoadUser[] asked =
        [
            .. seen.Where(user => IsAskedFor(focus, user))
                .Where(user => focus.Side is null || user.Side == focus.Side)
                .OrderByDescending(Urgency)
                .ThenBy(user => user.Metres),
        ];
        if (asked.Length == 0)
        {
            return focus.Advice ? $"{NothingSeen(focus)} Keep your speed and stay alert." : NothingSeen(focus);
        }

        string situation = focus.Count ? Count(focus, asked) : Describe(asked);
        return focus.Advice || focus.IsGeneral ? $"{situation} {Advise(asked[0])}" : situation;
    }

    private static bool IsAskedFor(PromptFocus focus, RoadUser user) => focus.IsGeneral
        ? user.Kind != RoadUserKind.Other
        : user.Kind switch
        {
            RoadUserKind.Person => focus.People,
            RoadUserKind.Vehicle => focus.Vehicles,
            RoadUserKind.Signal => focus.Signals,
            _ => false,
        };

    /// <summary>Nearer is more urgent, people more than vehicles, what is ahead more than what is beside.</summary>
    private static double Urgency(RoadUser user)
    {
        double kind = user.Kind switch
        {
            RoadUserKind.Person => 1.6,
            RoadUserKind.Vehicle => 1.0,
            _ => 0.5,
        };
        return kind * (user.Side == Side.Ahead ? 1.5 : 1.0) / Math.Max(1, user.Metres);
    }

    private static string Describe(RoadUser[] asked)
    {
        // Those of one kind, place and range are named together, as a person would.
        string[] phrases =
        [
            .. asked.GroupBy(user => (user.Noun, user.Range, user.Place))
                .Take(MostMentioned)
                .Select(group => $"{Quantity(group.Key.Noun, group.Count())} {group.Key.Range} {group.Key.Place}"),
        ];
        string list = phrases.Length switch
        {
            1 => phrases[0],
            2 => $"{phrases[0]} and {phrases[1]}",
            _ => $"{string.Join(", ", phrases[..^1])}, and {phrases[^1]}",
        };
        return $"I see {list}.";
    }

    private static string Count(PromptFocus focus, RoadUser[] asked)
    {
        string place = focus.Side switch
        {
            Side.Left => " on the left",
            Side.Right => " on the right",
            Side.Ahead => " ahead",
            _ => "",
        };
        IEnumerable<string> groups = asked.GroupBy(user => user.Noun).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Quantity(group.Key, group.Count()));
        return $"I see {string.Join(", ", groups)}{place}.";
    }

    private static string Advise(RoadUser first) => (first.Kind, first.Side, first.Range) switch
    {
        (RoadUserKind.Signal, _, _) => $"Watch the {first.Noun} {first.Place}.",
        (_, Side.Ahead, "very close") => $"Brake now for the {first.Noun} {first.Place}.",
        (_, Side.Ahead, "close") => $"Slow down and keep your distance from the {first.Noun} {first.Place}.",
        (RoadUserKind.Person, _, "very close" or "close") => $"Slow down and be ready to stop for the {first.Noun} {first.Place}.",
        (_, _, "far away") => "Keep your speed and stay alert.",
        _ => $"Keep an eye on the {first.Noun} {first.Place}.",
    };

    private static string NothingSeen(PromptFocus focus)
    {
        string what = (focus.People, focus.Vehicles, focus.Signals) switch
        {
            (true, false, false) => "pedestrian or cyclist",
            (false, true, false) => "vehicle",
            (false, false, true) => "traffic light or sign",
            _ => "road user",
        };
        return $"No {what} is in view.";
    }

    private static string Quantity(string noun, int count) => count switch
    {
        1 => "aeiou".Contains(noun[0], StringComparison.Ordinal) ? $"an {noun}" : $"a {noun}",
        < 7 => $"{SmallNumbers[count]} {Plural(noun)}",
        _ => $"many {Plural(noun)}",
    };

    private static string Plural(string noun) => noun.EndsWith('s') ? noun + "es" : noun + "s";

    /// <summary>What the narrator sees in one picture, whatever it is asked about it.</summary>
    private sealed record Sight(IReadOnlyList<RoadUser> RoadUsers);
}
