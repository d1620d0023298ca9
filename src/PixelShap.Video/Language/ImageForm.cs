
namespace PixelShap.Video.Language;

/// <summary>How closely the service looks.</summary>
public enum ImageDetail
{
    /// <summary>The service decides.</summary>
    Auto,

    /// <summary>Few tokens.</summary>
    Low,

    /// <summary>In tiles.</summary>
    High,
}

/// <summary>How images are encoded.</summary>
public enum ImageEncoding
{
    /// <summary>Small, with loss.</summary>
    Jpeg,

    /// <summary>Without loss.</summary>
    Png,
}
