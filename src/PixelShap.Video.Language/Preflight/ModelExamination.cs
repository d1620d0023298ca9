using System.Globalization;
using PixelShap.Masking;

namespace PixelShap.Video.Language.Preflight;

/// <summary>Asks a model a handful of questions whose answers are known, before it is asked thousands whose answers are not.</summary>
/// <param name="model">Who is asked; without a response cache, which would answer in its place. Stays the caller's.</param>
/// <param name="time">The clock.</param>
public sealed class ModelExamination(IVisionLanguageModel model, TimeProvider time)
{
    private const int First = 472, Second = 853;
    private const string CountQuestion = "How many pictures do you see? Answer with one number.";

    /// <summary>The cheap half: one question. Whether the model answers, and sees the picture.</summary>
    /// <exception cref="PixelShapException">No question can be answered: a wrong key, a model without eyes.</exception>
    public async Task<IReadOnlyList<ModelFinding>> GlanceAsync(CancellationToken cancellationToken)
    {
        var card = TestCard.Draw(First);
        Answer answer = await model.AskAsync(new Question(card.Picture, TestCard.Question), cancellationToken);
        return [.. About(card, answer)];
    }

    /// <summary>All of it: six questions.</summary>
    /// <exception cref="PixelShapException">No question can be answered: a wrong key, a model without eyes.</exception>
    public async Task<IReadOnlyList<ModelFinding>> ExamineAsync(CancellationToken cancellationToken)
    {
        long startedAt = time.GetTimestamp();
        List<ModelFinding> findings = [.. await GlanceAsync(cancellationToken)];
        double seconds = time.GetElapsedTime(startedAt).TotalSeconds;
        if (findings.Exists(finding => finding.Weight == FindingWeight.Fatal))
        {
            return findings;
        }

        long one = model.Usage?.InputTokens ?? 0;
        var card = TestCard.Draw(Second);
        Answer other = await model.AskAsync(new Question(card.Picture, TestCard.Question), cancellationToken);
        if (!card.IsSeenIn(other.Text))
        {
            findings.Add(new ModelFinding("a second picture", FindingWeight.Doubtful, $"the number {card.Number} was not read: {Short(other)}") { Remedy = "Try a larger vlm.max_image_side, or another model." });
        }

        findings.Add(await CountAsync(card.Picture, one, cancellationToken));
        findings.Add(await RepeatAsync(card, other, cancellationToken));
        findings.Add(new ModelFinding("speed", FindingWeight.Well, string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s for the first answer; one after the other, {60 / Math.Max(seconds, 0.01):0} in a minute")));
        if (model.Usage is { } usage)
        {
            long asked = Math.Max(1, usage.Answers);
            findings.Add(new ModelFinding(
                "cost",
                FindingWeight.Well,
                string.Create(CultureInfo.InvariantCulture, $"about {one} tokens for a question with one picture; {usage.Cost / asked:0.######} {usage.Currency} a question by the configured prices")));
        }

        return findings;
    }

    private static IEnumerable<ModelFinding> About(TestCard card, Answer answer)
    {
        if (answer.Kind != AnswerKind.Text)
        {
            yield return new ModelFinding("answers", FindingWeight.Fatal, $"no answer to a test card ({answer.Kind.ToString().ToLowerInvariant()}): {answer.Reason}")
            {
                Remedy = answer.Remedy,
            };
            yield break;
        }

        yield return new ModelFinding("answers", FindingWeight.Well, Short(answer));
        bool seen = card.IsSeenIn(answer.Text), coloured = card.HasColour(answer.Text);
        yield return seen && coloured ? new ModelFinding("sees pictures", FindingWeight.Well, $"read {card.Number} and named the {card.Colour} square")
            : seen || coloured ? new ModelFinding("sees pictures", FindingWeight.Doubtful, $"the card shows {card.Number} and a {card.Colour} square; the answer: {Short(answer)}") { Remedy = "Try a larger vlm.max_image_side, or another model." }
            : new ModelFinding("sees pictures", FindingWeight.Fatal, $"neither the number {card.Number} nor the {card.Colour} square was seen: {Short(answer)}")
            {
                Remedy = "Choose a vision-language model with vlm.model; a server of your own needs the model's vision part (llama.cpp: --mmproj).",
            };
        if (answer.IsCut)
        {
            yield return new ModelFinding("length", FindingWeight.Doubtful, "the answer was cut off at vlm.max_tokens") { Remedy = "Raise vlm.max_tokens." };
        }

        if (answer.Reasoning.Length > 0)
        {
            yield return new ModelFinding("reasoning", FindingWeight.Doubtful, $"the model thinks before it answers ({answer.Reasoning.Length} characters), which is taken off but costs time and tokens")
            {
                Remedy = "Switch thinking off in the service where that is possible, or raise vlm.max_tokens so that answers are not cut off.",
            };
        }
    }

    private async Task<ModelFinding> CountAsync(BgrImage picture, long one, CancellationToken cancellationToken)
    {
        long before = model.Usage?.InputTokens ?? 0;
        BgrImage first = TestCard.Draw(First).Picture;
        Answer answer = await model.AskAsync(
            new Question(picture, CountQuestion) { Earlier = [new EarlierPicture(first, 1, new PictureCache()), new EarlierPicture(first, 0.5, new PictureCache())] }, cancellationToken);
        long more = Math.Max(0, ((model.Usage?.InputTokens ?? 0) - before - one) / 2);
        return answer.Text.Contains('3', StringComparison.Ordinal) || answer.Text.Contains("three", StringComparison.OrdinalIgnoreCase)
            ? new ModelFinding("several pictures", FindingWeight.Well, $"counted three; about {more} tokens for each further picture")
            : new ModelFinding("several pictures", FindingWeight.Doubtful, $"did not count three: {Short(answer)}") { Remedy = "Leave vlm.context_frames at 0 with this model." };
    }

    private async Task<ModelFinding> RepeatAsync(TestCard card, Answer known, CancellationToken cancellationToken)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal) { known.Text };
        for (int repeat = 1; repeat <= 3; repeat++)
        {
            texts.Add((await model.AskAsync(new Question(card.Picture, TestCard.Question) { Repeat = repeat }, cancellationToken)).Text);
        }

        return texts.Count == 1
            ? new ModelFinding("repeats itself", FindingWeight.Well, "four times the same words")
            : new ModelFinding("repeats itself", FindingWeight.Doubtful, $"{texts.Count} different answers to the same question, asked four times")
            {
                Remedy = "Set vlm.temperature to 0 where the service takes it, attribution.noise_repeats to 3, and compare by meaning (attribution.similarity: embedding).",
            };
    }

    private static string Short(Answer answer)
    {
        string text = (answer.Text.Length > 0 ? answer.Text : answer.Reason).ReplaceLineEndings(" ");
        return $"'{(text.Length <= 120 ? text : text[..120] + "…")}'";
    }
}
