namespace PixelShap.Video.Keyframes;

/// <summary>Notices that something begins to happen.</summary>
internal sealed class Happenings : IKeyframeWatcher
{
    private bool _before;

    /// <inheritdoc/>
    public void Forget() => _before = false;

    /// <inheritdoc/>
    public IEnumerable<string> Look(KeyframeView view)
    {
        bool began = view.IsHappening && !_before;
        _before = view.IsHappening;
        if (began)
        {
            yield return KeyframeReasons.Event;
        }
    }
}
