using PixelShap.Masking;
using PixelShap.Video.Language;

namespace PixelShap.Video.Evaluation.Claims;

/// <summary>
/// Stands for a model whose truthfulness is known. It says each of its statements while one of the objects that the statement hangs on is in view. Of a masked picture it
/// sees the pixels alone: an object is in view where most of its pixels are those of the whole picture.
/// </summary>
/// <param name="whole">The whole picture.</param>
/// <param name="masks">The pixels of the true objects.</param>
/// <param name="statements">What it says.</param>
internal sealed class KnowingModel(BgrImage whole, IReadOnlyList<Mask> masks, IReadOnlyList<Statement> statements) : IVisionLanguageModel
{
    /// <summary>What it says where nothing that it would speak of is in view.</summary>
    public const string Silence = "The picture shows a street";

    public string Id => "statements of known truth";

    public Task<Answer> AskAsync(Question question, CancellationToken cancellationToken)
    {
        BgrImage image = question.Image;
        var seen = new bool?[masks.Count];
        string[] said = [.. statements.Where(statement => statement.RestsOn.Count == 0 || statement.RestsOn.Any(item => seen[item] ??= IsInView(image, masks[item]))).Select(statement => statement.Text)];
        return Task.FromResult(new Answer(string.Join(". ", said.Length > 0 ? said : [Silence]) + "."));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool IsInView(BgrImage image, Mask mask)
    {
        int same = 0;
        for (int y = mask.Box.Y; y < mask.Box.Bottom; y++)
        {
            ReadOnlySpan<byte> before = whole.Row(y), now = image.Row(y);
            for (int x = mask.Box.X; x < mask.Box.Right; x++)
            {
                same += mask[x, y] && before.Slice(3 * x, 3).SequenceEqual(now.Slice(3 * x, 3)) ? 1 : 0;
            }
        }

        return 2 * same > mask.Area;
    }
}
