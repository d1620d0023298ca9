using System.Globalization;
using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Publishing.Exports.Mcap;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Publishing.Tests.Exports;

/// <summary>What is exported is read back, by readers that share no code with the writers, and is the same.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void COCO_is_read_by_a_decoder_of_its_own_and_agrees_with_itself()
    {
        Write("coco");

        // COCO's compressed counts: base 48 characters, 5 bits each, sign extended, the difference to the count two before; columns first.
        JsonElement read = Python.Json(
            """
            import json, sys
            def counts(text):
                out, p = [], 0
                while p < len(text):
                    x = k = 0
                    while True:
                        c = ord(text[p]) - 48
                        x |= (c & 31) << 5 * k
                        p, k = p + 1, k + 1
                        if not c & 32:
                            break
                    if c & 16:
                        x |= -1 << 5 * k
                    out.append(x + (out[-2] if len(out) > 2 else 0))
                return out
            data = json.load(open(sys.argv[1]))
            images, classes = {i["id"]: i for i in data["images"]}, {c["id"] for c in data["categories"]}
            result = {"ids": len({a["id"] for a in data["annotations"]}), "annotations": len(data["annotations"]), "masks": 0, "wrong": []}
            for a in data["annotations"]:
                image, (x, y, w, h) = images[a["image_id"]], a["bbox"]
                if a["category_id"] not in classes or w <= 0 or h <= 0 or x < 0 or y < 0 or x + w > image["width"] or y + h > image["height"]:
                    result["wrong"].append(a["id"])
                if "segmentation" not in a:
                    continue
                height, width = a["segmentation"]["size"]
                runs, at, inside = counts(a["segmentation"]["counts"]), 0, []
                for n, run in enumerate(runs):
                    inside += range(at, at + run) if n % 2 else []
                    at += run
                result["masks"] += 1
                if (height, width, at, len(inside)) != (image["height"], image["width"], height * width, a["area"]):
                    result["wrong"].append(a["id"])
            print(json.dumps(result))
            """,
            File("coco.json"));
        Assert.True(read.GetProperty("masks").GetInt32() > 0 && read.GetProperty("masks").GetInt32() < read.GetProperty("annotations").GetInt32());
        Assert.Equal(read.GetProperty("annotations").GetInt32(), read.GetProperty("ids").GetInt32());
        Assert.Empty(read.GetProperty("wrong").EnumerateArray());
    }

    [Fact]
    public void COCO_gives_back_every_mask_box_and_importance()
    {
        RunResults results = Write("coco");
        JsonElement json = JsonDocument.Parse(System.IO.File.ReadAllText(File("coco.json"))).RootElement;
        ILookup<long, JsonElement> annotations = json.GetProperty("annotations").EnumerateArray().ToLookup(item => item.GetProperty("image_id").GetInt64());
        JsonElement[] images = [.. json.GetProperty("images").EnumerateArray()];
        Dictionary<int, string> categories = json.GetProperty("categories").EnumerateArray().ToDictionary(item => item.GetProperty("id").GetInt32(), item => item.GetProperty("name").GetString()!);
        foreach ((JournalFrame frame, JsonElement image) in results.ReadTracks().Zip(images))
        {
            Assert.Equal((frame.Index, frame.Pts.Ticks, 1), (image.GetProperty("frame_id").GetInt64(), image.GetProperty("pts").GetInt64(), image.GetProperty("video_id").GetInt32()));
            JsonElement[] here = [.. annotations[image.GetProperty("id").GetInt64()]];
            Assert.Equal(frame.Objects.Select(item => item.TrackId), here.Select(item => item.GetProperty("track_id").GetInt32()));
            foreach ((JournalObject item, JsonElement annotation) in frame.Objects.Zip(here))
            {
                Detection detection = frame.Detections[item.Detection];
                Assert.Equal(item.ClassName, categories[annotation.GetProperty("category_id").GetInt32()]);
                Assert.Equal(
                    [R(detection.Box.Left), R(detection.Box.Top), R(detection.Box.Width), R(detection.Box.Height)],
                    annotation.GetProperty("bbox").EnumerateArray().Select(value => value.GetDouble()));
                Mask? mask = annotation.TryGetProperty("segmentation", out JsonElement rle) ? CocoRle.Decode(rle.GetProperty("counts").GetString()!, frame.Width, frame.Height) : null;
                Assert.Equal(detection.Mask is null, mask is null);
                Assert.True(detection.Mask is null || detection.Mask.HasSamePixels(mask!));
                ImportanceSample sample = results.Timeline.At(item.TrackId, frame.Seconds);
                Assert.Equal(sample.Kind == SampleKind.None ? null : Math.Round(sample.Mean, 6), Nullable(annotation.GetProperty("importance")));
            }
        }

        Assert.Equal(RecordedRuns.FrameCount, images.Length);
    }

    [Fact]
    public void MOT_text_has_ten_columns_frames_from_one_in_order_and_a_track_once_in_a_frame()
    {
        RunResults results = Write("mot");
        JsonElement rows = Python.Json("import csv,json,sys; print(json.dumps([[float(c) for c in r] for r in csv.reader(open(sys.argv[1]))]))", File("tracks.mot.txt"));
        double[][] read = [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetDouble()).ToArray())];
        Assert.Equal(results.ReadTracks().Sum(frame => frame.Objects.Count), read.Length);
        Assert.All(read, row => Assert.True(row is [>= 1, >= 1, _, _, > 0, > 0, > 0 and <= 1, _, _, _], string.Join(',', row)));
        Assert.Equal(read.Select(row => row[0]).Order(), read.Select(row => row[0]));
        Assert.Equal(read.Length, read.Select(row => (row[0], row[1])).Distinct().Count());
    }

    [Fact]
    public void MOT_text_holds_the_boxes_to_a_hundredth_of_a_pixel()
    {
        RunResults results = Write("mot");
        string[] expected =
        [
            .. results.ReadTracks().SelectMany(frame => frame.Objects.Select(item => (frame, item, frame.Detections[item.Detection].Box)))
                .Select(row => string.Join(' ', row.frame.Index + 1, row.item.TrackId, R(row.Box.Left), R(row.Box.Top), R(row.Box.Width), R(row.Box.Height))),
        ];
        Assert.Equal(expected, System.IO.File.ReadLines(File("tracks.mot.txt")).Select(line => string.Join(' ', line.Split(',').Take(6).Select(cell => R(double.Parse(cell, CultureInfo.InvariantCulture))))));
    }

    [Fact]
    public void Tables_are_read_by_Python_and_formulas_are_defused()
    {
        RunResults results = Write("csv");
        JsonElement tracks = Python.Json("import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1],newline='',encoding='utf-8')))))", File("tracks.csv"));
        var expected = results.ReadTracks().SelectMany(frame => frame.Objects.Select(item => (frame, item, sample: results.Timeline.At(item.TrackId, frame.Seconds)))).ToArray();
        Assert.Equal(expected.Length, tracks.GetArrayLength());
        foreach ((var row, JsonElement read) in expected.Zip(tracks.EnumerateArray()))
        {
            Assert.Equal((row.item.TrackId, row.item.ClassName, row.frame.Pts.Ticks), ((int)Parsed(read, "track")!, read.GetProperty("class").GetString(), (long)Parsed(read, "pts")!));
            Assert.Equal(row.sample.Kind == SampleKind.None ? null : Math.Round(row.sample.Mean, 6), Parsed(read, "importance"));
            Assert.Equal(R(row.frame.Detections[row.item.Detection].Box.Top), Parsed(read, "y"));
        }

        JsonElement keyframes = Python.Json("import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1],newline='',encoding='utf-8')))))", File("keyframes.csv"));
        Assert.Equal(6, keyframes.GetArrayLength());
        Assert.Equal("'=1+1, a \"person\"\nand -->\n\nno car", keyframes[4].GetProperty("answer").GetString());
        Assert.Equal(("1", "1"), (keyframes[4].GetProperty("tracks").GetString(), keyframes[4].GetProperty("rank").GetString()));
        Assert.Equal("2 3", keyframes[5].GetProperty("tracks").GetString());
    }

    /// <summary>Who speaks against an answer has no part in it: the shares of a keyframe are none below 0 and make a whole.</summary>
    [Fact]
    public void The_shares_of_a_keyframe_make_a_whole()
    {
        RunResults results = Write("csv");
        Assert.Contains(results.Timeline.Keyframes, keyframe => keyframe.Players.Any(player => player.Value < 0));
        JsonElement rows = Python.Json("import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1],newline='',encoding='utf-8')))))", File("keyframes.csv"));
        Assert.All(rows.EnumerateArray().GroupBy(row => row.GetProperty("frame").GetString()), keyframe =>
        {
            Assert.All(keyframe, row => Assert.InRange((double)Parsed(row, "share")!, 0, 1));
            Assert.Equal(1, keyframe.Sum(row => (double)Parsed(row, "share")!), 5);
        });
    }

    /// <summary>With short gaps filled, and with the frame in which the car was missed as it was seen.</summary>
    [Theory]
    [InlineData(1.5)]
    [InlineData(0)]
    public void CVAT_tracks_are_in_view_exactly_where_they_were_seen(double fillGapSeconds)
    {
        RecordedRuns.Write(_folder);
        var results = RunResults.Load(RunDirectory.ForReading(_folder), new ImportanceConfiguration(), new TrackerConfiguration { FillGapSeconds = fillGapSeconds });
        WriteFile("cvat.xml", stream => CvatXml.Write(stream, new ExportSource(results, RecordedRuns.Drive)));
        Assert.Equal(fillGapSeconds == 0, results.ReadTracks().ElementAt(45).Objects.All(item => item.TrackId != 3));
        JsonElement tracks = Python.Json(
            """
            import json,sys,xml.etree.ElementTree as E
            root=E.parse(sys.argv[1]).getroot()
            assert root.tag=='annotations' and root.find('version').text=='1.1' and root.find('meta/task/mode').text=='interpolation'
            names={l.find('name').text for l in root.findall('meta/task/labels/label')}
            out=[]
            for t in root.findall('track'):
                assert t.get('label') in names
                out.append({'id':int(t.get('id')),'label':t.get('label'),'boxes':[{**b.attrib,**{a.get('name'):a.text for a in b.findall('attribute')}} for b in t.findall('box')]})
            print(json.dumps({'size':int(root.find('meta/task/size').text),'tracks':out}))
            """,
            File("cvat.xml"));
        Assert.Equal(RecordedRuns.FrameCount, tracks.GetProperty("size").GetInt32());
        ILookup<int, (JournalFrame Frame, Detection Detection)> seen = results.ReadTracks()
            .SelectMany(frame => frame.Objects.Select(item => (item.TrackId, (frame, frame.Detections[item.Detection])))).ToLookup(row => row.TrackId, row => row.Item2);
        Assert.Equal(seen.Select(track => track.Key).Order(), tracks.GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("id").GetInt32()));
        foreach (JsonElement track in tracks.GetProperty("tracks").EnumerateArray())
        {
            int id = track.GetProperty("id").GetInt32();
            Assert.Equal(results.Tracks[id].ClassName, track.GetProperty("label").GetString());
            JsonElement[] boxes = [.. track.GetProperty("boxes").EnumerateArray()];
            JsonElement[] inView = [.. boxes.Where(box => box.GetProperty("outside").GetString() == "0")];
            Assert.Equal(seen[id].Select(sight => sight.Frame.Index), inView.Select(box => (long)Parsed(box, "frame")!));
            foreach (((JournalFrame frame, Detection detection), JsonElement box) in seen[id].Zip(inView))
            {
                Assert.Equal((R(detection.Box.Left), R(detection.Box.Bottom)), ((double)Parsed(box, "xtl")!, (double)Parsed(box, "ybr")!));
                ImportanceSample sample = results.Timeline.At(id, frame.Seconds);
                Assert.Equal(sample.Kind == SampleKind.None ? null : Math.Round(sample.Mean, 6), Parsed(box, "importance"));
            }

            // What a viewer shows: in view from a box until the next one that says otherwise.
            long[] out_ = [.. boxes.Where(box => box.GetProperty("outside").GetString() == "1").Select(box => (long)Parsed(box, "frame")!)];
            HashSet<long> shown = [.. seen[id].Select(sight => sight.Frame.Index)];
            Assert.Equal(shown.Select(frame => frame + 1).Where(next => !shown.Contains(next) && next < RecordedRuns.FrameCount).Order(), out_);
        }
    }

    [Fact]
    public void GeoJSON_gives_back_the_drive_and_where_each_keyframe_was()
    {
        Write("geojson");
        JsonElement json = Python.Json("import json,sys; print(json.dumps(json.load(open(sys.argv[1],encoding='utf-8'))))", File("drive.geojson"));
        JsonElement[] features = [.. json.GetProperty("features").EnumerateArray()];
        Assert.Equal(("FeatureCollection", 4), (json.GetProperty("type").GetString(), features.Length));
        double[][] way = [.. features[0].GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Select(place => place.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        Assert.Equal([[13.4, 52.5, 34.5], [13.4, 52.5001], [13.4000001, 52.5002]], way);
        Assert.Equal([10, 11.25, null], features[0].GetProperty("properties").GetProperty("speed_mps").EnumerateArray().Select(Nullable));
        Assert.Equal([0, 0, 1], features.Skip(1).Select(feature => (int)feature.GetProperty("properties").GetProperty("t").GetDouble()));
        JsonElement last = features[3];
        Assert.Equal(52.5001, last.GetProperty("geometry").GetProperty("coordinates")[1].GetDouble());
        Assert.Equal("2024-05-17T08:30:01.600+02:00", last.GetProperty("properties").GetProperty("recorded_at").GetString());
        Assert.Equal([1], last.GetProperty("properties").GetProperty("top")[0].GetProperty("tracks").EnumerateArray().Select(id => id.GetInt32()));
    }

    [Fact]
    public void MCAP_is_read_through_its_indexes_with_every_checksum_right()
    {
        RunResults results = Write("mcap", "danger", "people");
        JsonElement mcap = ReadMcap();
        Assert.Equal(["/detections", "/importance", "/importance/people", "/keyframes", "/location"], mcap.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
        JsonElement[] messages = [.. mcap.GetProperty("messages").EnumerateArray()];
        JsonElement[] people = [.. messages.Where(message => message.GetProperty("topic").GetString() == "/importance/people")];
        ulong start = (ulong)RecordedRuns.Drive.RecordedAt!.Value.ToUnixTimeSeconds() * 1_000_000_000;
        Assert.Equal(results.ReadTracks().Select(frame => start + (ulong)Math.Round(frame.Seconds * 1e9)), people.Select(message => message.GetProperty("time").GetUInt64()));
        foreach ((JournalFrame frame, JsonElement message) in results.ReadTracks().Zip(people))
        {
            (int, double)[] expected =
            [
                .. frame.Objects.Select(item => (item.TrackId, results.Prompts[1].Timeline.At(item.TrackId, frame.Seconds))).Where(pair => pair.Item2.Kind != SampleKind.None)
                    .Select(pair => (pair.TrackId, Math.Round(pair.Item2.Mean, 6))),
            ];
            Assert.Equal(expected, message.GetProperty("data").GetProperty("objects").EnumerateArray().Select(item => (item.GetProperty("track").GetInt32(), item.GetProperty("importance").GetDouble())));
        }

        Assert.Equal(6, messages.Count(message => message.GetProperty("topic").GetString() == "/keyframes"));
        Assert.Equal(3, messages.Count(message => message.GetProperty("topic").GetString() == "/location"));
        Assert.Equal("object", mcap.GetProperty("schemas").GetProperty("foxglove.LocationFix").GetProperty("type").GetString());
    }

    [Fact]
    public void A_long_MCAP_has_many_chunks()
    {
        var stream = new MemoryStream();
        var mcap = new McapWriter(stream, "test");
        ushort channel = mcap.AddChannel("/noise", "noise", "{}"u8);
        byte[] message = System.Text.Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 50_000)}}"}""");
        for (ulong i = 0; i < 60; i++)
        {
            mcap.Add(channel, i ^ 5, message);
        }

        mcap.Complete();
        System.IO.File.WriteAllBytes(File("run.mcap"), stream.ToArray());
        JsonElement read = ReadMcap();
        Assert.Equal((60, 3), (read.GetProperty("messages").GetArrayLength(), read.GetProperty("chunks").GetInt32()));
    }

    [Fact]
    public void MessagePack_and_tracks_jsonl_agree_in_another_language()
    {
        RunResults results = RecordedRuns.Write(_folder, "drive.mp4", "danger", "people");
        WriteFile("tracks.msgpack", stream => TracksMessagePack.Write(stream, results));
        WriteFile("tracks.jsonl", stream => TracksJsonLines.Write(stream, results));
        JsonElement same = Python.Json(
            """
            import json,sys,msgpack
            stream=msgpack.Unpacker(open(sys.argv[1],'rb'),raw=False); header=next(stream)
            assert header['prompts']==['danger','people'], header
            lines=[json.loads(l) for l in open(sys.argv[2],encoding='utf-8')]
            rows=[(f,o) for f in stream for o in f['objects']]
            assert len(rows)==len(lines)
            def close(a,b): return a is None and b is None or abs(a-b)<1e-6
            for (f,o),l in zip(rows,lines):
                assert (f['frame'],f['pts'],o['track'],o['class'],o['kind'])==(l['frame'],l['pts'],l['track'],l['class'],l['kind'])
                assert close(o['importance'],l['importance']) and close(o['sd'],l['sd'])
                assert close(o['by_prompt'][1]['importance'],l['by_prompt']['people']['importance'])
            print(json.dumps({'rows':len(rows)}))
            """,
            File("tracks.msgpack"),
            File("tracks.jsonl"));
        Assert.Equal(results.ReadTracks().Sum(frame => frame.Objects.Count), same.GetProperty("rows").GetInt32());
    }

    [Fact]
    public void Subtitles_go_by_the_clock_of_the_annotated_video()
    {
        RunResults results = RecordedRuns.Write(_folder);
        using var stream = new MemoryStream();
        double origin = results.Timeline.Keyframes[1].Seconds;
        AnswersVtt.Write(stream, new ExportSource(results, RecordedRuns.Drive) { VideoOrigin = origin });
        string[] cues = [.. System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n').Where(line => line.Contains("-->", StringComparison.Ordinal))];

        Assert.Equal(results.Timeline.Keyframes.Count, cues.Length);
        Assert.StartsWith("00:00:00.000 -->", cues[1], StringComparison.Ordinal);
        TimeSpan end = TimeSpan.FromSeconds(results.Timeline.Keyframes[2].Seconds - origin);
        Assert.EndsWith($"--> {end:hh\\:mm\\:ss\\.fff}", cues[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        RunResults results = RecordedRuns.Write(_folder);
        var source = new ExportSource(results, RecordedRuns.Drive);
        foreach (ExportedFile file in RunExport.All.SelectMany(export => export.Files))
        {
            using MemoryStream first = new(), second = new();
            file.Write(first, source);
            file.Write(second, source);
            Assert.Equal(first.ToArray(), second.ToArray());
        }
    }

    private JsonElement ReadMcap() => JsonDocument.Parse(Python.Run(Path.Combine(AppContext.BaseDirectory, "read_mcap.py"), File("run.mcap"))).RootElement;

    private RunResults Write(string export, params string[] prompts)
    {
        RunResults results = RecordedRuns.Write(_folder, "drive.mp4", prompts);
        var source = new ExportSource(results, RecordedRuns.Drive);
        foreach (ExportedFile file in RunExport.Find(export).Files)
        {
            WriteFile(file.Name, stream => file.Write(stream, source));
        }

        return results;
    }

    private void WriteFile(string name, Action<Stream> write)
    {
        using FileStream stream = System.IO.File.Create(File(name));
        write(stream);
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static double R(double value) => Math.Round(value, 2);

    private static double? Nullable(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    private static double? Parsed(JsonElement row, string name) =>
        row.GetProperty(name).GetString() is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

}
