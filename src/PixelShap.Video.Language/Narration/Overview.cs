using static PixelShap.Video.Language.Narration.Phrases;

namespace PixelShap.Video.Language.Narration;

/// <summary>Answers to questions that ask for more than one thing: what there is and what matters, what decides first. They describe and advise nothing, whatever is asked.</summary>
internal static class Overview
{
    private const int MostMentioned = 3;

    // What is farther does not matter right now.
    private const double FarthestMattering = 40;

    public static string Say(StreetView street, PromptFocus focus)
    {
        RoadUser[] asked =
        [
            .. street.Users.Where(user => Answers.IsAskedFor(focus, user))
                .Where(user => focus.Side is null || user.Side == focus.Side)
                .OrderByDescending(Hazards.Urgency)
                .ThenBy(user => user.Metres),
        ];
        RoadUser? light = focus.IsGeneral ? Hazards.StopLight(street) : null;
        if (asked.Length == 0)
        {
            return $"I see no {Answers.NameOf(focus)}.";
        }

        if (focus.Topic == Topic.Count)
        {
            return Count(focus, asked);
        }

        // Of a whole street, what stands and walks beside it is only told in passing.
        RoadUser[] mattering = [.. asked.Where(user => !focus.IsGeneral || (user.IsOnRoad && user.Metres < FarthestMattering))];
        string[] beside = focus.IsGeneral
            ? [.. asked.Where(user => !user.IsOnRoad && user.Kind is RoadUserKind.Person or RoadUserKind.Vehicle).Select(user => Plural(user.Noun)).Distinct().Order(StringComparer.Ordinal)]
            : [];
        string[] sentences =
        [
            .. light is null ? [] : new[] { $"The traffic light {light.Place} is {light.Colour}." },
            mattering.Length > 0 ? Describe(mattering) : light is null ? "I see nothing on the road ahead that I know." : "",
            beside.Length > 0 ? $"There are {List(beside)} beside the road." : "",
        ];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    private static string Describe(RoadUser[] asked)
    {
        // Those of one kind, place and range are named together, as a person would.
        string[] phrases =
        [
            .. asked.GroupBy(user => (user.Look, user.Noun, user.Range, user.Place, user.IsSure))
                .Take(MostMentioned)
                .Select(group => $"{(group.Key.IsSure ? "" : "perhaps ")}{(group.Count() == 1 ? WithArticle(group.Key.Look) : Quantity(group.Key.Noun, group.Count()))} {group.Key.Range} {group.Key.Place}"),
        ];
        return $"I see {List(phrases)}.";
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
}
