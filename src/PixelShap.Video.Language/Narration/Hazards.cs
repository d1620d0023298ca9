namespace PixelShap.Video.Language.Narration;

/// <summary>What a driver has to reckon with: what is in the way, the near and the vulnerable first.</summary>
internal static class Hazards
{
    // Seconds ahead at town speed; what is farther gives no reason to brake yet.
    private const double FarthestPerson = 45, FarthestVehicle = 40, FarthestObstacle = 25;

    /// <summary>A light that has to be obeyed: the one nearest to the own path, where it is not green.</summary>
    public static RoadUser? StopLight(StreetView street) =>
        GoverningLight(street.Clear) is { Colour: "red" or "amber" } light ? light : null;

    /// <summary>The traffic light that holds for the own lane: of several, the one nearest to the way straight ahead.</summary>
    public static RoadUser? GoverningLight(StreetView street) => street.Users
        .Where(user => user.Kind == RoadUserKind.Light)
        .MinBy(user => Math.Abs(((user.Box.Left + user.Box.Right) / 2) - street.Middle));

    /// <summary>What is in the way, the most urgent first.</summary>
    public static IReadOnlyList<RoadUser> InTheWay(StreetView street) =>
        [.. street.Users.Where(IsInTheWay).OrderByDescending(Urgency).ThenBy(user => user.Metres)];

    /// <summary>Nearer is more urgent, people more than vehicles, what is in the path more than what is beside it.</summary>
    public static double Urgency(RoadUser user)
    {
        double kind = user switch
        {
            { Kind: RoadUserKind.Person } => 2.0,
            { Noun: "motorcycle" } => 1.3,
            { Kind: RoadUserKind.Vehicle } => 1.0,
            { Kind: RoadUserKind.Obstacle } => 0.3,
            _ => 0.2,
        };
        double place = user.IsInPath ? 2.0 : user.IsOnRoad ? 1.0 : 0.3;
        return kind * place / Math.Max(3, user.Metres);
    }

    /// <summary>For what may be a person a driver brakes, for what may be a thing not yet.</summary>
    private static bool IsInTheWay(RoadUser user) => (user.IsSure || user.Kind == RoadUserKind.Person) && user.Kind switch
    {
        RoadUserKind.Person => user.IsOnRoad && user.Metres < FarthestPerson,
        RoadUserKind.Vehicle => user.IsInPath && user.Metres < FarthestVehicle,
        RoadUserKind.Obstacle => user.IsInPath && user.Metres < FarthestObstacle,
        _ => false,
    };
}
