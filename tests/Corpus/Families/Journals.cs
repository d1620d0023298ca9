using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.WhatIf;

namespace PixelShap.Corpus.Families;

/// <summary>Run directories: journals that are cut or damaged, and the other files of a run.</summary>
internal static class Journals
{
    private const int Tail = 2048;
    private static readonly string[] Readers = ["export", "report", "review", "search", "audit", "case"];
    private static readonly string[] OddTexts = ["", "null", "[]", "{}", "{\"clip\":null}", "{\"summary\":[]}", "{\"configuration\":{\"seed\":\"x\"}}", "{\"configuration\":7}", "\ufeff{}", "{\"clip\":{\"fixes\":[null]},\"summary\":{\"frames\":-1}}"];

    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        byte[] journal = File.ReadAllBytes(seeds.PathOf("recorded/journal.psj")), real = File.ReadAllBytes(seeds.PathOf("run/journal.psj"));
        byte[] document = File.ReadAllBytes(seeds.PathOf("recorded/run.json"));
        yield return new ReaderInput($"cut-at-each-of-{Math.Min(Tail, journal.Length)}-bytes", folder => CutAtEveryByteAsync(folder, journal, Math.Max(0, journal.Length - Tail)));
        yield return new ReaderInput("cut-at-each-of-the-first-bytes", folder => CutAtEveryByteAsync(folder, journal[..Math.Min(600, journal.Length)], 0));
        foreach (int seed in Enumerable.Range(1300, 24))
        {
            yield return new CommandInput($"export-{seed}", "export", "@/", "-f", seed % 3 == 0 ? "coco" : seed % 3 == 1 ? "tracks" : "attributions")
            {
                Files = [("journal.psj", WithChecksums(Mutation.Bytes(journal, seed), seed)), ("run.json", document)],
            } is var input && seed % 2 == 0 ? input : input with { Arguments = ["report", "@/", "-o", "@/report.html"] };
        }

        // The payload is damaged, its checksum is right: what only a writer with a mistake, or an attacker, makes.
        foreach (int seed in Enumerable.Range(1400, 30))
        {
            yield return new CommandInput($"signed-{seed}", "report", "@/", "-o", "@/report.html") { Files = [("journal.psj", Resealed(journal, seed)), ("run.json", document)] };
        }

        foreach (string reader in Readers)
        {
            foreach (int seed in Enumerable.Range(1500, 5))
            {
                yield return Run($"{reader}-{seed}", reader, seeds, ("journal.psj", Mutation.Bytes(real, seed)));
            }

            foreach (int seed in Enumerable.Range(1600, 4))
            {
                yield return Run($"{reader}-document-{seed}", reader, seeds, ("run.json", Mutation.Text(seeds.Text("run/run.json"), seed)));
            }

            foreach (string text in OddTexts)
            {
                yield return Run($"{reader}-odd-{Array.IndexOf(OddTexts, text)}", reader, seeds, ("run.json", Seeds.Utf8(text)));
            }
        }

        foreach (string name in new[] { "marks.jsonl", "whatif.jsonl", "drive.json", "order.json", "ego-mask.png" })
        {
            foreach (string text in OddTexts.Append("{\"by\":1,\"at\":{}}\n{\"kind\":\"answer\",\"key\":null}\n\0\n"))
            {
                yield return Run($"{name}-odd-{OddTexts.AsSpan().IndexOf(text)}", name == "drive.json" ? "review" : "case", seeds, (name, Seeds.Utf8(text)));
            }
        }

        const string asked = """{"kind":"question","frame":3,"prompt_name":"","text":"Why?","usage":{"requests":1,"input_tokens":5,"output_tokens":3,"cost":0.1}}""" + "\n" + """{"kind":"answer","key":"k","text":"A car.","answer_kind":"text","why":""}""" + "\n";
        foreach ((int seed, byte[] bytes) in Seeds.Texts(asked, 16, first: 1700))
        {
            yield return new ReaderInput($"whatif-{seed}", folder =>
            {
                var known = WhatIfJournal.Open(RunDirectory.ForReading(folder));
                _ = known.Spent.Requests + known.Asked.Count;
                _ = known.AnswerTo("k");
                return Task.CompletedTask;
            })
            {
                Files = [.. seeds.Run, ("whatif.jsonl", bytes)],
            };
        }
    }

    private static CommandInput Run(string name, string command, Seeds seeds, (string Name, byte[] Bytes) other)
    {
        string[] arguments = command switch
        {
            "export" => ["export", "@/run", "-f", "mcap"],
            "review" => ["review", "@/run", "-i", seeds.PathOf("street.mp4"), "-o", "@/review.mp4", "--top", "1"],
            "report" => ["report", "@/run", "-i", seeds.PathOf("street.mp4"), "-o", "@/report.html"],
            "search" => ["search", "car", "@/", "--json"],
            "audit" => ["audit", "@/", "--json"],
            _ => ["case", "@/run", "--out", "@/case.zip"],
        };
        return new(name, arguments) { Files = [.. seeds.Run.Where(file => file.Name != other.Name && file.Name is not ("annotated.mp4" or "report.html")).Append(other).Select(file => ("run/" + file.Name, file.Bytes))] };
    }

    /// <summary>Every place at which a machine can lose its power: what was whole is read, and nothing else.</summary>
    private static async Task CutAtEveryByteAsync(string folder, byte[] journal, int first)
    {
        string path = Path.Combine(folder, "journal.psj");
        int last = -1;
        for (int length = first; length <= journal.Length; length++)
        {
            await File.WriteAllBytesAsync(path, journal[..length]);
            var reader = new JournalReader(path);
            int count = reader.Read().Count();
            if (reader.ValidLength > length || count < last || (length == journal.Length && reader.Damage is not null && first > 0))
            {
                throw new InvalidOperationException($"cut at {length}: {count} records, whole up to {reader.ValidLength}, {reader.Damage}");
            }

            last = count;
        }
    }

    private static byte[] WithChecksums(byte[] journal, int seed) => seed % 4 == 0 ? journal : [.. journal, .. new byte[seed % 7]];

    /// <summary>The journal with one record damaged and its checksum made right again.</summary>
    private static byte[] Resealed(byte[] journal, int seed)
    {
        var random = new Random(seed);
        var places = new List<int>();
        for (int at = 4; at + 8 <= journal.Length; at += 8 + BitConverter.ToInt32(journal, at))
        {
            places.Add(at);
        }

        // The header and keyframes hold most; frames are many.
        int place = seed % 3 == 0 ? places[0] : places[places.Count - 1 - random.Next(Math.Min(6, places.Count))];
        int length = BitConverter.ToInt32(journal, place);
        byte[] payload = journal[(place + 8)..(place + 8 + length)];
        for (int i = 0; i <= seed % 2; i++)
        {
            payload[random.Next(payload.Length)] = (byte)random.Next(256);
        }

        byte[] head = [.. BitConverter.GetBytes(payload.Length), .. BitConverter.GetBytes(JournalFormat.Checksum(payload))];
        return [.. journal[..place], .. head, .. payload, .. journal[(place + 8 + length)..]];
    }
}
