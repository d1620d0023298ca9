using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Attribution;

/// <summary>
/// <c>bayes</c> over the keyframes of a run: what earlier keyframes taught makes the next one cheaper, and a keyframe at which hardly
/// anything has changed costs nothing. Keyframes come in order of time.
/// </summary>
internal sealed class KeyframeSequence(bool mayCarry)
{
    // Two levels of 255 is the noise of a camera; boxes of a standing object shake by less than a tenth of their area.
    private const double MostPictureChange = 2;
    private const float LeastBoxOverlap = 0.9f;

    // A group that was in none of so many keyframes is forgotten; the estimator remembers fewer.
    private const int RememberedKeyframes = 128;

    private readonly SequenceEstimator _estimator = new();

    // A group is the same player as long as the same objects belong to it; groups have ids below zero, and no id is given twice.
    private readonly Dictionary<string, (int Id, long LastKeyframe)> _groups = [];
    private int _lastGroup;
    private long _keyframe;
    private Predecessor? _last;

    /// <summary>The number of groups remembered.</summary>
    internal int RememberedGroups => _groups.Count;

    /// <summary>Whether the importance of the keyframe before may be carried over: same objects in the same places, hardly another picture; it is if the
    /// answer is the same, too.</summary>
    public bool MayCarry(IReadOnlyList<Player> players, BgrImage image) =>
        mayCarry
        && _last is { } last
        && last.Players.Keys.SequenceEqual(Boxes(players).Keys)
        && Boxes(players).All(player => last.Players[player.Key].IoU(player.Value) >= LeastBoxOverlap)
        && last.Picture.DifferenceFrom(new PictureStamp(image)) <= MostPictureChange;

    /// <summary>Whether the answer is that of the keyframe before.</summary>
    public bool IsSame(string answer) => string.Equals(_last?.Answer, answer, StringComparison.Ordinal);

    /// <summary>Plays the game of the next keyframe. The answer to its whole image may still be on its way.</summary>
    public async ValueTask<SequenceEstimate> EstimateAsync(
        IGame game, Task<string> answer, IReadOnlyList<Player> players, double seconds, BgrImage image, EstimationOptions options, CancellationToken cancellationToken)
    {
        SequenceEstimate attribution = await _estimator.EstimateAsync(game, PlayersAt(players, seconds), options, cancellationToken);
        Remember(await answer, players, image);
        return attribution;
    }

    /// <summary>Carries the importance of earlier keyframes over to this one.</summary>
    public SequenceEstimate Carry(IReadOnlyList<Player> players, double seconds, EstimationOptions options) =>
        _estimator.Carry(PlayersAt(players, seconds), options);

    /// <summary>Takes in a keyframe that an earlier part of the run has valued.</summary>
    public void Recall(KeyframeAttribution known, IReadOnlyList<Player> players, double seconds, BgrImage image, EstimationOptions options)
    {
        IReadOnlyList<Observation> observations = [.. known.Coalitions.Select(coalition => new Observation(new Coalition(coalition.Visible), coalition.Value))];
        _estimator.Recall(PlayersAt(players, seconds), observations, known.FullValue, known.IsCarried ? null : known.Calls, options);
        if (!known.IsCarried)
        {
            Remember(known.Answer, players, image);
        }
    }

    private KeyframePlayers PlayersAt(IReadOnlyList<Player> players, double seconds)
    {
        _keyframe++;
        int[] ids = [.. players.Select(IdOf)];
        foreach (string members in _groups.Where(group => group.Value.LastKeyframe < _keyframe - RememberedKeyframes).Select(group => group.Key).ToArray())
        {
            _groups.Remove(members);
        }

        return new KeyframePlayers(ids, seconds);
    }

    private int IdOf(Player player)
    {
        if (player.Objects.Count == 1)
        {
            return player.Objects[0].TrackId;
        }

        string members = string.Join(',', player.Objects.Select(item => item.TrackId).Order());
        int id = _groups.TryGetValue(members, out (int Id, long LastKeyframe) known) ? known.Id : --_lastGroup;
        _groups[members] = (id, _keyframe);
        return id;
    }

    private SortedDictionary<int, BoundingBox> Boxes(IReadOnlyList<Player> players) =>
        new(players.ToDictionary(IdOf, player => player.Objects.Select(item => item.Detection.Box).Aggregate(Cover)));

    private static BoundingBox Cover(BoundingBox a, BoundingBox b) =>
        new(Math.Min(a.Left, b.Left), Math.Min(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));

    private void Remember(string answer, IReadOnlyList<Player> players, BgrImage image) => _last = new Predecessor(answer, Boxes(players), new PictureStamp(image));

    /// <summary>The last keyframe at which the model was really asked about coalitions, so that small changes cannot add up unnoticed.</summary>
    private sealed record Predecessor(string Answer, SortedDictionary<int, BoundingBox> Players, PictureStamp Picture);
}
