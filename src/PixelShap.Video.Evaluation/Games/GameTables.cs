using System.Text.Json;
using System.Text.Json.Serialization;
using PixelShap.Games;
using PixelShap.Video.Files;

namespace PixelShap.Video.Evaluation.Games;

/// <summary>One game of a file of games: all values of v, known beforehand.</summary>
public sealed record GameEntry
{
    /// <summary>The game's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The family that the game was drawn from.</summary>
    public string Family { get; init; } = "";

    /// <summary>The number of players, when the file says so.</summary>
    public int? N { get; init; }

    /// <summary>The true values: 2^n numbers, the index is <see cref="PixelShap.Games.Coalition.Bits"/>.</summary>
    public required double[] Values { get; init; }

    /// <summary>One noisy look at each value; empty when the file has none.</summary>
    public double[] Observed { get; init; } = [];

    /// <summary>The players that the answer hangs on, when the file says so.</summary>
    public int[]? Targets { get; init; }

    /// <summary>The table to play: the noisy looks when <paramref name="observed"/>, with v(N) = 1 as measured on the baseline itself.</summary>
    /// <exception cref="InvalidDataException">The file has no such column.</exception>
    public double[] Table(bool observed)
    {
        if (!observed)
        {
            return Values;
        }

        if (Observed.Length != Values.Length)
        {
            throw new InvalidDataException($"The game {Name} has no column of observed values.");
        }

        double[] table = [.. Observed];
        table[^1] = Values[^1];
        return table;
    }
}

/// <summary>One keyframe of a sequence.</summary>
public sealed record KeyframeEntry
{
    /// <summary>The track ids of the players; player i of the tables is the i-th of them.</summary>
    public required int[] Objects { get; init; }

    /// <summary>The true values, 2^n numbers.</summary>
    public required double[] Values { get; init; }

    /// <summary>One noisy look at each value; empty when the file has none.</summary>
    public double[] Observed { get; init; } = [];
}

/// <summary>Games of one scene at successive keyframes.</summary>
public sealed record SequenceEntry
{
    /// <summary>The sequence's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The family that it was drawn from.</summary>
    public string Family { get; init; } = "";

    /// <summary>The keyframes in order of time.</summary>
    public required KeyframeEntry[] Keyframes { get; init; }
}

/// <summary>Reads files of games and of sequences (JSON, format 1).</summary>
public static class GameTables
{
    private const double LargestValue = 1e6;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };

    /// <summary>Reads <c>{"format": 1, "games": [...]}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is no such file; the message says why.</exception>
    public static IReadOnlyList<GameEntry> ReadGames(Stream json)
    {
        GameEntry[] games = Read(json).Games is { Length: > 0 } some ? some : throw new InvalidDataException("the file holds no \"games\"");
        foreach (GameEntry? game in games)
        {
            if (game is null)
            {
                throw new InvalidDataException("one of the \"games\" is null");
            }

            Check(game.Name, game.Values, game.Observed, game.N);
            int players = System.Numerics.BitOperations.Log2((uint)game.Values.Length);
            if (game.Targets is not null && game.Targets.Any(target => target < 0 || target >= players))
            {
                throw new InvalidDataException($"the game {game.Name} names a target that is none of its players, 0 to {players - 1}");
            }
        }

        return games;
    }

    /// <summary>Reads <c>{"format": 1, "sequences": [...]}</c>.</summary>
    /// <exception cref="InvalidDataException">The file is no such file; the message says why.</exception>
    public static IReadOnlyList<SequenceEntry> ReadSequences(Stream json)
    {
        SequenceEntry[] sequences = Read(json).Sequences is { Length: > 0 } some ? some : throw new InvalidDataException("the file holds no \"sequences\"");
        foreach (SequenceEntry? sequence in sequences)
        {
            if (sequence is null)
            {
                throw new InvalidDataException("one of the \"sequences\" is null");
            }

            if (sequence.Keyframes is null || sequence.Keyframes.Any(keyframe => keyframe?.Objects is null))
            {
                throw new InvalidDataException($"the sequence {sequence.Name} lacks its \"keyframes\" or their \"objects\"");
            }

            if (sequence.Keyframes.Length == 0)
            {
                throw new InvalidDataException($"the sequence {sequence.Name} has no \"keyframes\"");
            }

            foreach (KeyframeEntry keyframe in sequence.Keyframes)
            {
                Check(sequence.Name, keyframe.Values, keyframe.Observed, keyframe.Objects.Length);
                if (keyframe.Objects.Distinct().Count() != keyframe.Objects.Length)
                {
                    throw new InvalidDataException($"a keyframe of {sequence.Name} has the same track twice in its \"objects\"");
                }
            }
        }

        return sequences;
    }

    private static TableFile Read(Stream json)
    {
        try
        {
            TableFile? file = JsonSerializer.Deserialize<TableFile>(json, Options);
            return file is { Format: 1 } ? file : throw new InvalidDataException("the file is not of \"format\" 1");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the file is no table: {Cause.Of(exception)}", exception);
        }
    }

    private static void Check(string name, double[]? values, double[]? observed, int? playerCount)
    {
        if (values is null || observed is null)
        {
            throw new InvalidDataException($"the tables of {name} are null");
        }

        if (playerCount is <= 0 || values.Length < 2)
        {
            throw new InvalidDataException($"the tables of {name} are of no player");
        }

        int n = System.Numerics.BitOperations.Log2((uint)values.Length);
        if (values.Length != 1 << n || (observed.Length != 0 && observed.Length != values.Length) || (playerCount ?? n) != n)
        {
            throw new InvalidDataException($"the tables of {name} do not have 2^n values, n the number of players");
        }

        if (n > TableGame.MaxPlayers)
        {
            throw new InvalidDataException($"the tables of {name} are of {n} players; at most {TableGame.MaxPlayers} are played");
        }

        // Sums of squares of what is larger overflow.
        if (values.Concat(observed).FirstOrDefault(value => !(Math.Abs(value) <= LargestValue)) is var wrong and not 0)
        {
            throw new InvalidDataException($"the tables of {name} hold {wrong}; values are from {-LargestValue} to {LargestValue}");
        }
    }

    private sealed record TableFile(int Format, GameEntry[]? Games, SequenceEntry[]? Sequences);
}
