using System.Diagnostics;

namespace PixelShap.Corpus.Families;

/// <summary>What lies beside a clip: GPX, NMEA, SRT, logs of makers, Tesla's event.json.</summary>
internal static class Sidecars
{
    private const string Gpx = """
        <?xml version="1.0" encoding="UTF-8"?>
        <gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
        <trkpt lat="52.52" lon="13.405"><ele>34.5</ele><time>2026-11-21T14:32:07Z</time><speed>10</speed></trkpt>
        <trkpt lat="52.5201" lon="13.405"><ele>34.5</ele><time>2026-11-21T14:32:08Z</time></trkpt>
        </trkseg></trk></gpx>
        """;

    private const string Nmea = """
        [1732199527000]$GPRMC,143207.000,A,5231.2000,N,01324.3000,E,19.4,090.0,211126,,,A*7A
        $GPGGA,143207.000,5231.2000,N,01324.3000,E,1,08,1.0,34.5,M,45.0,M,,*5F
        $GPRMC,143208.000,A,5231.2100,N,01324.3000,E,19.4,090.0,211126,,,A*7A
        """;

    private const string Srt = "1\n00:00:00,000 --> 00:00:01,000\nGPS(13.4050,52.5200,19) D=1.2m H=3.4m 2026.11.21 14:32:07\n\n2\n00:00:01,000 --> 00:00:02,000\n[latitude: 52.5201] [longtitude: 13.4051] [altitude: 34.5]\n\n";

    private const string Log = "$V02\n1763706727,A,52.520000,13.405000,9000,1000,1,2,98,NO20261121-143207-000001F.MP4,0\n1763706728,A,52.520100,13.405000,9000,1000,1,2,98,NO20261121-143207-000001F.MP4,0\n";

    private const string R50 = "#20261121143207,5231.2,N,01324.3,E,19.4,34.5\n20261121143208,5231.3,N,01324.3,E,19.4,34.5\n";

    private const string Event = """{"timestamp":"2026-11-21T14:32:08","city":"Berlin","est_lat":"52.52","est_lon":"13.405","reason":"user_interaction_honk","camera":"0"}""";

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        byte[] clip = seeds["plain.mp4"];
        (string Clip, string Beside, string Text)[] kinds =
        [
            ("clip.mp4", "clip.gpx", Gpx), ("clip.mp4", "clip.nmea", Nmea), ("clip.mp4", "clip.srt", Srt), ("clip.mp4", "clip.gps", Nmea), ("clip.mp4", "clip.dat", R50),
            ("NO20261121-143207-000001F.mp4", "GPSData000001.txt", Log.Replace(".MP4", ".mp4", StringComparison.Ordinal)), ("2026-11-21_14-32-07-front.mp4", "event.json", Event),
        ];
        foreach ((string name, string beside, string text) in kinds)
        {
            foreach ((int seed, byte[] bytes) in Seeds.Texts(text, 9, first: 400).Prepend((0, Seeds.Utf8(text))))
            {
                yield return new CommandInput($"{beside}-{seed}", "probe", "@/" + name, "--json", "--telemetry", "@/out.geojson") { Files = [(name, clip), (beside, bytes)] };
            }

            // Nothing is read that does not end, and nobody waits for a pipe that nobody fills.
            yield return new CommandInput($"{beside}-pipe", "probe", "@/" + name, "--json") { Files = [(name, clip)], Prepare = folder => Make("mkfifo", Path.Combine(folder, beside)) };
            yield return new CommandInput($"{beside}-device", "probe", "@/" + name, "--json") { Files = [(name, clip)], Prepare = folder => File.CreateSymbolicLink(Path.Combine(folder, beside), "/dev/zero") };
            yield return new CommandInput($"{beside}-folder", "probe", "@/" + name, "--json") { Files = [(name, clip)], Prepare = folder => Directory.CreateDirectory(Path.Combine(folder, beside)) };
            yield return new CommandInput($"{beside}-line", "probe", "@/" + name, "--json") { Files = [(name, clip), (beside, Seeds.Utf8(text[..(text.Length / 2)] + new string('7', 30_000_000)))] };
        }

        yield return new CommandInput("gpx-entities", "probe", "@/clip.mp4", "--json")
        {
            Files = [("clip.mp4", clip), ("clip.gpx", Seeds.Utf8("<!DOCTYPE g [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><gpx>&b;&c;</gpx>"))],
        };
        yield return new CommandInput("gpx-deep", "probe", "@/clip.mp4", "--json") { Files = [("clip.mp4", clip), ("clip.gpx", Seeds.Utf8(string.Concat(Enumerable.Repeat("<a>", 100_000))))] };
        foreach ((string name, string beside, string text) in kinds)
        {
            yield return new CommandInput($"folder-{beside}", "probe", "@/", "--json") { Files = [(name, clip), (beside, Mutation.Text(text, 450)), ("other.mp4", Mutation.Bytes(clip, 451))] };
        }
    }

    public static void Make(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
    }
}
