using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Calls;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Preflight;

namespace PixelShap.Video.Language;

/// <summary>
/// A vision-language model whose answers cost money or time, behind a network or on this machine: the cache is asked first, then, through <see cref="MeteredCalls"/>, the service. A
/// question that finally gets no answer is an answer of the kind that says why. Thread-safe.
/// </summary>
internal sealed partial class MeteredModel : IVisionLanguageModel
{
    private const long Megabyte = 1 << 20;

    private readonly VlmConfiguration _configuration;
    private readonly IChatRequestWriter _writer;
    private readonly IChatService _service;
    private readonly ResponseCache? _cache;
    private readonly bool _planOnly;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly ServiceAccount _account;
    private readonly bool _ownsAccount;
    private readonly MeteredCalls _calls;
    private int _saidCut;

    /// <summary>Puts a model together.</summary>
    /// <param name="id">The model, for people.</param>
    /// <param name="parts">The settings and what comes with them.</param>
    /// <param name="writer">Writes the requests.</param>
    /// <param name="service">Sends them.</param>
    /// <param name="cache">Keeps the answers; null for no cache.</param>
    public MeteredModel(string id, ProviderParts parts, IChatRequestWriter writer, IChatService service, ResponseCache? cache)
    {
        Id = id;
        _configuration = parts.Configuration;
        _writer = writer;
        _service = service;
        _cache = cache;
        _planOnly = parts.PlanOnly;
        _time = parts.Time;
        _logger = parts.Logger;
        _ownsAccount = parts.Account is null;
        _account = parts.Account ?? new ServiceAccount(parts.Configuration, parts.Time, parts.Logger, parts.Shared);
        _calls = new MeteredCalls(id, parts.Configuration, parts.Seed, _account, parts.Time, parts.Logger);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <summary>What it spends from.</summary>
    public ServiceAccount Account => _account;

    /// <inheritdoc/>
    public ModelUsage? Usage => _account.Ledger.Usage;

    /// <inheritdoc/>
    public string? Waiting => _account.Waits.Current;

    /// <inheritdoc/>
    public QuestionScope OpenScope() => new KeyframeScope(TimeSpan.FromSeconds(_configuration.Limits.KeyframeTimeoutSeconds), _time);

    /// <inheritdoc/>
    public async Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        ChatRequest request = _writer.Write(question);
        CachedAnswer? cached = _cache is null ? null : await _cache.FindAsync(request.Key, cancellationToken);
        if (cached?.ToAnswer() is { } known)
        {
            _account.Ledger.CountHit(known);
            WarnOfCut(known);
            return known;
        }

        var most = new CallTokens(request.InputTokens, request.OutputTokens);
        if (_planOnly)
        {
            _account.Ledger.CountPlanned(most);
            return new Answer("not asked");
        }

        if (_configuration.Cache.Offline)
        {
            if (_account.Ledger.Usage.CacheHits == 0)
            {
                throw new PixelShapException(
                    ExitCode.Limit, $"No answer of {Id} to the question '{Start(question.Prompt)}' is cached yet in {_cache?.Folder}.", "Run the same command once without --offline.");
            }

            throw new PixelShapException(
                ExitCode.Limit,
                $"The answer of {Id} to a picture of the question '{Start(question.Prompt)}' is not in the response cache {_cache?.Folder}; "
                + $"{_account.Ledger.Usage.CacheHits} answers were.",
                "Run the same command without --offline to ask for what is missing.");
        }

        CallOutcome<Answer> outcome = await _calls.AskAsync(request.Key, most, question.Scope as KeyframeScope, Send, cancellationToken);
        if (outcome.Failure is { } failure)
        {
            _account.Ledger.CountFailure();
            if (failure.IsLasting && _cache is not null)
            {
                await _cache.StoreAsync(request.Key, CachedAnswer.Of(failure), cancellationToken);
            }

            Log.Unanswered(_logger, failure.Reason);
            return failure;
        }

        return outcome.Reply!.Value;

        async Task<CallReply<Answer>> Send(CancellationToken token)
        {
            // Written anew where the service has refused a setting meanwhile.
            ChatReply reply = await _service.SendAsync(_writer.IsCurrent(request) ? request : request = _writer.Write(question), token);
            _account.Ledger.CountAnswer(reply.Answer);
            WarnOfCut(reply.Answer);
            if (reply.Answer.IsLasting && _cache is not null)
            {
                // It is paid for: the deadline of the attempt is over for the service, not for keeping what it said.
                await _cache.StoreAsync(request.Key, CachedAnswer.Of(reply.Answer), cancellationToken);
            }

            return new CallReply<Answer>(
                reply.Answer,
                new CallTokens(reply.InputTokens ?? request.InputTokens, reply.OutputTokens ?? Math.Min(request.OutputTokens, 1 + ((reply.Answer.Text.Length + reply.Answer.Reasoning.Length) / 4))));
        }
    }

    /// <inheritdoc/>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_planOnly || _configuration.Cache.Offline || !_configuration.Preflight)
        {
            return;
        }

        foreach (ModelFinding finding in (await new ModelExamination(this, _time).GlanceAsync(cancellationToken)).Where(finding => finding.Weight != FindingWeight.Well))
        {
            Log.Glance(_logger, Id, finding.Name, finding.Detail, finding.Remedy);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        if (_ownsAccount)
        {
            _account.Dispose();
        }

        if (!_planOnly && !_configuration.Cache.Offline)
        {
            _cache?.Prune(_configuration.Cache.MaxMegabytes * Megabyte);
        }

        await _service.DisposeAsync();
    }

    private void WarnOfCut(Answer answer)
    {
        if (answer.IsCut && Interlocked.Exchange(ref _saidCut, 1) == 0)
        {
            Log.Cut(_logger, _configuration.MaxTokens);
        }
    }

    private static string Start(string prompt) => prompt.Length <= 60 ? prompt : prompt[..60] + "…";

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "A question got no answer: {Reason}")]
        public static partial void Unanswered(ILogger logger, string reason);

        [LoggerMessage(4, LogLevel.Warning, "{Model} was shown a test card ({Finding}): {Detail}. {Remedy} 'pixelshap doctor --vlm' looks closer")]
        public static partial void Glance(ILogger logger, string model, string finding, string detail, string remedy);

        [LoggerMessage(3, LogLevel.Warning, "An answer was cut off at vlm.max_tokens ({Limit}) and is compared as it is, like all that follow; raise vlm.max_tokens, or ask for a short answer")]
        public static partial void Cut(ILogger logger, int limit);
    }
}
