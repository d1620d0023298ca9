using System.Globalization;
using System.Text;

namespace PixelShap.Video.Publishing.Exports;

/// <summary>Writes a table as RFC 4180 has it: commas, quotes where needed, CR LF.</summary>
public sealed class CsvTable : IDisposable
{
    private readonly StreamWriter _text;
    private bool _isFirst = true;

    /// <summary>Begins a table.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="columns">The names of the columns.</param>
    public CsvTable(Stream stream, params string[] columns)
    {
        _text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        Array.ForEach(columns, Text);
        End();
    }

    /// <summary>A text. One that a spreadsheet would take for a formula gets an apostrophe in front: answers come from models.</summary>
    public void Text(string value)
    {
        string safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{value}" : value;
        Raw(safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe);
    }

    /// <summary>A whole number.</summary>
    public void Number(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with at most so many digits behind the point; empty where there is none.</summary>
    public void Number(double value, int digits) =>
        Raw(double.IsFinite(value) ? (Math.Round(value, digits) + 0.0).ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>Ends the row.</summary>
    public void End()
    {
        _text.WriteLine();
        _isFirst = true;
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private void Raw(string cell)
    {
        if (!_isFirst)
        {
            _text.Write(',');
        }

        _text.Write(cell);
        _isFirst = false;
    }
}
