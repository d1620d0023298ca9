using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Files;

namespace PixelShap.Video.Web.Security;

/// <summary>Who had what done that spends or writes something: a line of JSON for each, in the folder of runs, before it is done.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditLog(string folder, TimeProvider time)
{
    /// <summary>The name of the file.</summary>
    public const string Name = "workbench.jsonl";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path = Path.Combine(folder, Name);
    private readonly Lock _lock = new();

    /// <summary>Writes a line.</summary>
    /// <param name="action">What is done.</param>
    /// <param name="who">The address that it is done for.</param>
    /// <param name="facts">With what.</param>
    /// <exception cref="PixelShapException">It cannot be written: nothing is done that is not noted.</exception>
    public void Note(string action, string? who, JsonObject facts)
    {
        var line = new JsonObject { ["at"] = time.GetLocalNow().ToString("o", CultureInfo.InvariantCulture), ["action"] = action, ["from"] = who };
        foreach ((string key, JsonNode? value) in facts)
        {
            line[key] = value?.DeepClone();
        }

        try
        {
            lock (_lock)
            {
                File.AppendAllText(_path, line.ToJsonString(Plain) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Failed, $"{_path} cannot be written: {Cause.Of(exception)}.", "Make the folder writable: nothing is done from the page that is not noted there.", exception);
        }
    }
}
