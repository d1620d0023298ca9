using System.Text.Encodings.Web;
using System.Text.Json;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes one JSON object per line.</summary>
internal sealed class JsonLines(Stream stream) : IDisposable
{
    private readonly Utf8JsonWriter _writer = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public void WriteLine(Action<Utf8JsonWriter> write)
    {
        _writer.WriteStartObject();
        write(_writer);
        _writer.WriteEndObject();
        _writer.Flush();
        stream.WriteByte((byte)'\n');
        _writer.Reset(stream);
    }

    public void Dispose() => _writer.Dispose();
}

/// <summary>Numbers as the exports write them.</summary>
internal static class JsonNumbers
{
    /// <summary>Writes a number with at most <paramref name="digits"/> digits behind the point; null when there is none.</summary>
    public static void WriteRounded(this Utf8JsonWriter writer, string name, double value, int digits)
    {
        if (double.IsFinite(value))
        {
            // Adding 0 turns −0 into 0.
            writer.WriteNumber(name, Math.Round(value, digits) + 0.0);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
