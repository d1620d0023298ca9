using MessagePack;
using PixelShap.Faithfulness;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Language;
using PixelShap.Video.Time;

namespace PixelShap.Video.Runs.Journal;

/// <summary>Turns keyframes, valued and skipped, into MessagePack and back.</summary>
internal static class KeyframeCodec
{
    private const int Fields = 23;
    private const int FieldsWithCutOff = 22;
    private const int FieldsWithName = 21;
    private const int SkippedFields = 10;

    public static void Write(ref MessagePackWriter writer, JournalKeyframe keyframe)
    {
        // A keyframe whose answers are whole and that asked for no verdict has the bytes that it had before.
        IReadOnlyList<ulong> cut = keyframe.Attribution.CutOff;
        bool hasEvidence = !EvidenceCodec.IsEmpty(keyframe.Attribution), hasCut = cut.Count > 0 || hasEvidence;
        writer.Start(RecordKind.Keyframe, hasEvidence ? Fields : hasCut ? FieldsWithCutOff : FieldsWithName);
        writer.Write(keyframe.Frame);
        writer.Write(keyframe.Epoch);
        writer.Write(keyframe.Pts);
        writer.Write(keyframe.Seconds);
        writer.Write(keyframe.Reason);
        writer.Write(keyframe.Prompt);
        writer.Write(keyframe.Model);
        writer.Write(keyframe.Answer);
        writer.WriteArrayHeader(keyframe.Players.Count);
        foreach (PlayerValue player in keyframe.Players)
        {
            writer.WriteArrayHeader(6);
            writer.WriteArrayHeader(player.TrackIds.Count);
            foreach (int id in player.TrackIds)
            {
                writer.Write(id);
            }

            writer.Write(player.ClassName);
            writer.Write(player.Value);
            writer.Write(player.StandardError);
            writer.Write(player.ColdValue);
            writer.Write(player.ColdStandardError);
        }

        writer.Write(keyframe.Attribution.Estimator);
        writer.Write(keyframe.Attribution.Calls);
        writer.Write(keyframe.Attribution.EmptyValue);
        writer.Write(keyframe.Attribution.FullValue);
        writer.Write(keyframe.Attribution.EfficiencyGap);
        writer.WriteArrayHeader(keyframe.Attribution.Coalitions.Count);
        foreach (CoalitionAnswer coalition in keyframe.Attribution.Coalitions)
        {
            writer.WriteArrayHeader(3);
            writer.Write(coalition.Visible);
            writer.Write(coalition.Value);
            writer.Write(coalition.Answer);
        }

        writer.WriteArrayHeader(keyframe.Attribution.Unanswered.Count);
        foreach (UnansweredCoalition missing in keyframe.Attribution.Unanswered)
        {
            writer.WriteArrayHeader(3);
            writer.Write(missing.Visible);
            writer.Write((int)missing.Kind);
            writer.Write(missing.Why);
        }

        writer.Write(keyframe.Attribution.IsCarried);
        writer.Write(keyframe.Attribution.IsChange);
        writer.Write(keyframe.Attribution.NoiseVariance);
        WriteFaithfulness(ref writer, keyframe.Attribution.Faithfulness);
        writer.Write(keyframe.PromptName);
        if (hasCut)
        {
            writer.WriteArrayHeader(cut.Count);
            foreach (ulong visible in cut)
            {
                writer.Write(visible);
            }
        }

        if (hasEvidence)
        {
            EvidenceCodec.Write(ref writer, keyframe.Attribution);
        }
    }

