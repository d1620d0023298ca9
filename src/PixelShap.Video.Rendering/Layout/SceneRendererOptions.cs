namespace PixelShap.Video.Rendering.Layout;

/// <summary>How scenes are drawn.</summary>
public sealed record SceneRendererOptions
{
    /// <summary>The colours. The default value is <see cref="SceneTheme.Dark"/>.</summary>
    public SceneTheme Theme { get; init; } = SceneTheme.Dark;

    /// <summary>Font families by preference, separated by commas. The default value is Inter, then DejaVu Sans.</summary>
    public string FontFamilies { get; init; } = "Inter,DejaVu Sans,sans-serif";

    /// <summary>
    /// The |φ| of the strongest colour, more than 0. The default value is null: the largest |φ| of the strip, rounded up to
    /// 0.1, 0.2, 0.5, 1 …, and 0.5 without a strip; it grows with a strip that is replaced but never shrinks.
    /// </summary>
    public double? ImportanceRange { get; init; }

    /// <summary>The most curves in the strip, 1 to 6. The default value is 5.</summary>
    public int MaximumCurves { get; init; } = 5;

    /// <summary>φ at the bottom and at the top of the strip, for strips that are to be compared. The default value is null: as the curves need it.</summary>
    public (double Lowest, double Highest)? StripRange { get; init; }

    /// <summary>The place in the order of markers, from 0 to 5, that a track gets where it is free: that of the same road user in another strip. The default
    /// value is empty.</summary>
    public IReadOnlyDictionary<int, int> Markers { get; init; } = new Dictionary<int, int>();

    /// <summary>The most labels on one picture, 0 or more. The default value is 12.</summary>
    public int MaximumLabels { get; init; } = 12;

    /// <summary>Whether every object gets its class, number and φ, however little it matters. The default value is <c>false</c>.</summary>
    public bool LabelEverything { get; init; }

    /// <summary>What stands on the picture beside the annotated one. The default value is <c>AS FILMED</c>.</summary>
    public string UntouchedLabel { get; init; } = "AS FILMED";

    /// <summary>How long the keyframe mark stays after its frame, fading. The default value is 0.6 seconds.</summary>
    public TimeSpan KeyframeMarkDuration { get; init; } = TimeSpan.FromSeconds(0.6);

    /// <summary>
    /// How long what stands around the picture keeps its values before it is drawn anew, in the time of the clip: numbers that change with every frame
    /// cannot be read, and still pixels cost an encoder little. The default value is 0.1 seconds.
    /// </summary>
    public TimeSpan PanelInterval { get; init; } = TimeSpan.FromSeconds(0.1);
}
