namespace PixelShap.Video.Language.Preflight;

/// <summary>One thing that was found out about a model.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Weight">How much it matters.</param>
/// <param name="Detail">What was found.</param>
public sealed record ModelFinding(string Name, FindingWeight Weight, string Detail)
{
    /// <summary>The setting to change; empty where nothing needs to be.</summary>
    public string Remedy { get; init; } = "";
}

/// <summary>How much a finding matters.</summary>
public enum FindingWeight
{
    /// <summary>As it should be.</summary>
    Well,

    /// <summary>It works, but results will be worse or cost more.</summary>
    Doubtful,

    /// <summary>A run would be in vain.</summary>
    Fatal,
}
