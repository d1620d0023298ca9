using System.Text;
using PixelShap.Testing;

namespace PixelShap.Corpus.Families;

/// <summary>JSON and tables of numbers: masks, games, triples, manifests, truth, detections.</summary>
internal static class Tables
{
    private const string Games = """{"format":1,"games":[{"name":"a","family":"f","n":2,"values":[0,0.25,0.5,1],"observed":[0,0.2,0.5,1],"targets":[1]},{"name":"b","values":[0,0.1,0.2,0.3,0.4,0.5,0.6,1]}]}""";
    private const string Sequences = """{"format":1,"sequences":[{"name":"a","family":"f","keyframes":[{"objects":[4,7],"values":[0,0.25,0.5,1]},{"objects":[7,9],"values":[0,0.5,0.25,1],"observed":[0,0.5,0.2,1]}]}]}""";
    private const string Triples = """{"format":1,"triples":[{"kind":"negation","reference":"The light is red.","same":"The traffic light shows red.","other":"The light is green.","language":"en"}],"noise":[{"answers":["a car","a car ahead"]}]}""";
    private const string Manifest = """{"format":1,"models":[{"name":"m","title":"M","use":"u","licence":"MIT","source":"https://example.org","yaml":"segmenter:\n  model: m","auto":true,"main":"a.onnx","files":[{"path":"a.onnx","url":"https://example.org/a.onnx","size":10,"sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}]}""";
    private const string Mot = "1,-1,10,20,30,40,0.9,-1,-1,-1\n2,-1,11,20,30,40,0.8,-1,-1,-1\n3,-1,12,20,30,40,0.7,-1,-1,-1\n";
    private const string Kitti = "0,10,20,40,60,0.9\n1,11,20,41,60,0.8\n2,12,20,42,60,0.7\n";

    private static readonly (string Name, string Text)[] Odd =
    [
        ("nothing", ""), ("null", "null"), ("number", "1"), ("list", "[null,1,\"x\"]"), ("empty", "{}"), ("nulls", "{\"format\":1,\"games\":[null],\"models\":[null],\"triples\":[null],\"sequences\":[null],\"images\":[null],\"annotations\":[null],\"categories\":[null]}"),
        ("bom", "\ufeff{}"), ("comment", "// x\n{}"), ("deep", new string('[', 100_000)), ("twice", "{\"format\":1,\"format\":2}"), ("surrogate", "{\"format\":\"\\ud800\"}"),
    ];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        (string Name, string Text, int Count, string[] Command)[] kinds =
        [
            ("masks", Seeds.Masks, 30, ["explain", seeds.PathOf("picture.png"), "-o", "@/out", "--json", "--masks"]), ("games", Games, 12, ["eval", "games", "--json"]), ("sequences", Sequences, 12, ["eval", "sequences", "--json"]),
            ("triples", Triples, 8, ["eval", "similarity"]), ("manifest", Manifest, 16, ["models", "list", "--json", "--manifest"]),
        ];
        foreach ((string name, string text, int count, string[] command) in kinds)
        {
            foreach ((int seed, byte[] bytes) in Seeds.Texts(text, count, first: 700))
            {
                yield return new CommandInput($"{name}-{seed}", [.. command, "@/file.json"]) { Files = [("file.json", bytes)] };
            }

            foreach ((string odd, string content) in Odd)
            {
                yield return new CommandInput($"{name}-{odd}", [.. command, "@/file.json"]) { Files = [("file.json", Encoding.UTF8.GetBytes(content))] };
            }
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(Mot, 16, first: 800))
        {
            yield return new CommandInput($"mot-{seed}", "eval", "tracking", "--detections", "@/in", "--format", "mot", "--output", "@/out", "--json") { Files = [("in/a/det/det.txt", bytes)] };
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(Kitti, 16, first: 800))
        {
            yield return new CommandInput($"kitti-{seed}", "eval", "tracking", "--detections", "@/in", "--format", "kitti", "--output", "@/out", "--json") { Files = [("in/Car/0001.txt", bytes)] };
        }

        yield return new CommandInput("mot-info", "eval", "tracking", "--detections", "@/in", "--format", "mot", "--output", "@/out") { Files = [("in/a/det/det.txt", Seeds.Utf8(Mot)), ("in/a/seqinfo.ini", "[Sequence]\nframeRate=0\nimWidth=-5\nseqLength=99999999999\n"u8.ToArray())] };
        string truth = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "sample-videos", "lead-car-brakes.json"));
        foreach ((int seed, byte[] bytes) in Seeds.Texts(truth[..Math.Min(truth.Length, 40_000)], 4, first: 900).Concat(Seeds.Texts(truth, 8, first: 910)))
        {
            yield return new CommandInput($"truth-{seed}", "eval", "tracks", seeds.PathOf("run"), "--truth", "@/truth", "--json") { Files = [("truth/street.json", bytes)] };
        }
    }
}
