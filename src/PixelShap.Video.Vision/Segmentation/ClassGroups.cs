using System.Collections.Frozen;

namespace PixelShap.Video.Vision.Segmentation;

/// <summary>Names for sets of classes.</summary>
public static class ClassGroups
{
    /// <summary>Every class.</summary>
    public const string All = "all";

    /// <summary>Vehicles, vulnerable road users, signals and obstacles.</summary>
    public const string RoadUsers = "road-users";

    /// <summary>Motor vehicles and trains.</summary>
    public const string Vehicles = "vehicles";

    /// <summary>People and who rides without a shell around them.</summary>
    public const string Vulnerable = "vulnerable";

    /// <summary>Traffic lights and signs.</summary>
    public const string Signals = "signals";

    /// <summary>What is put on the road.</summary>
    public const string Obstacles = "obstacles";

    private static readonly string[] VehicleNames = ["car", "motorcycle", "bus", "train", "truck", "van", "trailer", "tram"];
    private static readonly string[] VulnerableNames = ["person", "pedestrian", "rider", "cyclist", "bicycle", "motorcycle"];
    private static readonly string[] SignalNames = ["traffic light", "traffic sign", "stop sign"];
    private static readonly string[] ObstacleNames = ["cone", "traffic cone"];

    private static readonly FrozenDictionary<string, string[]> Members = new Dictionary<string, string[]>
    {
        [Vehicles] = VehicleNames,
        [Vulnerable] = VulnerableNames,
        [Signals] = SignalNames,
        [Obstacles] = ObstacleNames,
        [RoadUsers] = [.. VehicleNames, .. VulnerableNames, .. SignalNames, .. ObstacleNames],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the groups.</summary>
    public static IEnumerable<string> Names => Members.Keys.Append(All).Order(StringComparer.Ordinal);

    /// <summary>Whether a name is a class that networks are known to have: a member of a group or one of COCO's.</summary>
    public static bool IsKnownClass(string name) =>
        Members[RoadUsers].Contains(name, StringComparer.OrdinalIgnoreCase) || ClassNames.Coco.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The classes that a text-prompted detector is asked for: groups replaced by their members, and every name once.</summary>
    /// <exception cref="PixelShapException"><see cref="All"/> is wanted, which such a detector does not know.</exception>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return wanted.Contains(All, StringComparer.OrdinalIgnoreCase)
            ? throw new PixelShapException(
                ExitCode.Usage, "A text-prompted detector has no fixed classes, so 'all' says nothing to it.", "Name the classes.")
            : [.. wanted.SelectMany(name =>
                Members.TryGetValue(name, out string[]? members) ? members : [name]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>For each class of a model, whether it is kept.</summary>
    /// <param name="wanted">Class names and group names, in any case.</param>
    /// <param name="classNames">The classes of the model.</param>
    /// <exception cref="PixelShapException">A name is neither a group nor a class of the model, or nothing would be kept.</exception>
    public static bool[] Select(IReadOnlyList<string> wanted, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var kept = new bool[classNames.Count];
        foreach (string name in wanted)
        {
            bool isGroup = Members.TryGetValue(name, out string[]? members);
            bool found = isGroup;
            for (int i = 0; i < kept.Length; i++)
            {
                bool matches = name.Equals(All, StringComparison.OrdinalIgnoreCase)
                    || (isGroup
                        ? members!.Contains(classNames[i], StringComparer.OrdinalIgnoreCase)
                        : name.Equals(classNames[i], StringComparison.OrdinalIgnoreCase));
                kept[i] |= matches;
                found |= matches;
            }

            if (!found)
            {
                throw Error($"The model has no class '{name}'.", classNames);
            }
        }

        return kept.Contains(true) ? kept : throw Error($"The model has no class of '{string.Join(", ", wanted)}'.", classNames);
    }

    private static PixelShapException Error(string message, IReadOnlyList<string> classNames) => new(
        ExitCode.Usage, message, $"Choose among the groups {string.Join(", ", Names)} and the classes {string.Join(", ", classNames)}.");
}
