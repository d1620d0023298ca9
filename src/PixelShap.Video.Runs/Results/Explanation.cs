using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Results;

/// <summary>What an answer about one still picture depended on, with everything there is to show of it.</summary>
public sealed record Explanation
{
    // Φ⁻¹(0.95): with it to both sides an interval holds the true value in 90 of 100 cases.
    private const double Deviations = 1.6448536269514722;

    /// <summary>The program and its version.</summary>
    public required string Product { get; init; }

    /// <summary>The name of the file, without its folder.</summary>
    public required string ImageName { get; init; }

    /// <summary>SHA-256 of the file in hexadecimal.</summary>
    public required string ImageHash { get; init; }

    /// <summary>What found the objects.</summary>
    public required string Segmenter { get; init; }

    /// <summary>How answers were compared, for example <c>tfidf</c>.</summary>
    public required string Similarity { get; init; }

    /// <summary>The settings.</summary>
    public required PipelineConfiguration Configuration { get; init; }

    /// <summary>The objects by their number in the picture, from 1.</summary>
    public required IReadOnlyList<TrackedObject> Objects { get; init; }

    /// <summary>Question, answer, players and coalitions; the tracks of a player are the numbers of its objects.</summary>
    public required KeyframeAttribution Attribution { get; init; }

    /// <summary>What the attributes of one object count for; null where nobody asked. The default value is null.</summary>
    public AttributeValues? Attributes { get; init; }

    /// <summary>What the words of the question count for; null where nobody asked. The default value is null.</summary>
    public WordValues? Words { get; init; }

    /// <summary>Questions that were put besides the one about the whole picture.</summary>
    public int Calls => Attribution.Calls + (Attribution.Faithfulness?.Calls ?? 0) + Attribution.ControlCalls + (Attributes?.Calls ?? 0) + (Words?.Calls ?? 0);

    /// <summary>Whether every coalition was asked, so that φ is known and not estimated.</summary>
    public bool IsExact => Attribution.Estimator == "exact";

    /// <summary>What the answer says, one by one, and what each of it rested on.</summary>
    public IReadOnlyList<Claim> Claims() => ClaimAttribution.Of(
        Attribution, player => [.. player.TrackIds.Select(id => Objects.Single(candidate => candidate.TrackId == id).Detection.ClassName)]);

    /// <summary>The players, the most important first.</summary>
    public IReadOnlyList<ExplainedPlayer> Rank()
    {
        double positive = Attribution.Players.Sum(player => Math.Max(0, player.Value));
        return
        [
            .. Attribution.Players
                .Select((player, index) => (player, index))
                .OrderByDescending(item => item.player.Value)
                .Select((item, rank) => new ExplainedPlayer(
                    item.index,
                    rank + 1,
                    item.player,
                    [.. item.player.TrackIds.Select(id => Objects.Single(candidate => candidate.TrackId == id))],
                    item.player.Value - (Deviations * item.player.StandardError),
                    item.player.Value + (Deviations * item.player.StandardError),
                    positive > 0 ? Math.Max(0, item.player.Value) / positive : 0)),
        ];
    }
}

/// <summary>A player of an explanation.</summary>
/// <param name="Index">Its place in the order of the coalitions' bits.</param>
/// <param name="Rank">Its place by importance, from 1.</param>
/// <param name="Player">Its values.</param>
/// <param name="Objects">Its objects, at least one.</param>
/// <param name="Low">The lower end of the 90 % interval of φ.</param>
/// <param name="High">The upper end.</param>
/// <param name="Share">Its part of all positive importance, 0 to 1.</param>
public sealed record ExplainedPlayer(
    int Index, int Rank, PlayerValue Player, IReadOnlyList<TrackedObject> Objects, double Low, double High, double Share)
{
    private const int MostNamed = 3;

    /// <summary>What people call it: class and number of its objects, or how many they are.</summary>
    public string Name => Objects.Count <= MostNamed
        ? string.Join(" + ", Objects.Select(item => $"{item.Detection.ClassName} {item.TrackId}"))
        : $"{Objects.Count} other objects";
}
