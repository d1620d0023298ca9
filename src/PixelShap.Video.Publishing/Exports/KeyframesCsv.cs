using PixelShap.Video.Attribution;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes <c>keyframes.csv</c>: one row per keyframe and player, the most important first; a keyframe without players has one row.</summary>
public static class KeyframesCsv
{
    private static readonly PlayerValue s_nobody = new([], "", double.NaN, double.NaN);

    /// <summary>Writes all keyframes in order of time.</summary>
    public static void Write(Stream stream, ExportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using var table = new CsvTable(
            stream, "frame", "epoch", "pts", "time_base", "t", "reason", "prompt_name", "prompt", "model", "answer", "estimator", "calls",
            "carried", "v_empty", "v_full", "efficiency_gap", "rank", "tracks", "class", "phi", "se", "share", "do_not_rely");
        foreach (JournalKeyframe keyframe in source.Results.Keyframes())
        {
            double positive = keyframe.Players.Sum(player => Math.Max(0, player.Value));
            int rank = 0;
            foreach (PlayerValue player in keyframe.Players.OrderByDescending(player => player.Value).DefaultIfEmpty(s_nobody))
            {
                WriteKeyframe(table, keyframe);
                table.Number(player.TrackIds.Count == 0 ? double.NaN : ++rank, 0);
                table.Text(string.Join(' ', player.TrackIds));
                table.Text(player.ClassName);
                table.Number(player.Value, 6);
                table.Number(player.StandardError, 6);
                table.Number(positive > 0 ? Math.Max(0, player.Value) / positive : 0, 6);
                table.Text(keyframe.DoNotRely ?? "");
                table.End();
            }
        }
    }

    private static void WriteKeyframe(CsvTable table, JournalKeyframe keyframe)
    {
        table.Number(keyframe.Frame);
        table.Number(keyframe.Epoch);
        table.Number(keyframe.Pts.Ticks);
        table.Text(keyframe.Pts.TimeBase.ToString());
        table.Number(keyframe.Seconds, 6);
        table.Text(keyframe.Reason);
        table.Text(keyframe.PromptName);
        table.Text(keyframe.Prompt);
        table.Text(keyframe.Model);
        table.Text(keyframe.Answer);
        table.Text(keyframe.Attribution.Estimator);
        table.Number(keyframe.Attribution.Calls);
        table.Text(keyframe.Attribution.IsCarried ? "true" : "false");
        table.Number(keyframe.Attribution.EmptyValue, 6);
        table.Number(keyframe.Attribution.FullValue, 6);
        table.Number(keyframe.Attribution.EfficiencyGap, 6);
    }
}
