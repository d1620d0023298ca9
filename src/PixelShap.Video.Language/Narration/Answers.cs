using static PixelShap.Video.Language.Narration.Phrases;

namespace PixelShap.Video.Language.Narration;

/// <summary>Answers to questions that ask for one thing: they name what decides, and nothing else. Null where there is no such thing.</summary>
internal static class Answers
{
    public const string Yes = "Yes: ";

    // Beyond this, nothing beside the road blocks the view or narrows the lane for now.
    private const double Near = 50;

    // Pixels below the horizon: what stands higher is too far for its wheels to tell how far.
    private const double LeastDepth = 12;

    // Metres from the middle of the own lane that have to be free to its right.
    private const double RoomBeside = 1.5;

    public static string? Reason(StreetView street)
    {
        if (Hazards.StopLight(street) is { } light)
        {
            return $"The traffic light {light.Place} is {light.Colour}.";
        }

        return Hazards.InTheWay(street) is [var first, ..]
            ? $"Because of {WithArticle(first.Look)} {Where(first)}."
            : null;
    }

    public static string? Danger(StreetView street) => Hazards.InTheWay(street) is [var first, ..]
        ? $"{Yes}{WithArticle(first.Look)} {Where(first)}."
        : null;

    public static string? InFront(StreetView street, PromptFocus focus)
    {
        RoadUser? first = street.Users.FirstOrDefault(user => user.IsInPath && IsAskedFor(focus, user));
        return first is null
            ? null
            : $"{Capital(WithArticle(first.Look))} is {first.Distance} in front of us.";
    }

    public static string? Oncoming(StreetView street)
    {
        RoadUser? first = street.Users.FirstOrDefault(user =>
            user is { Kind: RoadUserKind.Vehicle, Lane: Lane.Oncoming, IsCut: false, IsSideOn: false });
        return first is null ? null : $"{Capital(WithArticle(first.Look))} is coming the other way, {first.Distance}.";
    }

    /// <summary>What moves across from one side and is the first to do so has come farthest.</summary>
    public static string? CrossingVehicle(StreetView street, PromptFocus focus)
    {
        RoadUser[] crossing =
        [
            .. street.Users.Where(user => user.IsSideOn && (focus.Large ? user.Class.Height > 3 : focus.Noun is null || user.Noun == focus.Noun)),
        ];
        RoadUser? first = focus.Side switch
        {
            Side.Left => crossing.MaxBy(user => user.Box.Right),
            Side.Right => crossing.MinBy(user => user.Box.Left),
            _ => crossing.FirstOrDefault(),
        };
        return first is null
            ? null
            : $"{Capital(WithArticle(first.Look))} is crossing {first.Distance}, {first.Place}.";
    }

    public static string? Someone(StreetView street, bool onBicycle)
    {
        RoadUser? first = street.Users
            .Where(user => user.Kind == RoadUserKind.Person && user.IsOnRoad && (!onBicycle || user.Noun is "cyclist" or "bicycle"))
            .MaxBy(Hazards.Urgency);
        if (first is not null)
        {
            return $"{Yes}{WithArticle(first.Look)} {Where(first)}.";
        }

        return onBicycle && street.Users.Where(user => user.Kind == RoadUserKind.Person && user.IsOnRoad).MaxBy(Hazards.Urgency) is { } other
            ? $"I see no bicycle, but {WithArticle(other.Look)} {Where(other)}."
            : null;
    }

    public static string? Light(StreetView street) => Hazards.GoverningLight(street) switch
    {
        null => null,
        { Colour: { } colour } light => $"The traffic light {light.Place} is {colour}.",
        var light => $"There is a traffic light {light.Place}, but I cannot tell its colour.",
    };

    public static string? Sign(StreetView street)
    {
        RoadUser? first = street.Users.FirstOrDefault(user => user.Kind == RoadUserKind.Sign);
        return first is null
            ? null
            : $"There is {WithArticle(first.Look)} {first.Place}, {first.Distance}. I cannot read what is on it.";
    }

    /// <summary>What rises highest above the driver's eyes for its distance, which the row of its wheels tells. What the edge of the picture cuts is being
    /// passed.</summary>
    public static string? BlockedView(StreetView street, PromptFocus focus)
    {
        RoadUser? first = street.Users
            .Where(user => user.Kind == RoadUserKind.Vehicle && !user.IsInPath && !user.IsCut && user.Metres < Near)
            .Where(user => focus.Side is null || (focus.Side == Side.Right ? user.Lane == Lane.Right : user.Lane is Lane.Left or Lane.Oncoming))
            .Where(user => user.Box.Top < street.Horizon && user.Box.Bottom > street.Horizon)
            .MaxBy(user => (street.Horizon - user.Box.Top) / Math.Max(LeastDepth, user.Box.Bottom - street.Horizon));
        return first is null
            ? null
            : $"{Capital(WithArticle(first.Look))} {first.Place}, {first.Distance}, is higher than we can look over.";
    }

    /// <summary>The first thing that reaches into the right of the own lane; a cone only where no vehicle does.</summary>
    public static string? NarrowRoad(StreetView street)
    {
        RoadUser? first = street.Users
            .Where(user => user.Kind is RoadUserKind.Vehicle or RoadUserKind.Obstacle && user.Metres < Near && user is { Lateral: > 0.9, IsCut: false, Lane: Lane.Right or Lane.Own })
            .Where(user => user.Lateral - (user.Class.Width / 2) < RoomBeside)
            .OrderBy(user => user.Kind == RoadUserKind.Obstacle)
            .ThenBy(user => user.Metres)
            .FirstOrDefault();
        return first is null
            ? null
            : $"{Capital(WithArticle(first.Look))} {first.Place} blocks the side of the road, {first.Distance}.";
    }

    public static bool IsAskedFor(PromptFocus focus, RoadUser user) => focus.IsGeneral
        ? user.Kind != RoadUserKind.Other
        : user.Kind switch
        {
            RoadUserKind.Person => focus.People,
            RoadUserKind.Vehicle => focus.Vehicles,
            RoadUserKind.Light or RoadUserKind.Sign => focus.Signals,
            _ => false,
        };

    public static string NameOf(PromptFocus focus) => (focus.People, focus.Vehicles, focus.Signals) switch
    {
        (true, false, false) => "pedestrian or cyclist",
        (false, true, false) => "vehicle",
        (false, false, true) => "traffic light or sign",
        _ => "road user",
    };

    private static string Where(RoadUser user)
    {
        string lane = user.IsInPath || user.Lane == Lane.Own ? "in our lane" : user.Lane == Lane.Right ? "at the right of our lane" : "left of our lane";
        return $"{user.Distance} {lane}";
    }
}
