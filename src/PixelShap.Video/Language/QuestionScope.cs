namespace PixelShap.Video.Language;

/// <summary>Questions that belong together: those of one keyframe, which share its budget and its deadline. A model that knows limits derives from it.</summary>
public class QuestionScope : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives back what the scope holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
