using PixelShap.Video.Events.Rules;

namespace PixelShap.Video.Events;

/// <summary>A kind of event.</summary>
/// <param name="Name">What <c>events.jsonl</c> says.</param>
/// <param name="Words">What people read, to be put behind a time: a sentence without its full stop.</param>
/// <param name="Rule">What makes the rule that watches for it.</param>
public sealed record EventKind(string Name, string Words, EventRuleFactory Rule);

/// <summary>Makes the rule of a kind of event.</summary>
public sealed class EventRuleFactory
{
    private readonly Func<IEventRule> _make;

    internal EventRuleFactory(Func<IEventRule> make) => _make = make;

    internal IEventRule Make() => _make();
}

/// <summary>Every kind of event. A new one is a rule and a line here.</summary>
public static class EventKinds
{
    /// <summary>The car was hit, or hit something.</summary>
    public const string Impact = "impact";

    /// <summary>The car came to lie on its side or its roof.</summary>
    public const string Rollover = "rollover";

    /// <summary>Somebody vanished before the bonnet while the car drove on.</summary>
    public const string LostUnderCar = "lost_under_car";

    /// <summary>Something came so near that it would have been reached within a second.</summary>
    public const string NearMiss = "near_miss";

    /// <summary>Flames.</summary>
    public const string Fire = "fire";

    /// <summary>The car braked hard.</summary>
    public const string HardBraking = "hard_braking";

    /// <summary>The car swerved.</summary>
    public const string Swerve = "swerve";

    /// <summary>A vehicle came into the lane close before the car.</summary>
    public const string CutIn = "cut_in";

    /// <summary>The picture became bright at once.</summary>
    public const string SuddenLight = "sudden_light";

    /// <summary>Something covers the lens, or the picture went dark.</summary>
    public const string CameraCovered = "camera_covered";

    /// <summary>The camera points elsewhere than before.</summary>
    public const string CameraMoved = "camera_moved";

    /// <summary>The car came to stand.</summary>
    public const string Standstill = "standstill";

    /// <summary>Another scene began.</summary>
    public const string SceneCut = "scene_cut";

    /// <summary>All of them, the gravest first.</summary>
    public static IReadOnlyList<EventKind> All { get; } =
    [
        new(Impact, "an impact", new(static () => new ImpactRule())),
        new(Rollover, "the car turns over", new(static () => new RolloverRule())),
        new(LostUnderCar, "somebody is lost from sight before the car", new(static () => new LostUnderCarRule())),
        new(NearMiss, "a near miss", new(static () => new NearMissRule())),
        new(Fire, "fire", new(static () => new FireRule())),
        new(HardBraking, "the car brakes hard", new(static () => new HardBrakingRule())),
        new(Swerve, "the car swerves", new(static () => new SwerveRule())),
        new(CutIn, "a vehicle cuts in", new(static () => new CutInRule())),
        new(SuddenLight, "a sudden light", new(static () => new SuddenLightRule())),
        new(CameraCovered, "the camera is covered", new(static () => new CameraCoveredRule())),
        new(CameraMoved, "the camera moves from its place", new(static () => new CameraMovedRule())),
        new(Standstill, "the car comes to a stand", new(static () => new StandstillRule())),
        new(SceneCut, "the scene is cut", new(static () => new SceneCutRule())),
    ];

    /// <summary>What people read of a kind.</summary>
    public static string Words(string kind) => All.FirstOrDefault(entry => entry.Name == kind)?.Words ?? kind.Replace('_', ' ');
}
