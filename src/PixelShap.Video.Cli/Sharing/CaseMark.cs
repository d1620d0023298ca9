using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Publishing.Cases;
using PixelShap.Video.Runs.Results;
using Spectre.Console;

namespace PixelShap.Video.Cli.Sharing;

/// <summary>The whole of <c>pixelshap case mark</c>: one line more in the file of marks.</summary>
internal static class CaseMark
{
    private static readonly JsonSerializerOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static int Add(string run, string by, double? seconds, int? track, string? verdict, string? note, TimeProvider time)
    {
        using RunDirectory directory = RunDirectory.ForReading(run);
        if (string.IsNullOrWhiteSpace(by) || (string.IsNullOrWhiteSpace(verdict) && string.IsNullOrWhiteSpace(note)))
        {
            throw new PixelShapException(ExitCode.Usage, "The mark says nothing, or not who made it.", "Write for example --by Ada --verdict wrong --note \"The light was green.\"");
        }

        var mark = new JsonObject { ["by"] = by, ["at"] = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture) };
        foreach ((string name, JsonNode? value) in ((string, JsonNode?)[])[("t", seconds), ("track", track), ("verdict", verdict), ("note", note)])
        {
            if (value is not null)
            {
                mark[name] = value;
            }
        }

        string path = directory.File(CaseFolder.MarksName);
        try
        {
            File.AppendAllText(path, mark.ToJsonString(s_line) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"{path} cannot be written: {Cause.Of(exception)}.", "Check who may write to the run directory.", exception);
        }

        Consoles.Output().MarkupLineInterpolated($"{path}: {mark.ToJsonString(s_line)}");
        return (int)ExitCode.Done;
    }
}
