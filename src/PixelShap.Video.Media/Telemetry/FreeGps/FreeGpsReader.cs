using System.Buffers.Binary;
using System.Globalization;
using PixelShap.Video.Media.Telemetry.Mp4;

namespace PixelShap.Video.Media.Telemetry.FreeGps;

/// <summary>
/// Finds the blocks <c>freeGPS </c> that cameras with Novatek chips, and others after them, put between the pictures: by the index <c>moov/gps </c>, or by their name.
/// Their layouts are in <see cref="FreeGpsLayouts"/>.
/// </summary>
internal static class FreeGpsReader
{
    /// <summary>A camera writes a block a second: one that has none among its first bytes has none.</summary>
    private const int Tried = 8 << 20;

    private const int Window = 4 << 20, MostBlocks = 1_000_000, MostFileRead = 2_000_000_000;

    private static ReadOnlySpan<byte> Name => "freeGPS "u8;

    /// <summary>Reads the blocks; null where there are none.</summary>
    public static RawTelemetry? Read(Mp4Tree file)
    {
        List<long> places = Indexed(file);
        places = places.Count > 0 ? places : Found(file);
        if (places.Count == 0)
        {
            return null;
        }

        var telemetry = new RawTelemetry("freeGPS") { Placement = TelemetryPlacement.Steps, Clock = TelemetryClock.Unsure };
        var layouts = new HashSet<string>();
        int unknown = 0;
        for (int i = 0; i < places.Count; i++)
        {
            long end = i + 1 < places.Count && places[i + 1] > places[i] ? places[i + 1] : file.Length;
            byte[] bytes = file.Read(places[i], Math.Min(FreeGpsBlock.Size, end - places[i]));
            FreeGpsReading reading = FreeGpsLayouts.Read(new FreeGpsBlock(bytes));
            telemetry.Points.AddRange(reading.Points);
            telemetry.RepeatsUntimed |= reading.RepeatsUntimed;
            if (reading.Refusal is { } why)
            {
                telemetry.Refuse(why);
            }
            else if (reading.Layout is { } layout)
            {
                layouts.Add(layout);
            }
            else
            {
                unknown++;
            }
        }

        if (layouts.Count > 0)
        {
            telemetry.Source = $"freeGPS ({string.Join(", ", layouts.Order(StringComparer.Ordinal))})";
        }

        if (telemetry.Points.Count == 0 && unknown > 0)
        {
            telemetry.Refuse("Its blocks freeGPS are of a layout that is not known, or enciphered, and were not read.");
        }
        else if (unknown > 0)
        {
            telemetry.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{unknown} of {places.Count} blocks are of no known layout."));
        }

        return telemetry;
    }

    /// <summary>The places that the index names, as far as a block stands there: its count may be larger than the index.</summary>
    private static List<long> Indexed(Mp4Tree file)
    {
        if (Mp4Tree.Find(file.Movie, "gps ") is not { } box)
        {
            return [];
        }

        byte[] index = file.Read(box);
        var places = new List<long>();
        for (int at = 8; at + 8 <= index.Length && places.Count < MostBlocks; at += 8)
        {
            long place = BinaryPrimitives.ReadUInt32BigEndian(index.AsSpan(at));
            if (file.Read(place + 4, Name.Length).AsSpan().SequenceEqual(Name))
            {
                places.Add(place);
            }
        }

        return places;
    }

    private static List<long> Found(Mp4Tree file)
    {
        var places = new List<long>();
        for (long at = 0; at < Math.Min(file.Length, MostFileRead) && places.Count < MostBlocks; at += Window)
        {
            // Windows overlap by the length of the name.
            ReadOnlySpan<byte> window = file.Read(at, Window + Name.Length - 1);
            for (int from = 0; window[from..].IndexOf(Name) is var next and >= 0; from += next + Name.Length)
            {
                if (at + from + next >= 4)
                {
                    places.Add(at + from + next - 4);
                }
            }

            if (places.Count == 0 && at + Window >= Tried)
            {
                break;
            }
        }

        return places;
    }
}

/// <summary>What a block held.</summary>
/// <param name="Layout">The layout, for people; null where it is not known.</param>
/// <param name="Points">The points.</param>
internal readonly record struct FreeGpsReading(string? Layout, IReadOnlyList<RawPoint> Points)
{
    /// <summary>Why a known layout cannot be read, in one sentence.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the layout has a block per picture and no clock.</summary>
    public bool RepeatsUntimed { get; init; }

    public static FreeGpsReading Refused(string why) => new(null, []) { Refusal = why };
}
