namespace PixelShap.Corpus.Families;

/// <summary>Still pictures for <c>explain</c>.</summary>
internal static class Pictures
{
    private static readonly (string Name, int Count)[] Forms = [("picture.png", 16), ("picture.jpg", 16), ("picture.bmp", 8), ("picture.webp", 8), ("picture.tiff", 8)];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        foreach ((string name, int count) in Forms)
        {
            foreach ((int seed, byte[] bytes) in seeds.Bytes(name, count, first: 1000))
            {
                yield return Explain($"{name}-{seed}", name, bytes);
            }
        }

        yield return Explain("clip", "clip.png", seeds["plain.mp4"]);
        yield return Explain("gif", "moving.gif", seeds["moving.gif"]);
        yield return Explain("jpeg-in-png", "a.png", seeds["picture.jpg"]);
        yield return Explain("tail", "a.png", [.. seeds["picture.png"], .. new byte[1000]]);
        yield return Explain("huge", "huge.ppm", "P6\n60000 60000\n255\n"u8.ToArray());
        yield return Explain("pfm", "a.pfm", "PF\n64 48\n-1.0\n"u8.ToArray());
        yield return Explain("hdr", "a.hdr", "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 48 +X 64\n"u8.ToArray());
    }

    private static CommandInput Explain(string name, string file, byte[] bytes) => new(name, "explain", "@/" + file, "-o", "@/out", "--json", "--set", "attribution.max_players=2") { Files = [(file, bytes)] };
}
