namespace PixelShap.Games;

/// <summary>Which objects form a player when there are more objects than players are wanted.</summary>
public static class PlayerGroups
{
    /// <summary>
    /// Makes players of objects: each its own, as long as they are no more than <paramref name="maxPlayers"/>; otherwise the heaviest
    /// objects keep their own and all the others are one player, the last, shown and hidden together. No object is dropped.
    /// </summary>
    /// <param name="weights">A weight per object, for example its area in pixels.</param>
    /// <param name="maxPlayers">The largest number of players, from 1 to <see cref="Coalition.MaxPlayers"/>.</param>
    /// <returns>The objects of each player, both in the objects' order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Of(IReadOnlyList<double> weights, int maxPlayers)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPlayers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPlayers, Coalition.MaxPlayers);
        int[] objects = [.. Enumerable.Range(0, weights.Count)];
        if (objects.Length <= maxPlayers)
        {
            return [.. objects.Select(index => new[] { index })];
        }

        var alone = objects.OrderByDescending(index => weights[index]).Take(maxPlayers - 1).ToHashSet();
        return [.. objects.Where(alone.Contains).Select(index => new[] { index }), objects.Where(index => !alone.Contains(index)).ToArray()];
    }
}
