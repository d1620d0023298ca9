namespace PixelShap.Video.Keyframes;

/// <summary>Watches the frames of a scene for events that are worth a question. Looks at every frame in order.</summary>
public interface IKeyframeWatcher
{
    /// <summary>Looks at the next frame and gives the reasons that it holds, names of <see cref="KeyframeReasons.All"/>.</summary>
    IEnumerable<string> Look(KeyframeView view);

    /// <summary>Another scene begins: what was known of the old one says nothing.</summary>
    void Forget();
}