    public static JournalKeyframe Read(ref MessagePackReader reader, int fields)
    {
        long frame = reader.ReadInt64();
        int epoch = reader.ReadInt32();
        MediaTime pts = reader.ReadMediaTime();
        double seconds = reader.ReadDouble();
        string reason = reader.Text(), prompt = reader.Text(), model = reader.Text(), answer = reader.Text();
        var players = new PlayerValue[reader.ReadArrayHeader()];
        for (int i = 0; i < players.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            var ids = new int[reader.ReadArrayHeader()];
            for (int k = 0; k < ids.Length; k++)
            {
                ids[k] = reader.ReadInt32();
            }

            players[i] = new PlayerValue(ids, reader.Text(), reader.ReadDouble(), reader.ReadDouble())
            {
                ColdValue = reader.ReadDouble(),
                ColdStandardError = reader.ReadDouble(),
            };
        }

        string estimator = reader.Text();
        int calls = reader.ReadInt32();
        double empty = reader.ReadDouble(), full = reader.ReadDouble(), gap = reader.ReadDouble();
        var coalitions = new CoalitionAnswer[reader.ReadArrayHeader()];
        for (int i = 0; i < coalitions.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            coalitions[i] = new CoalitionAnswer(reader.ReadUInt64(), reader.ReadDouble(), reader.Text());
        }

        var attribution = new KeyframeAttribution
        {
            Prompt = prompt,
            Model = model,
            Answer = answer,
            Players = players,
            Estimator = estimator,
            Calls = calls,
            EmptyValue = empty,
            FullValue = full,
            EfficiencyGap = gap,
            Coalitions = coalitions,
            Unanswered = ReadUnanswered(ref reader),
            IsCarried = reader.ReadBoolean(),
            IsChange = reader.ReadBoolean(),
            NoiseVariance = reader.ReadDouble(),
            Faithfulness = ReadFaithfulness(ref reader),
        };
        // Journals from before prompts had names lack the last fields.
        string name = fields < FieldsWithName ? NamedPrompt.DefaultName : reader.Text();
        attribution = fields < FieldsWithCutOff ? attribution : attribution with { CutOff = ReadCutOff(ref reader) };
        return new JournalKeyframe
        {
            Frame = frame,
            Epoch = epoch,
            Pts = pts,
            Seconds = seconds,
            Reason = reason,
            Attribution = fields < Fields ? attribution : EvidenceCodec.Read(ref reader, attribution),
            PromptName = name,
        };
    }

    public static void Write(ref MessagePackWriter writer, JournalSkippedKeyframe skipped)
    {
        writer.Start(RecordKind.SkippedKeyframe, SkippedFields);
        writer.Write(skipped.Frame);
        writer.Write(skipped.Epoch);
        writer.Write(skipped.Pts);
        writer.Write(skipped.Seconds);
        writer.Write(skipped.Reason);
        writer.Write(skipped.Prompt);
        writer.Write(skipped.Model);
        writer.Write((int)skipped.Kind);
        writer.Write(skipped.Why);
        writer.Write(skipped.PromptName);
    }

    public static JournalSkippedKeyframe ReadSkipped(ref MessagePackReader reader, int fields)
    {
        var skipped = new JournalSkippedKeyframe(
            reader.ReadInt64(),
            reader.ReadInt32(),
            reader.ReadMediaTime(),
            reader.ReadDouble(),
            reader.Text(),
            reader.Text(),
            reader.Text(),
            (AnswerKind)reader.ReadInt32(),
            reader.Text());
        return fields < SkippedFields ? skipped : skipped with { PromptName = reader.Text() };
    }

    private static UnansweredCoalition[] ReadUnanswered(ref MessagePackReader reader)
    {
        var unanswered = new UnansweredCoalition[reader.ReadArrayHeader()];
        for (int i = 0; i < unanswered.Length; i++)
        {
            _ = reader.ReadArrayHeader();
            unanswered[i] = new UnansweredCoalition(reader.ReadUInt64(), (AnswerKind)reader.ReadInt32(), reader.Text());
        }

        return unanswered;
    }

    private static ulong[] ReadCutOff(ref MessagePackReader reader)
    {
        var cutOff = new ulong[reader.ReadArrayHeader()];
        for (int i = 0; i < cutOff.Length; i++)
        {
            cutOff[i] = reader.ReadUInt64();
        }

        return cutOff;
    }

    private static void WriteFaithfulness(ref MessagePackWriter writer, FaithfulnessCurves? curves)
    {
        if (curves is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(3);
        writer.Write(curves.Insertion);
        writer.Write(curves.Deletion);
        writer.Write(curves.Calls);
    }

    private static FaithfulnessCurves? ReadFaithfulness(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        _ = reader.ReadArrayHeader();
        return new FaithfulnessCurves(reader.ReadNumbers(), reader.ReadNumbers(), reader.ReadInt32());
    }
}
