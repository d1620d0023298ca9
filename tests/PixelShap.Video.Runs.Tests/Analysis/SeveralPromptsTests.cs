using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Importance;
using PixelShap.Video.Keyframes;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.Tests.Analysis;

/// <summary>Runs with several prompts over the drawn scene of a red and a blue square.</summary>
public sealed class SeveralPromptsTests : IDisposable
{
    private const int FrameCount = 60;
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_prompt_has_its_own_answers_and_importance()
    {
        RunDirectory directory = Output("own");
        await RunAsync(directory, new ColourModel());
        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        Assert.Equal(["red", "blue"], results.Prompts.Select(prompt => prompt.Name));
        Assert.Equal(3, results.KeyframeCount);
        foreach (PromptResults prompt in results.Prompts)
        {
            Assert.Equal(3, prompt.Timeline.Keyframes.Count);
            Assert.All(prompt.Timeline.Keyframes, keyframe =>
            {
                Assert.True(keyframe.Players.Single(player => player.ClassName == prompt.Name).Value > 0.5);
                Assert.Equal(0, keyframe.Players.Single(player => player.ClassName != prompt.Name).Value, 9);
            });
        }

        Assert.Equal("Is there red at 0:00.1 among blue (1), red (1)?", results.Prompts[0].Timeline.Keyframes[0].Prompt);
        Assert.Same(results.Prompts[1].Timeline, results.Showing("blue").Timeline);
        Assert.Same(results.Prompts[0].Timeline, results.Timeline);
    }

    [Fact]
    public async Task What_is_found_with_one_prompt_does_not_depend_on_the_others()
    {
        RunDirectory both = Output("both"), alone = Output("alone");
        await RunAsync(both, new ColourModel());
        await RunAsync(alone, new ColourModel(), new PipelineConfiguration { Prompt = Prompts["blue"], Attribution = Several.Attribution });
        Assert.Equal(Values(both, "blue"), Values(alone, "default"));
    }

    [Fact]
    public async Task The_prompts_share_the_masked_images_and_what_is_made_of_them()
    {
        var model = new ColourModel();
        await RunAsync(Output("shared"), model);

        // Per keyframe the whole image, the empty one and two of one square each, looked at once and asked about twice.
        Assert.Equal(3 * 4 * 2, model.Asked);
        Assert.Equal(3 * 4, model.Looks);
    }

    [Fact]
    public async Task Prompts_and_answer_checks_together_keep_to_the_calls_at_the_same_time()
    {
        var model = new ColourModel { Meeting = 3 };
        await RunAsync(Output("gate"), model, Several with
        {
            Vlm = new VlmConfiguration { Concurrency = 3 },
            Keyframes = new KeyframeConfiguration { AnswerCheckSeconds = 0.1, IntervalSeconds = 0.5 },
        });
        Assert.Equal(3, model.MostAtOnce);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(19)]
    public async Task A_run_that_was_cut_off_goes_on_with_every_prompt_and_asks_nothing_twice(int answersBeforeDeath)
    {
        RunDirectory whole = Output("whole"), cut = Output("cut");
        var undisturbed = new ColourModel();
        await RunAsync(whole, undisturbed);
        await Assert.ThrowsAsync<StageFailedException>(() => RunAsync(cut, new ColourModel { FailAfter = answersBeforeDeath }));
        var rest = new ColourModel();
        await RunAsync(cut, rest);
        Assert.Equal(undisturbed.Asked, answersBeforeDeath + rest.Asked);
        Assert.Equal(Values(whole, "red"), Values(cut, "red"));
        Assert.Equal(Values(whole, "blue"), Values(cut, "blue"));
    }

    [Fact]
    public async Task A_keyframe_may_be_skipped_with_one_prompt_and_valued_with_the_other()
    {
        RunDirectory directory = Output("refused");
        await RunAsync(directory, new ColourModel { Refuses = "red" });
        RunResults results = RunResults.Load(directory, new ImportanceConfiguration());
        Assert.Equal((0, 3), (results.Prompts[0].Timeline.Keyframes.Count, results.Prompts[0].Skipped.Count));
        Assert.Equal((3, 0), (results.Prompts[1].Timeline.Keyframes.Count, results.Prompts[1].Skipped.Count));
        Assert.Equal(3, results.KeyframeCount);
    }

