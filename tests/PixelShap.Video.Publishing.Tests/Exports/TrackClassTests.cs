using System.Text.Json;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;

namespace PixelShap.Video.Publishing.Tests.Exports;

/// <summary>A track has one class in every export, the one that was settled at last, also where it was taken for something else at first.</summary>
public sealed class TrackClassTests : IDisposable
{
    private const int Settles = 25;
    private const string AtFirst = "bicycle";

    /// <summary>Files that name no classes.</summary>
    private static readonly string[] s_without = ["tracks.mot.txt", "answers.vtt", "telemetry.jsonl", "telemetry.csv", "drive.gpx"];

    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_export_names_a_track_by_the_class_that_was_settled_at_last()
    {
        RunResults results = WriteRun();
        string[] classes = [.. results.ReadFrames().SelectMany(frame => frame.Objects).Where(item => item.TrackId == 1).Select(item => item.ClassName).Distinct()];
        Assert.Equal([AtFirst, "person"], classes);
        string[] files = WriteAll(results);
        JsonElement mcap = JsonDocument.Parse(Python.Run(Path.Combine(AppContext.BaseDirectory, "read_mcap.py"), Path.Combine(_folder, "run.mcap"))).RootElement;
        File.WriteAllText(Path.Combine(_folder, "mcap.json"), mcap.GetRawText());
        JsonElement read = Python.Json(
            """
            import collections,csv,json,msgpack,os,sys,xml.etree.ElementTree as E
            found=collections.defaultdict(lambda: collections.defaultdict(list))
            at=lambda name: os.path.join(sys.argv[1],name)
            text=lambda name: open(at(name),encoding='utf-8',newline='')
            def add(name,tracks,label): found[name][' '.join(str(id) for id in tracks)].append(label)
            for line in text('tracks.jsonl'): o=json.loads(line); add('tracks.jsonl',[o['track']],o['class'])
            for line in text('attributions.jsonl'):
                for p in json.loads(line)['players']: add('attributions.jsonl',p['tracks'],p['class'])
            for record in msgpack.Unpacker(open(at('tracks.msgpack'),'rb'),raw=False):
                for o in record.get('objects',[]): add('tracks.msgpack',[o['track']],o['class'])
            for name,column in (('tracks.csv','track'),('keyframes.csv','tracks')):
                for row in csv.DictReader(text(name)): add(name,[row[column]],row['class'])
            coco=json.load(text('coco.json')); names={c['id']:c['name'] for c in coco['categories']}
            for a in coco['annotations']: add('coco.json',[a['track_id']],names[a['category_id']])
            for t in E.parse(at('cvat.xml')).getroot().findall('track'):
                for box in t.findall('box'):
                    if box.get('outside')=='0': add('cvat.xml',[t.get('id')],t.get('label'))
            for f in json.load(text('drive.geojson'))['features']:
                for p in f['properties'].get('top',[]): add('drive.geojson',p['tracks'],p['class'])
            for m in json.load(text('mcap.json'))['messages']:
                for o in m['data'].get('objects',[]): add('run.mcap '+m['topic'],[o['track']],o['class'])
                for p in m['data'].get('players',[]): add('run.mcap '+m['topic'],p['tracks'],p['class'])
            for line in text('tracks.mot.txt'): assert line.strip().split(',')[7:]==['-1','-1','-1']
            print(json.dumps(found))
            """,
            _folder);

        // Each file was looked at, so that a new format is not forgotten here.
        Assert.Equal(files.Except(s_without).Order(), read.EnumerateObject().Select(file => file.Name.Split(' ')[0]).Distinct().Order());
        Dictionary<string, string> expected = new() { ["1"] = "person", ["2"] = RecordedRuns.AttackingClass, ["3"] = "car", ["2 3"] = "others" };
        List<string> wrong = [];
        foreach (JsonProperty file in read.EnumerateObject())
        {
            foreach (JsonProperty player in file.Value.EnumerateObject())
            {
                string[] named = [.. player.Value.EnumerateArray().Select(name => name.GetString()!).Distinct()];
                if (named is not [string name] || name != expected[player.Name])
                {
                    wrong.Add($"{file.Name} calls {player.Name} {string.Join(", ", named)}");
                }
            }

            // Whole: each frame of the person, or each keyframe with each prompt.
            bool isOfKeyframes = file.Value.TryGetProperty("2 3", out _);
            Assert.Equal(isOfKeyframes ? 6 : RecordedRuns.FrameCount, file.Value.GetProperty("1").GetArrayLength());
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>The recorded run, but the person is a bicycle until the tracker knows better.</summary>
    private RunResults WriteRun()
    {
        RecordedRuns.Write(_folder, "drive.mp4", "danger", "people");
        string path = Path.Combine(_folder, "journal.psj");
        var reader = new JournalReader(path);
        JournalRecord[] records = [reader.ReadHeader(), .. reader.Read().Where(record => record is not JournalHeader)];
        File.Delete(path);
        using (JournalWriter journal = JournalWriter.Create(path))
        {
            foreach (JournalRecord record in records)
            {
                journal.Append(record switch
                {
                    JournalFrame { Index: < Settles } frame => frame with { Objects = [.. frame.Objects.Select(item => item.TrackId == 1 ? item with { ClassName = AtFirst } : item)] },
                    JournalKeyframe { Frame: < Settles } keyframe => keyframe with
                    {
                        Attribution = keyframe.Attribution with { Players = [.. keyframe.Players.Select(player => player.TrackIds is [1] ? player with { ClassName = AtFirst } : player)] },
                    },
                    _ => record,
                });
            }
        }

        return RecordedRuns.Load(_folder);
    }

    /// <summary>Writes what every run leaves behind and every export.</summary>
    /// <returns>The names of the files.</returns>
    private string[] WriteAll(RunResults results)
    {
        var source = new ExportSource(results, RecordedRuns.Drive);
        ExportedFile[] files =
        [
            new("tracks.jsonl", (stream, from) => TracksJsonLines.Write(stream, from.Results)),
            new("attributions.jsonl", (stream, from) => AttributionsJsonLines.Write(stream, from.Results)),
            new("tracks.msgpack", (stream, from) => TracksMessagePack.Write(stream, from.Results)),
            .. RunExport.All.SelectMany(export => export.Files),
        ];
        foreach (ExportedFile file in files)
        {
            using FileStream stream = File.Create(Path.Combine(_folder, file.Name));
            file.Write(stream, source);
        }

        return [.. files.Select(file => file.Name)];
    }
}
