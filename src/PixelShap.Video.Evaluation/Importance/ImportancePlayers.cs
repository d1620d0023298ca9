using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Importance;

/// <summary>The players of a picture: those that a run would have: the farthest ones beyond a limit are shown and hidden together.</summary>
internal sealed class ImportancePlayers
{
    /// <summary>The overlap from which a player is the target: half, as detections are matched everywhere.</summary>
    private const double SameObject = 0.5;

    private readonly ImportanceObject[][] _players;
    private readonly ImportanceObject[] _objects;
    private readonly HashSet<ImportanceObject> _alone;
    private readonly BgrImage _image;

    public ImportancePlayers(ImportancePicture picture, ImportanceProtocol protocol)
    {
        _image = picture.Image;
        _objects = [.. picture.Objects.Where(item => !item.Mask.IsEmpty)];
        _alone = new HashSet<ImportanceObject>(
            protocol.TargetsPlayAlone ? picture.Questions.Select(question => question.Target).OfType<ImportanceObject>() : [], ReferenceEqualityComparer.Instance);
        Frame = new ObservedFrame(0, picture.Image, picture.Seconds, [.. _objects.Select((item, i) => new TrackedObject(i, item.Detection))]);
        _players = [.. Player.From(Frame.Objects, protocol.MaxPlayers, PlaysAlone).Select(player => player.TrackIds.Select(id => _objects[id]).ToArray())];
    }

    /// <summary>The picture as a keyframe of a run.</summary>
    public ObservedFrame Frame { get; }

    public int Count => _players.Length;

    public IReadOnlyList<string> Names => [.. _players.Select(group => group.Length == 1 ? group[0].Name : Player.GroupName)];

    /// <summary>Whether a question hangs on an object of <see cref="Frame"/>, so that it is a player of its own.</summary>
    public bool PlaysAlone(TrackedObject item) => _alone.Contains(_objects[item.TrackId]);

    /// <summary>Largest first; a group is nobody's guess.</summary>
    public double[] Sizes => [.. _players.Select(group => group.Length > 1 ? double.NegativeInfinity : group[0].Mask.Area)];

    /// <summary>The nearest to the middle of the picture first; a group is nobody's guess.</summary>
    public double[] Centralities => [.. _players.Select(group => group.Length > 1 ? double.NegativeInfinity : -DistanceToCentre(group[0].Mask.Box))];

    /// <summary>Per player the IoU of its pixels with the target's.</summary>
    public double[] OverlapsWith(Mask? target) =>
        target is null ? new double[Count] : [.. _players.Select(group => Union(group).IoU(target))];

    /// <summary>The player that is the target; null when none is, or when it went into the group.</summary>
    public int? TargetOf(double[] overlaps)
    {
        int[] candidates = [.. Enumerable.Range(0, Count).Where(player => _players[player].Length == 1 && overlaps[player] >= SameObject)];
        return candidates.Length == 0 ? null : candidates.MaxBy(player => overlaps[player]);
    }

    private static Mask Union(ImportanceObject[] group)
    {
        if (group.Length == 1)
        {
            return group[0].Mask;
        }

        (int width, int height) = (group[0].Mask.ImageWidth, group[0].Mask.ImageHeight);
        var map = new byte[width * height];
        Array.ForEach(group, item => item.Mask.Paint(map, width, 1));
        return Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
    }

    private double DistanceToCentre(PixelBox box) => Math.Sqrt(
        Math.Pow(box.X + (box.Width / 2.0) - (_image.Width / 2.0), 2) + Math.Pow(box.Y + (box.Height / 2.0) - (_image.Height / 2.0), 2));
}
