using System.Collections.Frozen;
using System.Reflection;

namespace PixelShap.Video.Web;

/// <summary>The files of the pages, which come with the program.</summary>
internal static class Assets
{
    private const string Prefix = "workbench/";

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>A file by its name; null where there is none.</summary>
    public static Asset? Find(string name) => All.GetValueOrDefault(name);

    private static FrozenDictionary<string, Asset> Load()
    {
        Assembly own = typeof(Assets).Assembly;
        return own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(name => name[Prefix.Length..], name =>
        {
            using Stream stream = own.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new Asset(bytes, Path.GetExtension(name) switch
            {
                ".js" => "text/javascript; charset=utf-8",
                ".css" => "text/css; charset=utf-8",
                _ => "text/html; charset=utf-8",
            });
        });
    }

    /// <summary>A file.</summary>
    /// <param name="Bytes">What is in it.</param>
    /// <param name="Type">Its media type.</param>
    internal sealed record Asset(byte[] Bytes, string Type);
}
