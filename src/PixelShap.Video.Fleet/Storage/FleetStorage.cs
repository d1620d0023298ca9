using System.Web;

namespace PixelShap.Video.Fleet.Storage;

/// <summary>Opens the storage that an address names.</summary>
public static class FleetStorage
{
    /// <summary>Opens a storage.</summary>
    /// <param name="address">A folder, or <c>s3://bucket/prefix</c>, with <c>?endpoint=http://…</c> for a server that is not Amazon's.</param>
    /// <exception cref="PixelShapException">It is neither.</exception>
    public static IFleetFiles Open(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.Contains("://", StringComparison.Ordinal))
        {
            return new FolderFiles(address);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme != "s3" || uri.Host.Length == 0)
        {
            throw new PixelShapException(ExitCode.Usage, $"The storage '{address}' is no folder and no address of S3.", "Write a folder, or s3://bucket/prefix?endpoint=http://server:9000");
        }

        string prefix = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        return new S3Files(uri.Host, prefix.Length == 0 ? "" : prefix + "/", HttpUtility.ParseQueryString(uri.Query)["endpoint"]);
    }
}
