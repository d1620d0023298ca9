using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Sharing;

/// <summary>What is to be made unrecognisable: <c>faces</c>, <c>plates</c>, <c>persons</c>, <c>vehicles</c>, and classes by their names.</summary>
public sealed class BlurRules
{
    /// <summary>The rule that a detector of faces serves.</summary>
    public const string Faces = "faces";

    private const string Person = "person";
    private const float HeadShare = 0.38f, HeadWidths = 0.6f, LowerShare = 0.62f, LeastHead = 8;

    // Some networks have one class for a rider and what is ridden. "person" stands for all of these.
    private static readonly string[] s_people = [Person, "pedestrian", "rider", "bicyclist", "cyclist", "motorcyclist", "motorcycle"];
    private static readonly string[] s_plated = ["car", "truck", "bus", "van", "trailer", "motorcycle", "motorcyclist"];
    private static readonly string[] s_vehicles = [.. s_plated, "train", "tram"];

    private static readonly Dictionary<string, Rule> s_groups = new(StringComparer.OrdinalIgnoreCase)
    {
        [Faces] = new(Faces, Part.Head, s_people),
        ["plates"] = new("plates", Part.Lower, s_plated),
        ["persons"] = new("persons", Part.Whole, s_people),
        ["vehicles"] = new("vehicles", Part.Whole, s_vehicles),
    };

    private readonly List<Rule> _rules = [];

    /// <summary>Reads rules.</summary>
    /// <param name="names">Groups and class names. Of people the upper part is covered, of other classes the whole; <c>person:whole</c> covers people whole. <c>person</c> is everyone, whatever the
    /// network calls them, but what is named by itself counts more.</param>
    /// <exception cref="PixelShapException">A name is none.</exception>
    public BlurRules(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<Rule> classes = [];
        foreach (string name in names)
        {
            string[] parts = name.Split(':');
            string first = parts[0].Trim();
            if (parts.Length > 2 || first.Length == 0 || (parts.Length == 2 && (parts[1] is not ("whole" or "head") || s_groups.ContainsKey(first))))
            {
                throw new PixelShapException(ExitCode.Usage, $"'--blur {name}' names no class.", "Write for example --blur faces,plates or --blur person:whole.");
            }

            if (s_groups.TryGetValue(first, out Rule? group))
            {
                _rules.Add(group);
                continue;
            }

            bool isPerson = IsPerson(first);
            bool head = parts.Length == 2 ? parts[1] == "head" : IsOfPeople(first);
            classes.Add(new Rule(first, head ? Part.Head : Part.Whole, isPerson ? s_people : [first]));
        }

        string[] own = [.. classes.Where(rule => !IsPerson(rule.Name)).Select(rule => rule.Name)];
        _rules.AddRange(classes.Select(rule => IsPerson(rule.Name) ? rule with { Classes = [.. rule.Classes.Except(own, StringComparer.OrdinalIgnoreCase)] } : rule));
    }

    private enum Part
    {
        Head,
        Lower,
        Whole,
    }

    /// <summary>The rules as they were named.</summary>
    public IReadOnlyList<string> Names => [.. _rules.Select(rule => rule.Name).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether a detector of faces is of use.</summary>
    public bool WantsFaces => _rules.Exists(rule => rule.Name == Faces);

    /// <summary>Whether a name is a group and no class.</summary>
    public static bool IsGroup(string name) => s_groups.ContainsKey(name);

    /// <summary>Those of <see cref="Names"/> of which a run found nothing.</summary>
    /// <param name="found">The classes that the run found.</param>
    public IReadOnlyList<string> NotAmong(IReadOnlySet<string> found) =>
        [.. Names.Where(name => !_rules.Exists(rule => rule.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && rule.Classes.Any(found.Contains)))];

    /// <summary>Whether a class is one by which networks know people.</summary>
    public static bool IsOfPeople(string name) => s_people.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The regions of a detection that are to be covered, without a margin, each with the name of its rule.</summary>
    /// <param name="className">Its class in the frame.</param>
    /// <param name="trackClass">The class of its track, which may be another one: either is enough. Null without a track.</param>
    /// <param name="box">Its box.</param>
    internal IEnumerable<(string Rule, BoundingBox Region)> RegionsOf(string className, string? trackClass, BoundingBox box)
    {
        foreach (Rule rule in _rules)
        {
            if (rule.Has(className) || (trackClass is not null && rule.Has(trackClass)))
            {
                yield return (rule.Name, RegionOf(rule.Part, box));
            }
        }
    }

    // Who sits, leans or is cut off by the picture's edge has a short box: there the head takes more of it than of somebody who stands.
    private static BoundingBox RegionOf(Part part, BoundingBox box) => part switch
    {
        Part.Head => box with { Bottom = box.Top + Math.Min(box.Height, Math.Max(Math.Max(HeadShare * box.Height, HeadWidths * box.Width), LeastHead)) },
        Part.Lower => box with { Top = box.Bottom - (LowerShare * box.Height) },
        _ => box,
    };

    private static bool IsPerson(string name) => name.Equals(Person, StringComparison.OrdinalIgnoreCase);

    private sealed record Rule(string Name, Part Part, IReadOnlyList<string> Classes)
    {
        public bool Has(string className) => Classes.Contains(className, StringComparer.OrdinalIgnoreCase);
    }
}
