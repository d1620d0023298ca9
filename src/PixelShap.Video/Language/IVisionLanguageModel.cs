using PixelShap.Masking;

namespace PixelShap.Video.Language;

/// <summary>Answers a question about an image. Thread-safe.</summary>
public interface IVisionLanguageModel : IAsyncDisposable
{
    /// <summary>Provider and model, for cache keys, reports and people, for example <c>narrator (rule-based stand-in)</c>.</summary>
    string Id { get; }

    /// <summary>What was asked and paid so far; null for a model that costs nothing.</summary>
    ModelUsage? Usage => null;

    /// <summary>What is being waited for and until when, for people; null while nothing is. The default value is null.</summary>
    string? Waiting => null;

    /// <summary>Asks once. Retries, if any, happen inside. An answer that could not be had is an <see cref="Answer"/> too: its
    /// <see cref="Answer.Kind"/> says why.</summary>
    /// <exception cref="PixelShapException">No answer can be had to this nor to any other question: a wrong key, a spent budget.</exception>
    Task<Answer> AskAsync(Question question, CancellationToken cancellationToken);

    /// <summary>Finds out before a run whether asking makes sense, with at most one question; warns where it may not.</summary>
    /// <exception cref="PixelShapException">No question can be answered: a wrong key, a model without eyes.</exception>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens a scope for the questions of one keyframe: limits per keyframe hold for those that carry it (<see cref="Question.Scope"/>), and for
    /// no others. To be disposed of when the keyframe is over.</summary>
    QuestionScope OpenScope() => new();
}

/// <summary>What a vision-language model is asked: pixels and prompt, nothing else.</summary>
/// <param name="Image">The image; valid until the answer is there.</param>
/// <param name="Prompt">The prompt.</param>
public readonly record struct Question(BgrImage Image, string Prompt)
{
    /// <summary>0 for the first time that this is asked, 1 for asking the same again to see how much answers vary, and so on. The default value is 0.</summary>
    public int Repeat { get; init; }

    /// <summary>What is made of the image once for all questions about it. The default value is a set of this question's own.</summary>
    public PictureCache Cache { get; init; } = new();

    /// <summary>What the question may spend together with others; null where only the limits of the run hold. The default value is null.</summary>
    public QuestionScope? Scope { get; init; }

    /// <summary>Pictures from before <see cref="Image"/>, oldest first, in which the same objects are hidden. The default value is none.</summary>
    public IReadOnlyList<EarlierPicture> Earlier { get; init; } = [];
}

/// <summary>A picture that is shown before the one that a question is about.</summary>
/// <param name="Image">The image; valid until the answer is there.</param>
/// <param name="SecondsBefore">How much earlier it is, positive.</param>
/// <param name="Cache">What is made of the image once for all questions about it.</param>
public sealed record EarlierPicture(BgrImage Image, double SecondsBefore, PictureCache Cache);
