using System.Collections.Concurrent;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Language;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests;

public sealed class KeyframeAttributorTests
{
    private static readonly AttributionConfiguration s_noisy = new() { NoiseRepeats = 2 };

    /// <summary>The whole picture, its repeats and every masked picture: all of them spend the keyframe's budget and end with its deadline.</summary>
    [Fact]
    public async Task Every_question_of_a_keyframe_belongs_to_its_scope()
    {
        var model = new Recording();
        using QuestionQueue questions = Queue(model);
        KeyframeAttributor attributor = Attributor(questions);
        using QuestionScope scope = questions.OpenScope();
        using KeyframeScene scene = attributor.SceneOf(Keyframe(0));
        KeyframeAttribution found = await attributor.AttributeAsync(scene, s_prompt, scope, CancellationToken.None);
        Assert.Equal(1 + s_noisy.NoiseRepeats + found.Calls + found.ControlCalls, model.Questions.Count);
        Assert.All(model.Questions, question => Assert.Same(scope, question.Scope));
    }

    /// <summary>How much answers vary is paid for once: a run that was cut off knows it from its journal.</summary>
    [Fact]
    public async Task The_noise_of_answers_is_not_measured_again_after_resuming()
    {
        var first = new Recording();
        using QuestionQueue before = Queue(first);
        KeyframeAttributor begun = Attributor(before);
        KeyframeAttribution known;
        using (KeyframeScene scene = begun.SceneOf(Keyframe(0)))
        {
            known = await begun.AttributeAsync(scene, s_prompt, null, CancellationToken.None);
        }

        Assert.Equal([1, 2], first.Questions.Select(question => question.Repeat).Where(repeat => repeat > 0).Order());

        // The mean square of what is missing to the same answer.
        IReadOnlyList<double> alike = await new TfIdfSimilarity().CompareAsync("cars stand there", ["vehicles number 1 stand", "vehicles number 2 stand"], CancellationToken.None);
        Assert.Equal(alike.Average(value => (1 - value) * (1 - value)), known.NoiseVariance, 1e-12);
        Assert.InRange(known.NoiseVariance, 0.01, 0.99);

        var second = new Recording();
        using QuestionQueue after = Queue(second);
        KeyframeAttributor resumed = Attributor(after);
        using (KeyframeScene scene = resumed.SceneOf(Keyframe(0)))
        {
            resumed.Recall(scene, s_prompt, known);
        }

        using KeyframeScene next = resumed.SceneOf(Keyframe(1));
        KeyframeAttribution found = await resumed.AttributeAsync(next, s_prompt, null, CancellationToken.None);
        Assert.DoesNotContain(second.Questions, question => question.Repeat > 0);
        Assert.Equal(known.NoiseVariance, found.NoiseVariance);
    }

    [Fact]
    public async Task An_answer_that_was_cut_off_is_named_by_who_was_in_view()
    {
        using QuestionQueue questions = Queue(new Counting { CutsAt = 100 });
        KeyframeAttributor attributor = Attributor(questions);
        using KeyframeScene scene = attributor.SceneOf(Keyframe(0));
        KeyframeAttribution found = await attributor.AttributeAsync(scene, s_prompt, null, CancellationToken.None);
        Assert.Equal([0b111UL], found.CutOff);
    }

    private static readonly NamedPrompt s_prompt = new(NamedPrompt.DefaultName, PromptTemplate.Parse("What do you see?"));

    private static QuestionQueue Queue(IVisionLanguageModel model) => new(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), 2);

    private static KeyframeAttributor Attributor(QuestionQueue questions) => new(s_noisy, [s_prompt], 1, questions, ColourFill.Black, new TfIdfSimilarity());

    private static ObservedFrame Keyframe(int number)
    {
        var pixels = new byte[60 * 40 * 3];
        Array.Fill(pixels, (byte)(100 + (50 * number)));
        return new ObservedFrame(number, new BgrImage(pixels, 60, 40, 60 * 3), number, [At(1, 0), At(2, 20), At(3, 40)]);
    }

    private static TrackedObject At(int track, float left) => new(track, new Detection(2, "car", 0.9f, new BoundingBox(left, 10, left + 15, 30), null));

    /// <summary>Words each repeat otherwise.</summary>
    private sealed class Recording : IVisionLanguageModel
    {
        public ConcurrentQueue<Question> Questions { get; } = [];

        public string Id => "recording";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            Questions.Enqueue(question);
            return Task.FromResult(new Answer(question.Repeat == 0 ? "cars stand there" : $"vehicles number {question.Repeat} stand"));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Says how light the picture is on the whole.</summary>
    private sealed class Counting : IVisionLanguageModel
    {
        /// <summary>The answer that is cut off.</summary>
        public int CutsAt { get; init; } = -1;

        public string Id => "counting";

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
        {
            int light = (int)Math.Round(question.Image.Pixels.ToArray().Average(value => (double)value));
            return Task.FromResult(new Answer($"{light}") { IsCut = light == CutsAt });
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
