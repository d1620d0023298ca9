using PixelShap.Masking;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution.Tests;

public sealed class AnswerMemoryTests
{
    [Fact]
    public async Task The_same_is_asked_once_and_anything_else_is_asked()
    {
        var model = new Counting();
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        Question question = Of(1);
        Question[] others =
        [
            Of(2), question with { Prompt = "Why?" }, question with { Repeat = 1 }, question with { Repeat = 2 },
            question with { Earlier = [new EarlierPicture(Of(3).Image, 1, new PictureCache())] },
            question with { Earlier = [new EarlierPicture(Of(3).Image, 2, new PictureCache())] },
        ];
        string first = await memory.AskAsync(model, question, default);
        Assert.Equal(first, await memory.AskAsync(model, Of(1), default));
        Assert.Equal((1, 1), (memory.Asked, memory.Remembered));
        foreach (Question other in others)
        {
            Assert.NotEqual(first, await memory.AskAsync(model, other, default));
        }

        Assert.Equal(others.Length + 1, model.Asked);
    }

    [Fact]
    public async Task Each_model_answers_for_itself()
    {
        Counting one = new(), other = new() { Id = "another" };
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        await memory.AskAsync(one, Of(1), default);
        await memory.AskAsync(other, Of(1), default);
        Assert.Equal((1, 1, 0), (one.Asked, other.Asked, memory.Remembered));
    }

    /// <summary>A service that was down for a moment is asked again, also within the run; what it says then is kept.</summary>
    [Fact]
    public async Task A_question_that_failed_is_asked_again_and_an_answer_is_not()
    {
        var model = new Counting { Failures = 1 };
        var kept = new List<Answer>();
        var memory = new AnswerMemory((_, answer, _) => { kept.Add(answer); return ValueTask.CompletedTask; });
        await Assert.ThrowsAsync<UnansweredException>(() => memory.AskAsync(model, Of(1), default));
        Assert.Empty(kept);
        Assert.Equal("answer 2", await memory.AskAsync(model, Of(1), default));
        Assert.Equal("answer 2", await memory.AskAsync(model, Of(1), default));
        Assert.Equal(2, model.Asked);
        Assert.Single(kept);
    }

    /// <summary>What ends a run is not the answer to a question: a run that goes on asks it again.</summary>
    [Fact]
    public async Task A_question_that_ended_in_an_error_is_asked_again()
    {
        var model = new Counting { Broken = true };
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        await Assert.ThrowsAsync<PixelShapException>(() => memory.AskAsync(model, Of(1), default));
        model.Broken = false;
        Assert.Equal("answer 2", await memory.AskAsync(model, Of(1), default));
    }

    [Fact]
    public async Task Questions_that_failed_do_not_push_answers_out()
    {
        var model = new Counting();
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        await memory.AskAsync(model, Of(0), default);
        model.Failures = int.MaxValue;
        for (int i = 1; i <= AnswerMemory.Capacity + 10; i++)
        {
            await Assert.ThrowsAsync<UnansweredException>(() => memory.AskAsync(model, Of(i), default));
        }

        Assert.Equal("answer 1", await memory.AskAsync(model, Of(0), default));
    }

    [Fact]
    public async Task The_oldest_answers_go_first_when_there_are_too_many()
    {
        var model = new Counting();
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        for (int i = 0; i <= AnswerMemory.Capacity; i++)
        {
            await memory.AskAsync(model, Of(i), default);
        }

        Assert.Equal("answer 2", await memory.AskAsync(model, Of(1), default));
        Assert.Equal($"answer {AnswerMemory.Capacity + 2}", await memory.AskAsync(model, Of(0), default));
    }

    private static Question Of(int number) => new(new BgrImage(BitConverter.GetBytes(number).AsMemory(0, 3), 1, 1, 3), "What?");

    private sealed class Counting : IVisionLanguageModel
    {
        public string Id { get; init; } = "counting";

        public int Asked { get; private set; }

        /// <summary>So many questions fail, counted from the first.</summary>
        public int Failures { get; set; }

        /// <summary>Whether every question ends in an error.</summary>
        public bool Broken { get; set; }

        public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken) =>
            ++Asked > 0 && Broken ? throw new PixelShapException(ExitCode.Limit, "Spent.", "Pay.")
            : Task.FromResult(Asked <= Failures ? Answer.None(AnswerKind.Failed, "down") : new Answer($"answer {Asked}"));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
