using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PixelShap.Masking;
using PixelShap.Video.Language;

namespace PixelShap.Video.Attribution;

/// <summary>
/// Asks each question once: what was answered before, in this run or in the part of it before it was killed, is not asked again. Remembers
/// the latest <see cref="Capacity"/> answers, so that a run of days does not grow. Thread-safe.
/// </summary>
public sealed class AnswerMemory
{
    /// <summary>The number of answers remembered; many times what one keyframe needs.</summary>
    public const int Capacity = 4096;

    // By key, and in the order in which they were put in.
    private readonly Dictionary<string, LinkedListNode<(string Key, Task<Answer> Answer)>> _answers = [];
    private readonly LinkedList<(string Key, Task<Answer> Answer)> _order = [];
    private readonly Lock _lock = new();
    private readonly Func<string, Answer, CancellationToken, ValueTask> _record;
    private long _asked;
    private long _remembered;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="record">Called with key and answer of every new answer, before anything is made of it.</param>
    public AnswerMemory(Func<string, Answer, CancellationToken, ValueTask> record) => _record = record;

    /// <summary>The number of questions put to the model.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>The number of questions answered from memory.</summary>
    public long Remembered => Interlocked.Read(ref _remembered);

    /// <summary>Puts in an answer that a journal holds.</summary>
    public void Recall(string key, Answer answer)
    {
        lock (_lock)
        {
            Remember(key, Task.FromResult(answer));
        }
    }

    /// <summary>The text that <paramref name="model"/> answers to <paramref name="question"/>, from memory or asked now.</summary>
    /// <exception cref="UnansweredException">There is no text. What may be answered another time may be asked again.</exception>
    public async Task<string> AskAsync(IVisionLanguageModel model, Question question, CancellationToken cancellationToken) =>
        (await AskInFullAsync(model, question, cancellationToken)).Text;

    /// <summary>The same, with what is known of the answer beside its text.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public async Task<Answer> AskInFullAsync(IVisionLanguageModel model, Question question, CancellationToken cancellationToken)
    {
        Answer answer = await AnswerAsync(model, question, cancellationToken);
        return answer.Kind == AnswerKind.Text ? answer : throw new UnansweredException(answer.Kind, answer.Reason, answer.Remedy);
    }

    private async Task<Answer> AnswerAsync(IVisionLanguageModel model, Question question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        string key = KeyOf(model.Id, question);
        Task<Answer> answer;
        TaskCompletionSource<Answer>? mine = null;
        lock (_lock)
        {
            if (_answers.TryGetValue(key, out LinkedListNode<(string Key, Task<Answer> Answer)>? known))
            {
                answer = known.Value.Answer;
            }
            else
            {
                mine = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
                answer = mine.Task;
                Remember(key, answer);
            }
        }

        if (mine is null)
        {
            Interlocked.Increment(ref _remembered);
            return await answer.WaitAsync(cancellationToken);
        }

        try
        {
            Interlocked.Increment(ref _asked);
            Answer given = await model.AskAsync(question, cancellationToken);
            if (!given.IsLasting)
            {
                Forget(key);
            }
            else
            {
                await _record(key, given, cancellationToken);
            }

            mine.SetResult(given);
            return given;
        }
        catch (Exception exception)
        {
            Forget(key);
            mine.SetException(exception);
            _ = mine.Task.Exception;
            throw;
        }
    }

    private void Forget(string key)
    {
        lock (_lock)
        {
            if (_answers.Remove(key, out LinkedListNode<(string Key, Task<Answer> Answer)>? forgotten))
            {
                _order.Remove(forgotten);
            }
        }
    }

    private void Remember(string key, Task<Answer> answer)
    {
        if (_answers.ContainsKey(key))
        {
            return;
        }

        _answers.Add(key, _order.AddLast((key, answer)));
        if (_order.Count > Capacity)
        {
            _answers.Remove(_order.First!.Value.Key);
            _order.RemoveFirst();
        }
    }

    /// <summary>The key of a question: a hash of model, prompt and pixels, in hexadecimal.</summary>
    internal static string KeyOf(string model, Question question)
    {
        BgrImage image = question.Image;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{model}\0{question.Prompt}\0{image.Width}x{image.Height}\0{question.Repeat}\0"));
        hash.AppendData(question.Cache.Get(() => PixelHash.Of(image)).Bytes);
        foreach (EarlierPicture earlier in question.Earlier)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\0{earlier.SecondsBefore:F3}\0")));
            hash.AppendData(earlier.Cache.Get(() => PixelHash.Of(earlier.Image)).Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of the pixels of a picture.</summary>
    private sealed record PixelHash(byte[] Bytes)
    {
        public static PixelHash Of(BgrImage image)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (int y = 0; y < image.Height; y++)
            {
                hash.AppendData(image.Row(y));
            }

            return new PixelHash(hash.GetHashAndReset());
        }
    }
}
