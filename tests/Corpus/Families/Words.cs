namespace PixelShap.Corpus.Families;

/// <summary>What stands on the command line: times, numbers, names, addresses.</summary>
internal static class Words
{
    public static IEnumerable<HostileInput> Inputs(Seeds seeds)
    {
        string run = seeds.PathOf("run"), clip = seeds.PathOf("street.mp4"), picture = seeds.PathOf("picture.png");
        string[][] lines =
        [
            ["review", run, "--from", "1e999", "-o", "@/r.mp4"], ["review", run, "--from", "-1", "-o", "@/r.mp4"], ["review", run, "--from", "99:99:99:99", "-o", "@/r.mp4"], ["review", run, "--from", "5", "--to", "1", "-o", "@/r.mp4"], ["review", run, "--from", "NaN", "-o", "@/r.mp4"],
            ["review", run, "--slow", "NaN", "-o", "@/r.mp4"], ["review", run, "--slow", "1e308", "-o", "@/r.mp4"], ["review", run, "--top", "-1", "-o", "@/r.mp4"], ["review", run, "--top", "2147483647", "-o", "@/r.mp4"], ["review", run, "--blur", ",,,", "-o", "@/r.mp4"], ["review", run, "--prompt", "\u202e", "-o", "@/r.mp4"],
            ["review", run, "-o", "@/no/such/folder/r.mp4"], ["review", run, "-o", "@/"], ["review", run, "-o", clip + "/x.mp4"], ["review", run, "-o", "@/r.txt"], ["review", run, "-i", "/dev/null", "-o", "@/r.mp4"], ["review", run, run, "--compare", "--prompt", "x", "-o", "@/r.mp4"],
            ["run", clip, "--fps", "1e999", "-o", "@/o"], ["run", clip, "--time", "yesterday", "-o", "@/o"], ["run", clip, "--time", "0001-01-01T00:00:00+14:00", "-o", "@/o", "--dry-run"], ["run", clip, "--time", "9999-12-31T23:59:59-14:00", "-o", "@/o", "--dry-run"], ["run", clip, "--zone", "\u202e", "-o", "@/o"], ["run", clip, "--video-track", "0", "-o", "@/o"], ["run", clip, "--video-track", "2147483647", "-o", "@/o"],
            ["run", clip, clip, "-o", "@/o"], ["run", clip, "--drive", "3", "-o", "@/o"], ["run", "rtsp://127.0.0.1:9/x", "-o", "@/o"], ["run", "http://127.0.0.1:9/x.mp4", "-o", "@/o"], ["run", "file:///etc/passwd", "-o", "@/o"], ["run", "pipe:0", "-o", "@/o"], ["run", "concat:a|b", "-o", "@/o"], ["run", "/dev/stdin", "-o", "@/o"], ["run", "/proc/self/mem", "-o", "@/o"],
            ["run", "/proc/self/environ", "-o", "@/o"], ["run", "/dev/tty", "-o", "@/o"], ["run", new string('a', 5000), "-o", "@/o"], ["run", clip, "-o", "@/" + new string('a', 300)], ["run", clip, "--prompt", new string('w', 200_000), "-o", "@/o"],
            ["probe", "@/"], ["probe", clip, "--telemetry", "@/x.unknown"], ["probe", clip, "--telemetry", "/dev/full"], ["probe", clip, "--zone", "Mars/Olympus"], ["probe", clip, "--time", "2026-11-21T14:32:07"],
            ["explain", picture, "--attributes", "car 99", "-o", "@/o"], ["explain", picture, "--attributes", "\u202e", "-o", "@/o"], ["explain", picture, "--prompt", "\u202e", "-o", "@/o"], ["explain", picture, "--words", "--prompt", " ", "-o", "@/o"], ["explain", picture, "--words", "--prompt", new string('w', 5000), "-o", "@/o"],
            ["watch", "rtsp://"], ["watch", "rtsp://:99999/"], ["watch", "rtsp://[::1/x"], ["watch", "ftp://host/x"], ["watch", "rtsp://a b/x"], ["watch", "--cameras", "/dev/null"], ["watch", "--cameras", "/"], ["watch", "rtsp://127.0.0.1:9/x", "--serve", "999.1.1.1:x"], ["watch", "rtsp://127.0.0.1:9/x", "--password-file", "/dev/zero"],
            ["serve", run, "--port", "-1"], ["serve", "@/none"], ["serve", run, "--listen", "x"], ["serve", run, "--port", "1", "--listen", "8.8.8.8"], ["search", "\"", "@/"], ["search", "((", "@/"], ["search", "", "@/"], ["search", "*", "@/none"], ["search", "car", "@/", "--since", "soon"], ["audit", "@/"], ["audit", "/dev/null"],
            ["export", run, "-f", "nothing"], ["export", run, "-f", "mot,mot"], ["export", run, "-f", "mot", "-o", "/dev/full"], ["export", "/dev/null", "-f", "mot"], ["report", run, "-o", "/dev/full"], ["case", run, "--out", "/dev/full"], ["case", run, "--out", run + "/journal.psj"], ["case", "mark", run, "--by", "", "--at", "1"], ["case", "key", "/dev/full"],
            ["models", "pull", "../../etc/passwd"], ["models", "pull", ""], ["models", "verify", "none"], ["cache", "prune", "--directory", "/proc"], ["cache", "prune", "--directory", "@/", "--max-megabytes", "-1"], ["publish", "@/", "--output", "/dev/full"], ["publish", "@/none", "--output", "@/site"],
            ["eval", "games", "/dev/zero"], ["eval", "games", "/proc/self/mem"], ["eval", "pairs", "--count", "-1"], ["eval", "players", "--count", "0"], ["eval", "segmentation", "--images", "@/", "--annotations", "@/a.txt", "--model", picture, "--score-threshold", "NaN"], ["eval", "events", run, "--truth", "@/"], ["eval", "pairs", "--noise", "NaN", "--count", "1"], ["eval", "players", "--count", "99999999999"], ["eval", "propagation", "--frames", "@/", "--masks", "@/"], ["eval", "segmentation", "--images", "@/", "--annotations", "/dev/null", "--model", picture], ["eval", "reuse", "--reference", run, "--run", "@/"],
            ["eval", "importance", "@/"], ["eval", "events", run, "--truth", "@/none"], ["doctor", "-o", "/dev/null/x"],
        ];
        return lines.Select((line, index) => new CommandInput($"line-{index}-{line[0]}", line) { Files = [("a.txt", [1])] });
    }
}
