
namespace PixelShap.Video.Attribution;

/// <summary>What answers are compared with.</summary>
public enum AnswerReference
{
    /// <summary>The keyframe's own answer to the whole image; v(N) is 1.</summary>
    Keyframe,

    /// <summary>The answer of the first keyframe to its whole image.</summary>
    Clip,
}
