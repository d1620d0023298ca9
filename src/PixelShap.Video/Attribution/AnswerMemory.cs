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

    private readonly Dictionary<string, Task<string>> _answers = [];
    private readonly Queue<string> _order = new();
    private readonly Lock _lock = new();
    private readonly Func<string, string, CancellationToken, ValueTask> _record;
    private long _asked;
    private long _remembered;

    /// <summary>Creates an empty memory.</summary>
    /// <param name="record">Called with key and text of every new answer, before anything is made of it.</param>
    public AnswerMemory(Func<string, string, CancellationToken, ValueTask> record) => _record = record;

    /// <summary>The number of questions put to the model.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>The number of questions answered from memory.</summary>
    public long Remembered => Interlocked.Read(ref _remembered);

    /// <summary>Puts in an answer that a journal holds.</summary>
    public void Recall(string key, string text)
    {
        lock (_lock)
        {
            Remember(key, Task.FromResult(text));
        }
    }

    /// <summary>The answer of <paramref name="model"/> to <paramref name="question"/>, from memory or asked now.</summary>
    public async Task<string> AskAsync(IVisionLanguageModel model, Question question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        string key = KeyOf(model.Id, question);
        Task<string>? answer;
        TaskCompletionSource<string>? mine = null;
        lock (_lock)
        {
            if (!_answers.TryGetValue(key, out answer))
            {
                mine = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
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
            string text = (await model.AskAsync(question, cancellationToken)).Text;
            await _record(key, text, cancellationToken);
            mine.SetResult(text);
            return text;
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _answers.Remove(key);
            }

            mine.SetException(exception);
            _ = mine.Task.Exception;
            throw;
        }
    }

    private void Remember(string key, Task<string> answer)
    {
        if (_answers.TryAdd(key, answer))
        {
            _order.Enqueue(key);
            if (_order.Count > Capacity)
            {
                _answers.Remove(_order.Dequeue());
            }
        }
    }

    private static string KeyOf(string model, Question question)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        BgrImage image = question.Image;
        hash.AppendData(Encoding.UTF8.GetBytes($"{model}\0{question.Prompt}\0{image.Width}x{image.Height}\0"));
        for (int y = 0; y < image.Height; y++)
        {
            hash.AppendData(image.Row(y));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
