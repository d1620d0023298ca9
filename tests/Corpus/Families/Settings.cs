using PixelShap.Testing;
using PixelShap.Video.Cli.Composition;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Corpus.Families;

/// <summary>Settings in YAML, overrides on the command line, lists of cameras.</summary>
internal static class Settings
{
    private const string Cameras = """
        cameras:
          - name: gate
            address: rtsp://192.168.1.20:554/stream
            user: admin
            password: "a:b@c"
            settings:
              live: { record: true }
              segmenter: { every: 2 }
          - name: yard
            address: rtsp://192.168.1.21/1
        """;

    private static readonly string[] Odd =
    [
        "", "\0", "---\n...\n", "- a\n- b\n", "prompt\n", "prompt: [1, 2\n", "prompt: {a: b}\n", "? [a, b]\n: c\n", "? {a: b}\n: c\n", "!!str prompt: hi\n", "!foo prompt: hi\n", "prompt: !!binary aGk=\n", "&a prompt: *a\n", "a: &a [*a]\n", "prompt: *unknown\n",
        "prompt: hi\nprompt: ho\n", "seed: 1e400\n", "seed: 0x10\n", "seed: 1_000\n", "seed: .nan\n", "keyframes: {interval_seconds: .inf}\n", "keyframes: {interval_seconds: -0.0}\n", "segmenter: null\n", "segmenter: ~\n", "segmenter: []\n", "exports: tracks\n", "exports: [tracks, tracks]\n",
        "exports: [[tracks]]\n", "exports: {}\n", "prompts: {a: }\n", "prompts: {\"\": x}\n", "prompts: {a: \"{unknown}\"}\n", "prompts: {a: \"{\"}\n", "prompt: \"{{{{\"\n", "vlm: {retry: {max_attempts: -1}}\n", "vlm: {limits: {requests_per_minute: 99999999999999}}\n", "%YAML 9.9\n---\nseed: 1\n", "%TAG ! tag:x,2000:\n---\nseed: 1\n",
        "seed: |\n  1\n", "seed: >-\n  1\n", "seed: '1'\n", "\tseed: 1\n", "seed: 1 # \u2028\n", "prompt: \"\\ud800\"\n", "prompt: \"\\x00\"\n", "<<: {seed: 1}\n", "<<: *a\n", "clip: {time: 9999-12-31T23:59:60Z}\n", "clip: {time: 2026-02-30}\n", "clip: {zone: ../../../etc/passwd}\n", "clip: {zone: /etc/passwd}\n", "clip: {zone: Europe/\u0000}\n",
        "segmenter: {classes: [\"a\u0000b\"]}\n", "vlm: {base_url: \"file:///etc/passwd\"}\n", "vlm: {base_url: \"http://[::1\"}\n", "attribution: {budget: 99999999999999999999n}\n", "attribution: {budget: -n}\n", "attribution: {budget: 1e9n}\n", "attribution: {budget: n+n+n}\n",
    ];

    private static readonly string[] Overrides =
    [
        "", "=", "a", "a=b", ".=1", "seed", "seed=", "seed==1", "seed=1=2", "vlm..model=x", "vlm.=x", ".vlm.model=x", "vlm.model=", "vlm.model=\u0000", "vlm=x", "prompts.a.b=c", "prompts=x", "prompts.=x", "exports=[", "exports=]", "exports=[tracks", "segmenter.classes=[a,,b]", "segmenter.classes={", "seed=*a", "seed=&a", "seed=!!int 3",
        "seed=99999999999999999999", "keyframes.interval_seconds=1e-400", "keyframes.interval_seconds=nan", "attribution.budget=", "vlm.base_url=http://", "vlm.base_url=::::", "prompt=" + "\u202e\u001b[2J", "SEED=1", "s\u0435ed=1",
    ];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        string[] sound = [.. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "pipelines"), "*.yaml").Where(path => !path.EndsWith("cameras.yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        foreach (string text in sound)
        {
            foreach ((int seed, byte[] bytes) in Seeds.Texts(text, 20, first: 500))
            {
                yield return Pipeline($"pipeline-{Array.IndexOf(sound, text)}-{seed}", bytes);
            }
        }

        foreach (string text in Odd)
        {
            yield return Pipeline($"odd-{Array.IndexOf(Odd, text)}", Seeds.Utf8(text));
        }

        yield return Pipeline("deep-flow", Seeds.Utf8("a: " + new string('[', 50_000)));
        yield return Pipeline("deep-maps", Seeds.Utf8("a: " + string.Concat(Enumerable.Repeat("{a: ", 20_000))));
        yield return Pipeline("deep-block", Seeds.Utf8(string.Concat(Enumerable.Range(0, 1200).Select(i => new string(' ', i) + "a:\n"))));
        yield return Pipeline("laughs", Seeds.Utf8("a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i)}", 9))}]\n"))));
        yield return Pipeline("utf-16", System.Text.Encoding.Unicode.GetBytes("seed: 1\n"));
        yield return Pipeline("latin", [.. "prompt: gr"u8, 0xFC, 0xDF, .. "e\n"u8]);
        yield return Pipeline("large", new byte[5_000_000]);

        foreach (string text in Overrides)
        {
            yield return new CommandInput($"override-{Array.IndexOf(Overrides, text)}", "run", "@/no.mp4", "--set", text.Length == 0 ? " " : text);
        }

        foreach ((int seed, byte[] bytes) in Seeds.Texts(Cameras, 24, first: 600))
        {
            yield return CameraList($"cameras-{seed}", bytes);
        }

        foreach (string text in Odd.Where(text => text.Length > 0).Take(22))
        {
            yield return CameraList($"cameras-odd-{Array.IndexOf(Odd, text)}", Seeds.Utf8(text.Replace("prompt", "cameras", StringComparison.Ordinal)));
        }
    }

    private static CommandInput Pipeline(string name, byte[] bytes) => new(name, "cache", "stats", "@/p.yaml", "--directory", "@/none") { Files = [("p.yaml", bytes)] };

    private static ReaderInput CameraList(string name, byte[] bytes) => new(name, folder =>
    {
        Video.Runs.Configuration.CameraList.Parse(
            File.ReadAllText(Path.Combine(folder, "cameras.yaml")), "cameras.yaml", overrides => ConfigurationReader.Parse("seed: 1\n", "p.yaml", overrides, Registries.Choices), (address, _, _, _) => address);
        return Task.CompletedTask;
    })
    {
        Files = [("cameras.yaml", bytes)],
    };
}
