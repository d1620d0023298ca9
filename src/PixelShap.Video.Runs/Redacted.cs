using PixelShap.Video.Clips;

namespace PixelShap.Video.Runs;

/// <summary>Takes credentials out of addresses before they are shown or stored.</summary>
public static class Redacted
{
    /// <summary><c>rtsp://user:password@host/path</c> becomes <c>rtsp://host/path</c>, without its query.</summary>
    public static string Address(string address)
    {
        AddressParts parts = AddressParts.Of(address);
        return parts.Scheme.Length == 0 && !address.StartsWith("://", StringComparison.Ordinal) ? address : $"{parts.Scheme}://{parts.Place.Split('#', 2)[0]}";
    }
}
