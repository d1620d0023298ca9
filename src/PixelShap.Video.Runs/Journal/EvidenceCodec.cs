using MessagePack;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Turns what a keyframe's verdict is made of into MessagePack and back: its controls, the regions of its scene, and the verdict that was carried over.</summary>
internal static class EvidenceCodec
{
    // Pixels; as for frames.
    private const long LargestPicture = 1 << 28;

    private const int FieldsWithoutLooks = 3;

    public static bool IsEmpty(KeyframeAttribution attribution) => attribution is { Controls.Count: 0, Search: null, CarriedVerdict: null, Looks.Count: 0, Pairs.Count: 0 };

    public static void Write(ref MessagePackWriter writer, KeyframeAttribution attribution)
    {
        // Without looks as it was before there were any.
        bool hasPairs = attribution.Pairs.Count > 0, hasLooks = attribution.Looks.Count > 0 || hasPairs;
        writer.WriteArrayHeader(FieldsWithoutLooks + (hasPairs ? 2 : hasLooks ? 1 : 0));
        writer.WriteArrayHeader(attribution.Controls.Count);
        foreach (ControlAnswer control in attribution.Controls)
        {
            writer.WriteArrayHeader(4);
            writer.Write((int)control.Control.Kind);
            writer.Write(control.Control.Detail);
            writer.Write(control.Value);
            writer.Write(control.Answer);
        }

        if (attribution.Search is { } search)
        {
            writer.WriteArrayHeader(2);
            writer.Write(search.Calls);
            Write(ref writer, search.Regions);
        }
        else
        {
            writer.WriteNil();
        }

        if (attribution.CarriedVerdict is { } verdict)
        {
            writer.WriteArrayHeader(4);
            writer.Write((int)verdict.Kind);
            writer.Write([.. verdict.Players.Select(player => (double)player)]);
            Write(ref writer, verdict.Regions);
            writer.Write(verdict.ReactsToPatch);
        }
        else
        {
            writer.WriteNil();
        }

        if (hasLooks)
        {
            writer.WriteArrayHeader(attribution.Looks.Count);
            foreach (ObjectLook look in attribution.Looks)
            {
                writer.WriteArrayHeader(3);
                writer.Write(look.TrackId);
                writer.Write((int)look.Colours);
                writer.Write((int)look.Lamp);
            }
        }

        if (hasPairs)
        {
            writer.WriteArrayHeader(attribution.Pairs.Count);
            foreach (PairInteraction pair in attribution.Pairs)
            {
                writer.WriteArrayHeader(6);
                writer.Write(pair.First);
                writer.Write(pair.Second);
                writer.Write(pair.Value);
                writer.Write(pair.StandardError);
                writer.Write(pair.FirstAlone);
                writer.Write(pair.SecondAlone);
            }
        }
    }

    public static KeyframeAttribution Read(ref MessagePackReader reader, KeyframeAttribution attribution)
    {
        int fields = reader.ReadArrayHeader();
        var controls = new ControlAnswer[reader.ReadArrayHeader()];
        for (int i = 0; i < controls.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            controls[i] = new ControlAnswer(new Control((ControlKind)reader.ReadInt32(), reader.ReadUInt64()), reader.ReadDouble(), reader.Text());
        }

        SceneSearch? search = null;
        if (!reader.TryReadNil())
        {
            _ = reader.ReadArrayHeader();
            search = new SceneSearch(reader.ReadInt32(), ReadRegions(ref reader));
        }

        Verdict? carried = null;
        if (!reader.TryReadNil())
        {
            _ = reader.ReadArrayHeader();
            var kind = (VerdictKind)reader.ReadInt32();
            int[] players = [.. reader.ReadNumbers().Select(player => (int)player)];
            if (!Enum.IsDefined(kind) || players.Any(player => player < 0 || player >= attribution.Players.Count))
            {
                throw new InvalidDataException("A verdict names what is not there.");
            }

            carried = new Verdict(kind, players, ReadRegions(ref reader), "") { ReactsToPatch = reader.ReadBoolean() };
        }

        return attribution with
        {
            Controls = controls,
            Search = search,
            CarriedVerdict = carried,
            Looks = fields > FieldsWithoutLooks ? ReadLooks(ref reader) : [],
            Pairs = fields > FieldsWithoutLooks + 1 ? ReadPairs(ref reader, attribution.Players.Count) : [],
        };
    }

    private static PairInteraction[] ReadPairs(ref MessagePackReader reader, int players)
    {
        var pairs = new PairInteraction[reader.ReadArrayHeader()];
        for (int i = 0; i < pairs.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            pairs[i] = new PairInteraction(reader.ReadInt32(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            if (pairs[i].First < 0 || pairs[i].First >= pairs[i].Second || pairs[i].Second >= players)
            {
                throw new InvalidDataException("A pair names what is not there.");
            }
        }

        return pairs;
    }

    private static ObjectLook[] ReadLooks(ref MessagePackReader reader)
    {
        var looks = new ObjectLook[reader.ReadArrayHeader()];
        for (int i = 0; i < looks.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            looks[i] = new ObjectLook(reader.ReadInt32(), (PaintColours)reader.ReadInt32(), (LampColour)reader.ReadInt32());
        }

        if (looks.DistinctBy(look => look.TrackId).Count() < looks.Length || looks.Any(look => !Enum.IsDefined(look.Lamp)))
        {
            throw new InvalidDataException("The looks of objects make no sense.");
        }

        return looks;
    }

    private static void Write(ref MessagePackWriter writer, IReadOnlyList<SceneRegion> regions)
    {
        writer.WriteArrayHeader(regions.Count);
        foreach (SceneRegion region in regions)
        {
            PixelBox box = region.Mask.Box;
            writer.WriteArrayHeader(11);
            writer.Write(region.Id);
            writer.Write(region.Mask.ImageWidth);
            writer.Write(region.Mask.ImageHeight);
            writer.Write(box.X);
            writer.Write(box.Y);
            writer.Write(box.Width);
            writer.Write(box.Height);
            writer.Write(MaskRunLength.Encode(region.Mask).AsSpan());
            writer.Write(region.Value);
            writer.Write(region.Answer);
            writer.Write(region.Words);
        }
    }

    private static SceneRegion[] ReadRegions(ref MessagePackReader reader)
    {
        var regions = new SceneRegion[reader.ReadArrayHeader()];
        for (int i = 0; i < regions.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            int id = reader.ReadInt32(), width = reader.ReadInt32(), height = reader.ReadInt32();
            var box = new PixelBox(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            if (width <= 0 || height <= 0 || (long)width * height > LargestPicture)
            {
                throw new InvalidDataException($"{width}x{height} is no size of a picture.");
            }

            Mask mask = MaskRunLength.Decode(width, height, box, reader.Bytes());
            regions[i] = new SceneRegion(id, mask, reader.ReadDouble(), reader.Text(), reader.ReadTexts());
        }

        return regions;
    }
}
