using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Analysis;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>
/// Who is asked in a what-if: the run's own model, through its response cache, its limits and what is left of its budget, with the answers that the run has got remembered.
/// </summary>
internal sealed class WhatIfAsker : IAsyncDisposable
{
    private readonly ISegmenter _segmenter;
    private readonly IVisionLanguageModel _model;
    private readonly IVisionLanguageModel? _plan;
    private readonly QuestionQueue _questions;
    private readonly AnswerMemory _memory;
    private readonly RunFrames _frames;
    private readonly WhatIfJournal _journal;

    private WhatIfAsker(
        ISegmenter segmenter, IVisionLanguageModel model, IVisionLanguageModel? plan, ITextSimilarity similarity, int concurrency, RunFrames frames, WhatIfJournal journal)
    {
        (_segmenter, _model, _plan, Similarity, _frames, _journal) = (segmenter, model, plan, similarity, frames, journal);
        _memory = new AnswerMemory((key, answer, _) =>
        {
            journal.Add(key, answer);
            return ValueTask.CompletedTask;
        });
        _questions = new QuestionQueue(model, _memory, concurrency);
    }

    /// <summary>How answers are compared.</summary>
    public ITextSimilarity Similarity { get; }

    /// <summary>Who is asked.</summary>
    public string ModelId => _model.Id;

    /// <summary>Makes the parts, as the run had them.</summary>
    /// <exception cref="PixelShapException">A part cannot be made, or the budget is spent.</exception>
    public static async Task<WhatIfAsker> OpenAsync(
        IRunParts parts, PipelineConfiguration settings, string baseDirectory, RunDirectory directory, RunFrames frames, WhatIfJournal journal, CancellationToken cancellationToken)
    {
        ISegmenter? segmenter = null;
        IVisionLanguageModel? model = null, plan = null;
        try
        {
            segmenter = parts.Segmenter(settings.Segmenter, baseDirectory, NullLoggerFactory.Instance);
            if (File.Exists(directory.File(RunDirectory.EgoMaskName)))
            {
                segmenter = new OthersSegmenter(segmenter, new OwnCar(parts.ReadEgoMask(RunDirectory.EgoMaskName, directory.Path)));
            }

            PipelineConfiguration left = settings with { Vlm = settings.Vlm with { Budget = Left(settings.Vlm.Budget, journal) } };
            model = parts.Model(left, segmenter, baseDirectory, NullLoggerFactory.Instance);
            plan = model.Usage is null ? null : parts.Model(left, segmenter, baseDirectory, NullLoggerFactory.Instance, planOnly: true);
            ITextSimilarity similarity = await parts.SimilarityAsync(settings, baseDirectory, model, cancellationToken);
            return new WhatIfAsker(segmenter, model, plan, similarity, settings.Vlm.Concurrency, frames, journal);
        }
        catch
        {
            await LetGoAsync(plan, model, segmenter);
            throw;
        }
    }

    /// <summary>Says what questions would take, and asks none.</summary>
    public async Task<WhatIfEstimate> EstimateAsync(IReadOnlyList<CoalitionQuestion> questions, CancellationToken cancellationToken)
    {
        CoalitionQuestion[] unknown = [.. questions.Where(question => !IsKnown(question))];
        int known = questions.Count - unknown.Length;
        if (_plan is null || unknown.Length == 0)
        {
            return new WhatIfEstimate(ModelId, questions.Count, known, 0, _plan?.Usage is { } none ? Since(none, none) : null);
        }

        ModelUsage before = _plan.Usage!;
        using var counted = new QuestionQueue(_plan, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), _questions.Concurrency);
        foreach (CoalitionQuestion question in unknown)
        {
            await question.AskAsync(counted, null, cancellationToken);
        }

