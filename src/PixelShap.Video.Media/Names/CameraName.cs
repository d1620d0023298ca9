using System.Globalization;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Media.Names;

/// <summary>What the name of a file says of the camera that wrote it.</summary>
/// <param name="Maker">The maker, or a word for the kind of name; empty where it is none that is known.</param>
/// <param name="View">Where the camera looks: <c>front</c>, <c>rear</c>, <c>cabin</c> …; empty where the name does not say.</param>
internal sealed partial record CameraName(string Maker, string View)
{
    /// <summary>The local time of the camera at which the file was begun, to the second; null where the name has none.</summary>
    public DateTime? LocalTime { get; private init; }

    /// <summary>The number by which files follow each other: a counter, a chapter or a segment; null for none.</summary>
    public long? Number { get; private init; }

    /// <summary>What the files of one recording share besides, for example a GoPro's number of the video; empty for nothing.</summary>
    public string Recording { get; private init; } = "";

    /// <summary>Why it was kept: <c>event</c>, <c>parking</c>, <c>timelapse</c>; empty for the usual.</summary>
    public string Mode { get; private init; } = "";

    /// <summary>Whether it is a small copy of another file with the same pictures.</summary>
    public bool IsCopy { get; private init; }

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly (string Maker, Func<Regex> Pattern)[] s_names =
    [
        ("GoPro", GoPro), ("GoPro", OldGoPro), ("Tesla", Tesla), ("Viofo", Viofo), ("Vantrue", Vantrue), ("BlackVue", BlackVue), ("70mai", Mai), ("Thinkware", Thinkware),
        ("Nextbase", Nextbase), ("Garmin", Garmin), ("Kaiser Baas", KaiserBaas), ("Viofo or DDPai", NewViofo), ("DJI", Dji),
    ];

    /// <summary>Reads a name with the folders it lies in.</summary>
    public static CameraName Of(string path)
    {
        string file = Path.GetFileName(path);
        string[] folders = [.. (Path.GetDirectoryName(Path.GetFullPath(path)) ?? "").Split(Path.DirectorySeparatorChar).Reverse().Take(3)];
        if (Comma().Match(folders.FirstOrDefault() ?? "") is { Success: true } segment && CommaView(file) is { } camera)
        {
            return new CameraName("comma.ai", camera) { LocalTime = Time(segment), Number = Whole(segment, "n"), Recording = segment.Groups["route"].Value + "/" + Path.GetExtension(file) };
        }

        foreach ((string maker, Func<Regex> pattern) in s_names)
        {
            Match match = pattern().Match(file);
            if (match.Success && (!match.Groups["d"].Success || Time(match) is not null))
            {
                string chapter = match.Groups["chapter"].Value;
                return new CameraName(maker, ViewOf(match.Groups["view"].Value, folders))
                {
                    LocalTime = Time(match),
                    Number = chapter.Length > 0 ? Chapter(chapter) : Whole(match, "n"),
                    Recording = match.Groups["recording"].Value,
                    Mode = ModeOf(match.Groups["mode"].Value, folders),
                    IsCopy = match.Groups["copy"].Value is "L" or "l",
                };
            }
        }

        string stem = Path.GetFileNameWithoutExtension(file);
        Match stamp = Stamp().Match(file), counter = Counter().Match(stem);
        return new CameraName("", ViewOf(ViewWord().Match(file).Value, folders))
        {
            LocalTime = Time(stamp),
            Number = counter.Success && counter.Length <= 9 ? Whole(counter, "n") : null,
            Recording = stamp.Success ? "" : counter.Success ? stem[..counter.Index] : ViewWord().Replace(stem, ""),
        };
    }

    private static string ViewOf(string word, string[] folders) => word.ToLowerInvariant() switch
    {
        "f" or "front" or "a" => "front",
        "r" or "b" or "rear" or "back" => "rear",
        "i" or "c" or "cabin" or "interior" or "inside" => "cabin",
        "t" => "telephoto",
        "o" => "option",
        "left_repeater" => "left repeater",
        "right_repeater" => "right repeater",
        "left_pillar" => "left pillar",
        "right_pillar" => "right pillar",
        _ => folders.FirstOrDefault()?.ToLowerInvariant() switch
        {
            "front" => "front",
            "rear" or "back" => "rear",
            "interior" or "cabin" or "inside" => "cabin",
            _ => "",
        },
    };

    private static string ModeOf(string letters, string[] folders) => letters.ToUpperInvariant() switch
    {
        "E" or "EV" => "event",
        "P" or "PA" => "parking",
        "LA" => "timelapse",
        _ => folders.Any(folder => folder.ToLowerInvariant() is "event" or "saved" or "ro" or "savedclips" or "sentryclips" or "101video" or "evt_rec") ? "event"
            : folders.Any(folder => folder.ToLowerInvariant() is "parking" or "motion_timelapse_rec") ? "parking" : "",
    };

