using PixelShap.Video.Clips;
using PixelShap.Video.Media.Telemetry.Boxes;
using PixelShap.Video.Media.Telemetry.FreeGps;
using PixelShap.Video.Media.Telemetry.GoPro;
using PixelShap.Video.Media.Telemetry.Mp4;
using PixelShap.Video.Media.Telemetry.Sidecars;
using PixelShap.Video.Media.Telemetry.Tesla;
using PixelShap.Video.Media.Telemetry.Texts;
using PixelShap.Video.Media.Telemetry.Transport;

namespace PixelShap.Video.Media.Telemetry;

/// <summary>Every way in which cameras write telemetry into a file, or beside it. A new one is a class and a line here.</summary>
internal static class TelemetryReaders
{
    /// <summary>The readers of an MP4 file, in the order in which they are asked: tracks, then boxes, then what has to be looked for.</summary>
    private static readonly Func<Mp4Tree, RawTelemetry?>[] s_embedded =
    [
        GpmfReader.Read, CammReader.Read, SigmaStarReader.Read, TextCues.Read, BlackVueReader.Read, GpsBoxes.ReadGps0, GpsBoxes.ReadMai, LigoGps.Read, TeslaReader.Read, FreeGpsReader.Read,
    ];

    /// <summary>Reads the telemetry of a clip: what is in the file, else what lies beside it.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="hints">What is known of it.</param>
    public static ClipTelemetry Read(string path, TelemetryHints hints)
    {
        ArgumentNullException.ThrowIfNull(hints);
        ClipTelemetry? best = null;
        using (FileStream stream = File.OpenRead(path))
        {
            foreach (RawTelemetry raw in Embedded(stream, ref hints))
            {
                best = Better(best, TelemetryJoin.Join(raw, hints));
                if (best.Points.Count > 0)
                {
                    return best;
                }
            }
        }

        foreach (RawTelemetry raw in SidecarFiles.Read(path))
        {
            ClipTelemetry beside = TelemetryJoin.Join(raw, hints);
            if (beside.Points.Count > 0)
            {
                // A sentence about what could not be read is of no use to who has the places all the same.
                return beside with { Accelerations = beside.Accelerations.Count > 0 ? beside.Accelerations : best?.Accelerations ?? [] };
            }

            best = Better(best, beside);
        }

        return best ?? ClipTelemetry.None;
    }

    /// <summary>What each reader finds in a file.</summary>
    public static IEnumerable<RawTelemetry> Embedded(Mp4Tree file) => s_embedded.Select(read => read(file)).OfType<RawTelemetry>();

    private static IEnumerable<RawTelemetry> Embedded(Stream stream, ref TelemetryHints hints)
    {
        if (Mp4Tree.Open(stream) is { } file)
        {
            hints = hints with { DurationSeconds = hints.DurationSeconds ?? file.DurationSeconds };
            return Embedded(file);
        }

        return TransportStream.Open(stream) is { } packets && FreeGpsTransport.Read(packets) is { } found ? [found] : [];
    }

    private static ClipTelemetry Better(ClipTelemetry? before, ClipTelemetry found) =>
        before is null || found.Points.Count > before.Points.Count || (before.Read == 0 && found.Read > 0) || (before is { Read: 0, Accelerations.Count: 0, Refusal: null })
            ? found
            : before;
}