        ModelUsage usage = Since(_plan.Usage!, before);
        return new WhatIfEstimate(ModelId, questions.Count, known, (int)usage.CacheHits, usage);
    }

    /// <summary>Asks.</summary>
    /// <returns>The answers in the order of the questions, and what it took.</returns>
    /// <exception cref="PixelShapException">There is no answer.</exception>
    public async Task<(IReadOnlyList<string> Answers, WhatIfEstimate Took)> AskAsync(IReadOnlyList<CoalitionQuestion> questions, CancellationToken cancellationToken)
    {
        int known = questions.Count(IsKnown);
        ModelUsage? before = _model.Usage;
        long asked = _memory.Asked;
        using QuestionScope scope = _questions.OpenScope();
        try
        {
            Answer[] answers = await Task.WhenAll(questions.Select(question => question.AskAsync(_questions, scope, cancellationToken)));
            ModelUsage? usage = before is null ? null : Since(_model.Usage!, before);
            int hits = (int)(usage?.CacheHits ?? 0);
            return ([.. answers.Select(answer => answer.Text)], new WhatIfEstimate(ModelId, known + (int)(_memory.Asked - asked), known, hits, usage));
        }
        catch (UnansweredException exception)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"{ModelId} gave no answer ({exception.Kind.ToString().ToLowerInvariant()}): {exception.Message.TrimEnd('.')}.", exception.Remedy, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _questions.Dispose();
        (Similarity as IDisposable)?.Dispose();
        await LetGoAsync(_plan, _model, _segmenter);
    }

    /// <summary>What is left of the run's budget: it holds for all what-ifs of the run together, whenever they were asked.</summary>
    internal static VlmBudget Left(VlmBudget budget, WhatIfJournal journal)
    {
        (long requests, long tokens, double cost) = journal.Spent;
        return (budget.MaxCalls > 0 && requests >= budget.MaxCalls) || (budget.MaxTokens > 0 && tokens >= budget.MaxTokens) || (budget.MaxCost > 0 && cost >= budget.MaxCost)
            ? throw new PixelShapException(ExitCode.Limit, "What the run's settings allow to be spent (vlm.budget) has been spent on questions asked afterwards.", "Run the clip again with a larger vlm.budget.")
            : budget with
            {
                MaxCalls = budget.MaxCalls > 0 ? budget.MaxCalls - requests : 0,
                MaxTokens = budget.MaxTokens > 0 ? budget.MaxTokens - tokens : 0,
                MaxCost = budget.MaxCost > 0 ? budget.MaxCost - cost : 0,
            };
    }

    private static ModelUsage Since(ModelUsage now, ModelUsage before) => now with
    {
        Requests = now.Requests - before.Requests,
        Retries = now.Retries - before.Retries,
        Answers = now.Answers - before.Answers,
        CacheHits = now.CacheHits - before.CacheHits,
        Unanswered = now.Unanswered - before.Unanswered,
        CutOff = now.CutOff - before.CutOff,
        InputTokens = now.InputTokens - before.InputTokens,
        OutputTokens = now.OutputTokens - before.OutputTokens,
        Cost = now.Cost - before.Cost,
    };

    private static async ValueTask LetGoAsync(IVisionLanguageModel? plan, IVisionLanguageModel? model, ISegmenter? segmenter)
    {
        if (plan is not null)
        {
            await plan.DisposeAsync();
        }

        if (model is not null)
        {
            await model.DisposeAsync();
        }

        segmenter?.Dispose();
    }

    /// <summary>Whether the run, or a what-if before, has the answer; it is remembered from now on.</summary>
    private bool IsKnown(CoalitionQuestion question)
    {
        string key = question.KeyOf(ModelId);
        Answer? answer = _frames.AnswerTo(key) is { } inRun
            ? Answer.None(inRun.Kind, inRun.Why, inRun.Text) with { Reasoning = inRun.Reasoning, IsCut = inRun.IsCut }
            : _journal.AnswerTo(key);
        if (answer is null)
        {
            return false;
        }

        _memory.Recall(key, answer);
        return true;
    }
}
