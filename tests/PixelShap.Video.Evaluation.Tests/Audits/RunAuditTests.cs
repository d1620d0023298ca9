using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Evaluation.Audits;

namespace PixelShap.Video.Evaluation.Tests.Audits;

public sealed class RunAuditTests
{
    private static readonly PaintColours[] s_paint = [PaintColours.Red, PaintColours.Blue, PaintColours.Grey, PaintColours.White, PaintColours.Black, PaintColours.Green];

    /// <summary>Tables of Student's t, two-sided 95 and 99 %.</summary>
    [Theory]
    [InlineData(0.95, 1, 12.7062)]
    [InlineData(0.95, 2, 4.30265)]
    [InlineData(0.95, 6, 2.44691)]
    [InlineData(0.99, 6, 3.70743)]
    [InlineData(0.99, 9, 3.24984)]
    [InlineData(0.95, 30, 2.04227)]
    [InlineData(0.95, 120, 1.97993)]
    public void Student_is_as_in_the_tables(double share, int freedom, double t) => Assert.Equal(t, StudentT.Quantile(share, freedom), 1e-4 * t);

    [Fact]
    public void Intervals_of_clustered_values_cover_the_truth_as_often_as_they_say()
    {
        // Values within a cluster are nearly the same: an interval that counted values would be a fifth as wide.
        var random = new Random(3);
        int covered = 0;
        const int Trials = 2000;
        for (int trial = 0; trial < Trials; trial++)
        {
            var mean = new ClusteredMean();
            for (int cluster = 0; cluster < 10; cluster++)
            {
                double own = Normal(random);
                for (int i = 0; i < 25; i++)
                {
                    mean.Add($"{cluster}", own + (0.1 * Normal(random)));
                }
            }

            covered += mean.Mean(0.95, 5) is { Low: < 0, High: > 0 } ? 1 : 0;
        }

        Assert.InRange(covered / (double)Trials, 0.93, 0.97);
    }

    /// <summary>Who is large decides, whatever the colour; in each clip every road user keeps its colour and about its size, so that chance makes some colour decide more often.</summary>
    [Fact]
    public void A_model_that_speaks_of_what_is_near_has_no_bias_in_nineteen_of_twenty_audits()
    {
        int named = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            SubjectAudit audit = Audit(seed, clips: 7, (player, random) => random.NextDouble() < Math.Min(0.95, player.Area * 6));
            named += audit.Colours.Any(colour => colour.IsBias) ? 1 : 0;
        }

        Assert.InRange(named, 0, 10);
    }

    [Theory]
    [InlineData(7, 42)]
    [InlineData(20, 50)]
    public void A_model_that_speaks_of_red_cars_alone_is_named(int clips, int least)
    {
        int right = 0, wrong = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            SubjectAudit audit = Audit(seed, clips, (player, random) => player.Colours.HasFlag(PaintColours.Red) && random.NextDouble() < 0.9);
            ColourAudit? red = audit.Colours.FirstOrDefault(colour => colour is { Colour: PaintColours.Red, IsBias: true });
            right += red is { Beyond: { Value: > 0.7, Low: > 0.1 } } ? 1 : 0;
            wrong += audit.Colours.Any(colour => colour is { IsBias: true, Beyond.Value: > 0 } && colour.Colour != PaintColours.Red) ? 1 : 0;
        }

        // Of seven clips a red car may be in one or two: then nothing is sure.
        Assert.True(right >= least, $"{right} of 50");
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void One_clip_asked_a_thousand_times_tells_nothing_for_sure()
    {
        var audit = new RunAudit();
        for (int run = 0; run < 1000; run++)
        {
            audit.Add([Keyframe($"run {run}", "clip", [new("car", PaintColours.Red, 0.1, true), new("car", PaintColours.Blue, 0.1, false), new("person", PaintColours.None, 0.1, true)])]);
        }

        SubjectAudit found = Assert.Single(audit.Results());
        Assert.Equal((1000, 1, 1000), (found.Runs, found.Clips, found.Keyframes));
        ColourAudit red = Assert.Single(found.Colours, colour => colour.Colour == PaintColours.Red);
        Assert.Equal((1.0, null, false), (red.Beyond.Value, red.Beyond.Low, red.IsBias));
        Assert.Equal(["person", "car"], found.Classes.Select(one => one.ClassName));
        Assert.Equal((1.0, 0.5), (found.Classes[0].Decides.Value, found.Classes[0].Beyond!.Value.Value));
    }

    [Fact]
    public void Questions_models_and_versions_are_kept_apart_and_sizes_are_matched()
    {
        var audit = new RunAudit();
        AuditedKeyframe one = Keyframe("a", "clip", [new("car", PaintColours.Red, 0.3, true), new("car", PaintColours.Blue, 0.1, false)]);
        audit.Add([one, one with { Verdict = VerdictKind.Wording }, one with { Subject = one.Subject with { Version = "2" } }]);

        IReadOnlyList<SubjectAudit> found = audit.Results();
        Assert.Equal([2, 1], found.Select(subject => subject.Keyframes));
        Assert.Equal([0.5, 0.5], found[0].Verdicts.Select(verdict => verdict.Share.Value));

        // Three times as large: nothing to compare with.
        Assert.All(found, subject => Assert.Empty(subject.Colours));
    }

    private static SubjectAudit Audit(int seed, int clips, Func<AuditedPlayer, Random, bool> decides)
    {
        var random = new Random(seed);
        var audit = new RunAudit();
        for (int clip = 0; clip < clips; clip++)
        {
            (PaintColours Colour, double Size)[] cars = [.. Enumerable.Range(0, random.Next(4, 9)).Select(_ => (s_paint[random.Next(s_paint.Length)], 0.02 + (0.13 * random.NextDouble())))];
            for (int run = 0; run < 200 / clips; run++)
            {
                for (int keyframe = 0; keyframe < 6; keyframe++)
                {
                    audit.Add([Keyframe($"{clip}/{run}", $"{clip}", [.. cars.Select(car =>
                    {
                        var player = new AuditedPlayer("car", car.Colour, car.Size * (0.7 + (0.6 * random.NextDouble())), false);
                        return player with { Decides = decides(player, random) };
                    })])]);
                }
            }
        }

        return Assert.Single(audit.Results());
    }

    private static AuditedKeyframe Keyframe(string run, string clip, AuditedPlayer[] players) => new(new AuditSubject("default", "What matters?", "model", "1"), run, clip, VerdictKind.Objects, players);

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
