namespace PixelShap.Video.Language;

/// <summary>How a service is told who asks.</summary>
public enum VlmAuthentication
{
    /// <summary>A key.</summary>
    Key,

    /// <summary>A token of Entra ID.</summary>
    Entra,
}
