using System.Globalization;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>Reads the detections of a benchmark.</summary>
public static class DetectionReader
{
    private const long MostBytes = 4L << 30;
    private const int KittiFramesPerSecond = 10, MotFramesPerSecond = 30, MostFrames = 1_000_000;
    private static readonly Epoch Epoch = new(0, DateTimeOffset.UnixEpoch, "start");

    /// <summary>Reads all sequences in <paramref name="folder"/>, by name.</summary>
    /// <param name="folder">
    /// KITTI: the folder of the class folders, or one class folder. MOT: the folder of the sequences; where a sequence has detections of
    /// several detectors (<c>det_NAME</c>) the last by name is read.
    /// </param>
    /// <param name="format">How the files are written.</param>
    /// <exception cref="PixelShapException">The folder holds no detections or a line is not as the format says.</exception>
    public static IReadOnlyList<DetectionSequence> Read(string folder, DetectionFormat format)
    {
        ArgumentNullException.ThrowIfNull(folder);
        InputFolder.Check(folder, "Name the folder of the detections.");
        List<DetectionSequence> sequences = format == DetectionFormat.Kitti ? ReadKitti(folder) : ReadMot(folder);
        return sequences.Count > 0
            ? sequences
            : throw new PixelShapException(
                ExitCode.Input, $"{folder} holds no detections in the form of {(format == DetectionFormat.Kitti ? "KITTI" : "MOT")}.",
                format == DetectionFormat.Kitti ? "It should hold CLASS/SEQUENCE.txt." : "It should hold SEQUENCE/det/det.txt.");
    }

    private static List<DetectionSequence> ReadKitti(string folder)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string[] own = Directory.GetFiles(full, "*.txt");
        string[] classFolders = own.Length > 0 ? [full] : [.. Directory.GetDirectories(full).Order(StringComparer.Ordinal)];
        var sequences = new SortedDictionary<string, SortedDictionary<int, List<Detection>>>(StringComparer.Ordinal);
        for (int classId = 0; classId < classFolders.Length; classId++)
        {
            string className = Path.GetFileName(classFolders[classId]);
            foreach (string file in Directory.GetFiles(classFolders[classId], "*.txt"))
            {
                string name = Path.GetFileNameWithoutExtension(file);
                sequences.TryAdd(name, []);
                foreach ((int frame, float[] v) in Lines(file, 6))
                {
                    var box = new BoundingBox(v[1], v[2], v[3], v[4]);
                    Add(sequences[name], frame, new Detection(classId, className, v[5], box, Mask: null));
                }
            }
        }

        return [.. sequences.Select(pair => Sequence(pair.Key, pair.Value, 0, KittiFramesPerSecond, 0, 0))];
    }

    private static List<DetectionSequence> ReadMot(string folder)
    {
        var sequences = new List<DetectionSequence>();
        foreach (string sequence in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            string? file = Directory.GetDirectories(sequence, "det*").Order(StringComparer.Ordinal)
                .Select(detector => Path.Combine(detector, "det.txt")).LastOrDefault(File.Exists);
            if (file is null)
            {
                continue;
            }

            var frames = new SortedDictionary<int, List<Detection>>();
            foreach ((int frame, float[] v) in Lines(file, 7))
            {
                Add(frames, frame, new Detection(0, "person", v[6], new BoundingBox(v[2], v[3], v[2] + v[4], v[3] + v[5]), Mask: null));
            }

            string info = Path.Combine(sequence, "seqinfo.ini");
            Dictionary<string, int> facts = File.Exists(info) ? Facts(info) : [];
            sequences.Add(Sequence(
                Path.GetFileName(sequence), frames, 1, facts.GetValueOrDefault("frameRate", MotFramesPerSecond),
                facts.GetValueOrDefault("seqLength"),
                facts.GetValueOrDefault("imWidth"), facts.GetValueOrDefault("imHeight")));
        }

        return sequences;
    }

    private static DetectionSequence Sequence(
        string name, SortedDictionary<int, List<Detection>> frames, int first, int framesPerSecond, int length, int width, int height = 0)
    {
        int last = Math.Max(first + Math.Min(length, MostFrames) - 1, frames.Count > 0 ? frames.Keys.Max() : -1);
        if (last - first >= MostFrames)
        {
            throw new PixelShapException(
                ExitCode.Input, $"The sequence {name} has a detection in frame {last}; more than {MostFrames} frames are not read.", "Check the first number of each line, the frame.");
        }

        var headers = new List<FrameHeader>();
        var detections = new List<IReadOnlyList<Detection>>();
        for (int frame = first; frame <= last; frame++)
        {
            var pts = new MediaTime(frame - first, new Rational(1, framesPerSecond));
            headers.Add(new FrameHeader(frame, Epoch, pts, width, height, PixelFormat.Bgr24));
            detections.Add(frames.TryGetValue(frame, out List<Detection>? seen) ? seen : []);
        }

        return new DetectionSequence(name, headers, detections);
    }

    private static void Add(SortedDictionary<int, List<Detection>> frames, int frame, Detection detection)
    {
        if (!frames.TryGetValue(frame, out List<Detection>? list))
        {
            frames.Add(frame, list = []);
        }

        list.Add(detection);
    }

    private static IEnumerable<(int Frame, float[] Values)> Lines(string file, int columns)
    {
        int number = 0;
        foreach (string line in Text(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string[] parts = line.Split(',');
            var values = new float[columns];
            for (int i = 0; i < columns; i++)
            {
                if (i >= parts.Length
                    || !float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i])
                    || !float.IsFinite(values[i]))
                {
                    throw new PixelShapException(
                        ExitCode.Input, $"{file}, line {number}: column {i + 1} of {columns} is not a number.",
                        "Check that --format is the format of the files.");
                }
            }

            if (values[0] < 0)
            {
                throw new PixelShapException(ExitCode.Input, string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}: the frame is {values[0]}."), "Frames are numbered from 0 (KITTI) or 1 (MOT).");
            }

            yield return ((int)values[0], values);
        }
    }

    /// <summary>The lines of a file. A sequence in which nothing was found has an empty one; a pipe or a device looks like that, and is not opened.</summary>
    private static IEnumerable<string> Text(string file) => new FileInfo(file) is { Exists: true, Length: 0 } ? [] : RegularFile.ReadLines(file, MostBytes);

    private static Dictionary<string, int> Facts(string file)
    {
        var facts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in Text(file))
        {
            string[] parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0)
            {
                facts[parts[0]] = value;
            }
        }

        return facts;
    }
}
