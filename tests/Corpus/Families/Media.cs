using PixelShap.Video.Media.Tests.Telemetry;

namespace PixelShap.Corpus.Families;

/// <summary>Clips: damaged containers, telemetry in them, files that are something else; looked at by <c>probe</c>, some of them by a whole run.</summary>
internal static class Media
{
    private static readonly string[] Containers = ["plain.mp4", "late.mp4", "fragments.mp4", "plain.mkv", "plain.ts", "plain.avi", "plain.webm", "plain.flv", "bare.h264", "moving.gif", "street.mp4"];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        foreach (string name in Containers)
        {
            foreach ((int seed, byte[] bytes) in seeds.Bytes(name, 8))
            {
                yield return new CommandInput($"{name}-{seed}", "probe", "@/" + name, "--json") { Files = [(name, bytes)] };
            }
        }

        foreach ((string name, byte[] bytes) in Odd(seeds))
        {
            yield return new CommandInput(name, "probe", "@/" + name, "--json") { Files = [(name, bytes)] };
        }

        // Of what is written beside, nothing stays where the clip cannot be read.
        foreach ((int seed, byte[] bytes) in seeds.Bytes("plain.mp4", 8, first: 100))
        {
            yield return new CommandInput($"telemetry-to-{seed}", "probe", "@/clip.mp4", "--telemetry", "@/out." + (seed % 2 == 0 ? "gpx" : "jsonl")) { Files = [("clip.mp4", bytes)] };
        }

        foreach ((int seed, byte[] bytes) in seeds.Bytes("street.mp4", 24, first: 200))
        {
            yield return new CommandInput($"run-{seed}", "run", "@/clip.mp4", "-o", "@/out", "--json", "--set", "attribution.max_players=1", "--set", "video.annotated=" + (seed % 3 == 0 ? "true" : "false"))
            {
                Files = [("clip.mp4", bytes)],
            };
        }

        foreach ((string name, byte[] bytes) in Telemetry())
        {
            foreach (int seed in Enumerable.Range(0, 4))
            {
                yield return new CommandInput($"{name}-{seed}", "probe", "@/clip.mp4", "--json", "--telemetry", "@/out.jsonl") { Files = [("clip.mp4", seed == 0 ? bytes : Mutation.Bytes(bytes, 300 + (seed * 11)))] };
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Odd(Seeds seeds)
    {
        var random = new Random(1);
        byte[] noise = new byte[40_000];
        random.NextBytes(noise);
        yield return ("empty.mp4", []);
        yield return ("noise.mp4", noise);
        yield return ("zeros.mp4", new byte[100_000]);
        yield return ("text.mp4", "hello\nworld\n"u8.ToArray());
        yield return ("picture.mp4", seeds["picture.jpg"]);
        yield return ("list.m3u8", "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray());
        yield return ("list.mp4", "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"u8.ToArray());
        yield return ("concat.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray());
        yield return ("script.mp4", "#!/bin/sh\nrm -rf /\n"u8.ToArray());
        yield return ("svg.mp4", "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>"u8.ToArray());
        yield return ("sdp.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n"u8.ToArray());
        yield return ("boxes.mp4", [.. Mp4Maker.Start, .. Nested(3000)]);
        yield return ("long-box.mp4", [.. Mp4Maker.Start, 0, 0, 0, 1, (byte)'m', (byte)'o', (byte)'o', (byte)'v', 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        yield return ("samples.mp4", Mp4Maker.WithTrack("vide", "avc1", null, [.. Enumerable.Range(0, 3).Select(_ => noise[..100])]));
        yield return ("two.mp4", [.. seeds["plain.mp4"], .. seeds["plain.mp4"]]);
        yield return ("half-and-half.mp4", [.. seeds["plain.mp4"][..(seeds["plain.mp4"].Length / 2)], .. seeds["late.mp4"][(seeds["late.mp4"].Length / 2)..]]);
        yield return ("\u202egpj.mp4", seeds["plain.mp4"][..200]);
        yield return ("a\nb\u001b[2J.mp4", seeds["plain.mp4"][..200]);
        yield return ("-i.mp4", seeds["plain.mp4"]);
        yield return ("%d.mp4", seeds["plain.mp4"]);
        yield return ("a:b?c&d\"'.mp4", seeds["plain.mp4"]);
    }

    /// <summary>Boxes within boxes, deeper than any file has them.</summary>
    private static byte[] Nested(int depth)
    {
        byte[] box = Mp4Maker.Box("free");
        for (int i = 0; i < depth; i++)
        {
            box = Mp4Maker.Box(i % 2 == 0 ? "trak" : "moov", box);
        }

        return box;
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Telemetry()
    {
        foreach ((string name, byte[] bytes) in SyntheticTelemetry.FreeGps.Concat(SyntheticTelemetry.Untimed).Concat(SyntheticTelemetry.Enciphered.Take(2)))
        {
            yield return (name.Replace(' ', '-'), bytes);
        }

        byte[] payload = SyntheticTelemetry.Nest("DEVC", SyntheticTelemetry.Gpmf("DVNM", 'c', 1, "Camera"u8.ToArray()), SyntheticTelemetry.Nest(
            "STRM", SyntheticTelemetry.Gpmf("SCAL", 'l', 4, Mp4Maker.Words(10_000_000, 10_000_000, 1000, 1000, 100)), SyntheticTelemetry.Gpmf("GPSF", 'L', 4, Mp4Maker.Words(3)),
            SyntheticTelemetry.Gpmf("GPSU", 'U', 16, "261121143207.000"u8.ToArray()), SyntheticTelemetry.Gpmf("GPS5", 'l', 20, Mp4Maker.Words(525_200_000, 134_050_000, 30_000, 10_000, 1000))));
        yield return ("gpmf", Mp4Maker.WithTrack("meta", "gpmd", null, payload, payload));
        yield return ("camm", Mp4Maker.WithTrack("meta", "camm", null, [.. Enumerable.Range(0, 3).Select(_ => (byte[])[0, 0, 5, 0, .. new byte[24]])]));
    }
}