    private static string? CommaView(string file) => file.ToLowerInvariant() switch
    {
        "fcamera.hevc" or "qcamera.ts" => "front",
        "ecamera.hevc" => "wide",
        "dcamera.hevc" => "cabin",
        _ => null,
    };

    /// <summary>Chapters are 01, 02 …; those of loops AA, AB ….</summary>
    private static long Chapter(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        ? number
        : ((char.ToUpperInvariant(text[0]) - 'A') * 26) + char.ToUpperInvariant(text[1]) - 'A' + 1;

    private static long? Whole(Match match, string group) => long.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static DateTime? Time(Match match)
    {
        string digits = string.Concat((match.Groups["d"].Value + match.Groups["t"].Value).Where(char.IsAsciiDigit));
        digits = digits.Length == 12 ? "20" + digits : digits;
        return DateTime.TryParseExact(digits, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) && time.Year is >= 1990 and <= 2100 ? time : null;
    }

    [GeneratedRegex(@"^G[HXS](?<chapter>\d\d|[A-Z]{2})(?<recording>\d{4})\.(mp4|360|lrv)$", Options)]
    private static partial Regex GoPro();

    [GeneratedRegex(@"^G(OP(?<n>R)|P(?<chapter>\d\d))(?<recording>\d{4})\.(mp4|lrv)$", Options)]
    private static partial Regex OldGoPro();

    [GeneratedRegex(@"^(?<d>\d{4}-\d\d-\d\d)_(?<t>\d\d-\d\d-\d\d)-(?<view>front|back|(left|right)_(repeater|pillar))\.mp4$", Options)]
    private static partial Regex Tesla();

    [GeneratedRegex(@"^(?<d>\d{4}_\d{4})_(?<t>\d{6})(_?(?<n>\d{3,8}))?(?<mode>[PE])?(?<view>[FRIT])?\.(mp4|mov)$", Options)]
    private static partial Regex Viofo();

    [GeneratedRegex(@"^(?<d>\d{8})_(?<t>\d{6})_(?<n>\d{4})_(?<mode>[NEP])_(?<view>[ABC])\.mp4$", Options)]
    private static partial Regex Vantrue();

    [GeneratedRegex(@"^(?<d>\d{8})_(?<t>\d{6})_(?<mode>[NEPMIOATBRXGDLYF])(?<view>[FRIO])(?<copy>L|S)?\.mp4$", Options)]
    private static partial Regex BlackVue();

    [GeneratedRegex(@"^(?<mode>NO|EV|LA|PA)(?<d>\d{8})-(?<t>\d{6})-(?<n>\d{6})(?<view>[FBRI])?(-\d{14})?\.mp4$", Options)]
    private static partial Regex Mai();

    [GeneratedRegex(@"^(REC|EVT|MOT|MAN|PARK|TIMELAPSE)_(?<d>\d{4}_\d\d_\d\d)_(?<t>\d\d_\d\d_\d\d)_(?<view>[FRI])\.mp4$", Options)]
    private static partial Regex Thinkware();

    [GeneratedRegex(@"^(?<d>\d{6})_(?<t>\d{6})_(?<n>\d{3})_(?<view>[FRB])(?<copy>[HL])\.mp4$", Options)]
    private static partial Regex Nextbase();

    [GeneratedRegex(@"^GRMN(?<n>\d{4})\.mp4$", Options)]
    private static partial Regex Garmin();

    [GeneratedRegex(@"^(?<d>\d{8})(?<t>\d{6})_(\d{2,4})\.mp4$", Options)]
    private static partial Regex KaiserBaas();

    [GeneratedRegex(@"^(?<d>\d{8})(?<t>\d{6})_(?<n>\d{6})(?<view>[FRI])?\.(mp4|ts)$", Options)]
    private static partial Regex NewViofo();

    [GeneratedRegex(@"^DJI_(?<d>\d{8})(?<t>\d{6})_(?<n>\d{4})(_[A-Z])?\.(mp4|mov)$", Options)]
    private static partial Regex Dji();

    [GeneratedRegex(@"^(?<route>([0-9a-f]{16}[|_])?((?<d>\d{4}-\d\d-\d\d)--(?<t>\d\d-\d\d-\d\d)|[0-9a-f]{8}--[0-9a-f]{10}))--(?<n>\d{1,4})$", Options)]
    private static partial Regex Comma();

    [GeneratedRegex(@"(?<!\d)(?<d>(19|20)\d\d[-_.]?\d\d[-_.]?\d\d)[-_ T.]?(?<t>\d\d[-_.h]?\d\d[-_.m]?\d\d)(?!\d)", Options)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"(?<n>\d+)$", Options)]
    private static partial Regex Counter();

    [GeneratedRegex(@"(?<![a-z])(front|rear|back|cabin|interior|inside)(?![a-z])", Options)]
    private static partial Regex ViewWord();
}
