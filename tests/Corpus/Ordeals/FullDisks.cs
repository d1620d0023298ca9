namespace PixelShap.Corpus.Ordeals;

/// <summary>
/// Every output onto a disk that becomes full: a file system of its own in memory, of a few sizes. Each command ends with a result, or says in one sentence that the disk is full and leaves nothing
/// half-written under a name of its own. Needs a kernel that lets this user make such a file system (unshare).
/// </summary>
internal static class FullDisks
{
    private const string Disk = "/tmp/pixelshap-full-disk";
    private static readonly string[] Sizes = ["8k", "40k", "200k", "1m"];

    public static async Task<bool> CanAsync(string home) => (await OwnProcess.RunAsync(home, "unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", Directory.CreateDirectory(Disk).FullName)).Code == 0;

    /// <summary>Runs.</summary>
    /// <param name="seeds">The sound files.</param>
    /// <param name="home">A folder for what is on another disk.</param>
    /// <param name="said">Is told of each.</param>
    public static async Task ExecuteAsync(Seeds seeds, string home, Action<string, Ending> said)
    {
        string run = seeds.PathOf("run"), clip = seeds.PathOf("street.mp4"), picture = seeds.PathOf("picture.png");
        (string Name, string[] Arguments)[] outputs =
        [
            ("run", ["run", clip, "-o", Disk + "/out"]), ("review", ["review", run, "-i", clip, "-o", Disk + "/review.mp4"]), ("report", ["report", run, "-i", clip, "-o", Disk + "/report.html"]),
            ("case", ["case", run, "--out", Disk + "/case.zip"]), ("key", ["case", "key", Disk + "/my.key"]), ("explain", ["explain", picture, "-o", Disk + "/out"]), ("publish", ["publish", Path.GetDirectoryName(run)!, "--output", Disk + "/site"]),
            ("telemetry", ["probe", seeds.PathOf("way.mp4"), "--telemetry", Disk + "/t.geojson"]), ("tracks", ["eval", "tracking", "--detections", seeds.PathOf("detections"), "--format", "mot", "--output", Disk + "/tracks"]),
        ];
        foreach ((string name, string[] arguments) in outputs)
        {
            foreach (string size in Sizes)
            {
                said($"full-disk/{name}-{size}", await OneAsync(home, size, "", arguments));
            }
        }

        // Exports are written into the run, which lies on the disk already.
        foreach (string export in new[] { "mot", "coco", "vtt", "csv", "cvat", "mcap" })
        {
            said($"full-disk/export-{export}", await OneAsync(home, "1m", $"mkdir {Disk}/run && cp '{run}/journal.psj' '{run}/run.json' {Disk}/run && (head -c 2m /dev/zero > {Disk}/filler 2>/dev/null || true)", ["export", Disk + "/run", "-f", export]));
        }
    }

    private static async Task<Ending> OneAsync(string home, string size, string before, string[] arguments)
    {
        string script = $"mount -t tmpfs -o size={size} tmpfs {Disk} || exit 99; {(before.Length > 0 ? before + ";" : "")} dotnet '{Delivered.Program}' {string.Join(' ', arguments.Select(argument => $"'{argument}'"))}; code=$?; find {Disk} -type f -printf '\\nleft %P %s\\n'; "
            + $"find {Disk} -name '*.mp4' | while read -r file; do ffmpeg -v error -i \"$file\" -f null - </dev/null 2>&1 | grep -q . && printf '\\nhalf %s\\n' \"$file\"; done; "
            + $"find {Disk} -name '*.html' | while read -r file; do tail -c 20 \"$file\" | grep -q '</html>' || printf '\\nhalf %s\\n' \"$file\"; done; exit $code";
        (int code, string output, string error) = await OwnProcess.RunAsync(home, "unshare", "-rm", "bash", "-c", script);
        string[] left = [.. output.Split('\n').Where(line => line.StartsWith("left ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];

        // What was made before the disk was full is whole, or what a run goes on with.
        string? half = output.Split('\n').FirstOrDefault(line => line.StartsWith("half ", StringComparison.Ordinal))?[5..]
            ?? (code == 0 ? null : left.FirstOrDefault(file => Path.GetFileName(file) is not ("journal.psj" or "log.jsonl" or "run.json" or "filler") && Path.GetExtension(file) is not (".mp4" or ".html" or ".vtt" or ".jsonl" or ".msgpack" or ".json" or ".jpg")));
        string? wrong = CommandCall.Wrong(code, "", error, arguments)
            ?? (half is not null ? $"it left {half}" : null)
            ?? (code is not (0 or 1 or 3) ? $"exit code {code}" : null);
        string sentence = error.Split('\n').FirstOrDefault(line => line.StartsWith("error:", StringComparison.Ordinal)) ?? "";
        return wrong is not null ? Ending.Fault($"{wrong}\n  pixelshap {string.Join(' ', arguments)}\n{error}")
            : code == 1 && !sentence.Contains("full", StringComparison.Ordinal) ? Ending.Fault($"it does not say that the disk is full: {sentence}")
            : code == 0 ? Ending.Result : Ending.Refusal(sentence);
    }
}
