using MessagePack;
using PixelShap.Video.Events;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Turns what a picture tells into MessagePack and back: an array of numbers in a fixed order, to which later versions may add.</summary>
internal static class SignalsCodec
{
    private const int Values = 13;

    public static void Write(ref MessagePackWriter writer, PictureSignals signals)
    {
        writer.WriteArrayHeader(Values);
        writer.Write(signals.Brightness);
        writer.Write(signals.Detail);
        writer.Write(signals.Likeness);
        writer.Write(signals.ShiftX);
        writer.Write(signals.ShiftY);
        writer.Write(signals.Growth);
        writer.Write(signals.Turn);
        writer.Write(signals.Unrest);
        writer.Write(signals.Looming);
        writer.Write(signals.LoomingX);
        writer.Write(signals.LoomingY);
        writer.Write(signals.Flames);
        writer.Write(signals.Unchanged);
    }

    public static PictureSignals Read(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count < Values)
        {
            throw new InvalidDataException($"A frame has {count} signals of its picture instead of {Values}.");
        }

        var signals = new PictureSignals
        {
            Brightness = reader.ReadSingle(),
            Detail = reader.ReadSingle(),
            Likeness = reader.ReadSingle(),
            ShiftX = reader.ReadSingle(),
            ShiftY = reader.ReadSingle(),
            Growth = reader.ReadSingle(),
            Turn = reader.ReadSingle(),
            Unrest = reader.ReadSingle(),
            Looming = reader.ReadSingle(),
            LoomingX = reader.ReadSingle(),
            LoomingY = reader.ReadSingle(),
            Flames = reader.ReadSingle(),
            Unchanged = reader.ReadSingle(),
        };
        for (int more = Values; more < count; more++)
        {
            reader.Skip();
        }

        return signals;
    }
}
