using System.Globalization;
using System.Text;
using PixelShap.Video.Evaluation.Games;
using PixelShap.Video.Cli.Terminal;
using Spectre.Console;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary>The measurement as a table: for a terminal of 120 columns, or as Markdown.</summary>
internal static class ImportanceTable
{
    private static readonly string[] Columns = ["Region", "Ranking", "Recall@1", "Recall@2", "Recall@3", "IoU@1", "Drop", "Calls", "Seconds", "Quiet"];

    public static void Write(IAnsiConsole console, ImportanceFigures figures)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(Columns);
        foreach (TableColumn column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        string? region = null;
        foreach (ImportanceRow row in figures.Rows)
        {
            if (region is not null && region != row.Region)
            {
                table.AddEmptyRow();
            }

            string[] cells = Cells(row);
            cells[0] = region == row.Region ? "" : cells[0];
            region = row.Region;
            table.AddRow(cells);
        }

        console.WriteTable(table);
        console.MarkupLineInterpolated($"{Caption(figures)}");
    }

    public static string ToMarkdown(ImportanceFigures figures)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", Columns).Append(" |\n| --- | --- |").Insert(text.Length, " ---: |", Columns.Length - 2).Append('\n');
        foreach (ImportanceRow row in figures.Rows)
        {
            text.Append("| ").AppendJoin(" | ", Cells(row)).Append(" |\n");
        }

        return text.Append('\n').Append(Caption(figures)).ToString();
    }

    private static string[] Cells(ImportanceRow row)
    {
        TargetSummary result = row.Result;
        return
        [
            row.Region, row.Strategy, Share(result.Recall1), Share(result.Recall2), Share(result.Recall3), Number(result.Iou1, "0.00"),
            Number(result.SimilarityDrop, "0.00"), Number(result.Calls, "0.0"), Number(result.Seconds, "0.00"),
            result.QuietCorrect is { } quiet ? Share(quiet) : "–",
        ];
    }

    private static string Caption(ImportanceFigures figures)
    {
        TargetSummary any = figures.Rows[0].Result;
        string quiet = any.QuietQuestions > 0 ? $" and {any.QuietQuestions} that hang on nothing" : "";
        return $"{any.Questions} questions that hang on one object{quiet}, about {figures.Pictures} pictures; players: {figures.Players}; asked: {figures.Model}; segmenter: {figures.Segmenter}.";
    }

    private static string Share(double value) => string.Create(CultureInfo.InvariantCulture, $"{100 * value:0} %");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
