using PixelShap.Estimation;
using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests;

public sealed class KeyframeSequenceTests
{
    /// <summary>
    /// At the first keyframe everything hangs on the group, at the second on nobody, and there is but one call: what is believed of the second keyframe's group
    /// is what was learnt of the first one's, unless it is another group.
    /// </summary>
    [Fact]
    public async Task A_group_of_other_objects_is_another_player()
    {
        double same = await GroupAtSecondAsync(4, 5), other = await GroupAtSecondAsync(6, 7);
        Assert.True(same > 0.1, $"{same}");
        Assert.True(Math.Abs(other) < 0.5 * same, $"{other} beside {same}");
    }

    /// <summary>Two players and all their values: Shapley's definition, ½(v(1) − v(∅)) + ½(v(12) − v(2)), whatever was learnt before.</summary>
    [Fact]
    public async Task A_game_that_is_known_completely_gets_its_exact_values()
    {
        var sequence = new KeyframeSequence(mayCarry: false);
        var image = new BgrImage(new byte[32 * 32 * 3], 32, 32, 32 * 3);
        Player[] players = [Of(1), Of(2)];
        var options = new EstimationOptions { Budget = 3 };
        await sequence.EstimateAsync(new Game(_ => 1, 2), Task.FromResult("a"), players, 0, image, options, CancellationToken.None);
        double[] values = [0.1, 0.7, 0.3, 1];
        SequenceEstimate attribution = await sequence.EstimateAsync(
            new Game(coalition => values[(coalition.Contains(0) ? 1 : 0) + (coalition.Contains(1) ? 2 : 0)], 2), Task.FromResult("b"), players, 0.5, image, options, CancellationToken.None);

        Assert.Equal([0.65, 0.25], attribution.Warm.Values.Select(value => Math.Round(value, 9)));
        Assert.Equal([0.65, 0.25], attribution.ColdValues.Select(value => Math.Round(value, 9)));
        Assert.All(attribution.Warm.StandardErrors, error => Assert.Equal(0, error));
    }

    [Fact]
    public void Groups_of_long_ago_are_forgotten_and_their_ids_are_not_given_again()
    {
        var sequence = new KeyframeSequence(mayCarry: false);
        var image = new BgrImage(new byte[32 * 32 * 3], 32, 32, 32 * 3);
        for (int keyframe = 0; keyframe < 1000; keyframe++)
        {
            sequence.Recall(Known(), [Of(1), Of((2 * keyframe) + 10, (2 * keyframe) + 11)], keyframe / 2.0, image, new EstimationOptions { Budget = 3 });
        }

        Assert.InRange(sequence.RememberedGroups, 1, 200);
    }

    /// <summary>Carried over is only what stands still: a box that shakes by a pixel does, one that has moved on by half its width does not.</summary>
    [Fact]
    public void Importance_is_carried_over_only_while_the_same_objects_stay_where_they_were()
    {
        var sequence = new KeyframeSequence(mayCarry: true);
        var image = new BgrImage(new byte[64 * 64 * 3], 64, 64, 64 * 3);
        sequence.Recall(Known(), [At(1, 0), At(2, 20)], 0, image, new EstimationOptions { Budget = 3 });
        Assert.True(sequence.MayCarry([At(1, 1), At(2, 20)], image));
        Assert.False(sequence.MayCarry([At(1, 0), At(2, 35)], image));
        Assert.False(sequence.MayCarry([At(1, 0), At(3, 20)], image));
        Assert.False(sequence.MayCarry([At(1, 0)], image));
        var other = new BgrImage(Enumerable.Repeat((byte)40, 64 * 64 * 3).ToArray(), 64, 64, 64 * 3);
        Assert.False(sequence.MayCarry([At(1, 0), At(2, 20)], other));

        static Player At(int track, float left) => new([new TrackedObject(track, new Detection(0, "car", 0.9f, new BoundingBox(left, 10, left + 30, 40), null))]);
    }

    private static KeyframeAttribution Known() => new()
    {
        Prompt = "?",
        Model = "m",
        Answer = "a",
        Players = [],
        Estimator = "bayes",
        Calls = 1,
        EmptyValue = 0,
        FullValue = 1,
        EfficiencyGap = 0,
        Coalitions = [new CoalitionAnswer(0b10, 0.5, "b")],
    };

    private static async Task<double> GroupAtSecondAsync(params int[] members)
    {
        var sequence = new KeyframeSequence(mayCarry: false);
        var image = new BgrImage(new byte[32 * 32 * 3], 32, 32, 32 * 3);
        Player[] first = [Of(1), Of(2), Of(3), Of(4, 5)], second = [Of(1), Of(2), Of(3), Of(members)];
        await sequence.EstimateAsync(
            new Game(coalition => coalition.Contains(3) ? 1 : 0.2), Task.FromResult("a"), first, 0, image, new EstimationOptions { Budget = 15 }, CancellationToken.None);
        SequenceEstimate attribution = await sequence.EstimateAsync(
            new Game(_ => 1), Task.FromResult("b"), second, 0.5, image, new EstimationOptions { Budget = 1 }, CancellationToken.None);
        return attribution.Warm.Values[3];
    }

    private static Player Of(params int[] tracks) =>
        new([.. tracks.Select(track => new TrackedObject(track, new Detection(0, "car", 0.9f, new BoundingBox(track, track, track + 4, track + 4), null)))]);

    private sealed class Game(Func<Coalition, double> value, int players = 4) : IGame
    {
        private readonly List<Observation> _asked = [];

        public int PlayerCount => players;

        public ValueTask<IReadOnlyList<Observation>> AskAsync(IReadOnlyList<Coalition> coalitions, CancellationToken cancellationToken)
        {
            _asked.AddRange(coalitions.Select(coalition => new Observation(coalition, value(coalition))));
            return ValueTask.FromResult<IReadOnlyList<Observation>>([.. _asked]);
        }
    }
}
