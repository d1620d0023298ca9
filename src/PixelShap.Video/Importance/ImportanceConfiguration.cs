using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Importance;

/// <summary>Importance between keyframes.</summary>
public sealed record ImportanceConfiguration
{
    /// <summary>How far importance drifts.</summary>
    [Description("How far the importance of an object drifts in a second: the standard deviation, in units of φ.")]
    [Range(1e-6, 10.0)]
    public double DriftPerSecond { get; init; } = 0.16;

    /// <summary>The least standard error.</summary>
    [Description("The least standard error of a value at a keyframe, in units of φ: how much an answer's wording alone may move it.")]
    [Range(1e-6, 10.0)]
    public double ObservationNoise { get; init; } = 0.03;
}