    private static IReadOnlyDictionary<string, string> Prompts { get; } = new OrderedDictionary<string, string>
    {
        ["red"] = "Is there red at {time} among {labels}?",
        ["blue"] = "Is there blue at {time} among {labels}?",
    };

    private static PipelineConfiguration Several { get; } = new() { Prompts = Prompts, Attribution = new AttributionConfiguration { Estimator = "edge", Controls = Controls.Never } };

    private RunDirectory Output(string name) => RunDirectory.ForWriting(Path.Combine(_folder, name));

    private static string[] Values(RunDirectory directory, string prompt) =>
    [
        .. RunResults.Load(directory, new ImportanceConfiguration()).Prompts.Single(results => results.Name == prompt).Timeline.Keyframes
            .Select(keyframe => $"{keyframe.Frame} {keyframe.Answer} {string.Join(',', keyframe.Players)} {string.Join(',', keyframe.Attribution.Coalitions)}"),
    ];

    private static async Task RunAsync(RunDirectory directory, ColourModel model, PipelineConfiguration? configuration = null)
    {
        var parts = new AnalysisParts
        {
            Configuration = configuration ?? Several,
            Source = new DrawnSource(FrameCount),
            Segmenter = new ColourSegmenter(),
            Tracker = new MultiObjectTracker(),
            Model = model,
            Fill = ColourFill.Black,
        };
        using var analysis = new VideoAnalysis(parts, TimeProvider.System, NullLogger.Instance);
        await analysis.RunAsync(directory, "drawn", new RunFingerprint("input", "settings"), CancellationToken.None, CancellationToken.None);
    }

    /// <summary>Speaks of the colour that it is asked about.</summary>
    private sealed class ColourModel : IVisionLanguageModel
    {
        private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;
        private int _asked;
        private int _looks;
        private int _atOnce;
        private int _mostAtOnce;

        public int? FailAfter { get; init; }

        public string Refuses { get; init; } = "nothing";

        /// <summary>The first so many questions about masked images wait for each other.</summary>
        public int Meeting { get; init; }

        public int Asked => Math.Min(_asked, FailAfter ?? int.MaxValue);

        public int Looks => _looks;

        public int MostAtOnce => _mostAtOnce;

        public string Id => "colours";

        public async Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            Sight sight = question.Cache.Get(() => Look(question));
            Max(ref _mostAtOnce, Interlocked.Increment(ref _atOnce));
            try
            {
                if (Meeting > 0 && sight.Colours.Count < 2)
                {
                    if (Interlocked.Increment(ref _arrived) == Meeting)
                    {
                        _met.SetResult();
                    }

                    await _met.Task.WaitAsync(cancellationToken);
                }

                return Say(question.Prompt, sight);
            }
            finally
            {
                Interlocked.Decrement(ref _atOnce);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Sight Look(Question question)
        {
            Interlocked.Increment(ref _looks);
            return new Sight([.. ColourSegmenter.Find(question.Image).Select(seen => seen.ClassName)]);
        }

        private Answer Say(string prompt, Sight sight)
        {
            if (Interlocked.Increment(ref _asked) > FailAfter)
            {
                throw new InvalidOperationException("died");
            }

            string asked = prompt.Contains("there red", StringComparison.Ordinal) ? "red" : "blue";
            return asked == Refuses ? Answer.None(AnswerKind.Refused, "no")
                : new Answer(sight.Colours.Contains(asked) ? $"A {asked} square crosses the road." : "Nothing there.");
        }

        private static void Max(ref int target, int value)
        {
            int seen = Volatile.Read(ref target);
            while (value > seen && Interlocked.CompareExchange(ref target, value, seen) is var now && now != seen)
            {
                seen = now;
            }
        }

        private sealed record Sight(IReadOnlyList<string> Colours);
    }
}
