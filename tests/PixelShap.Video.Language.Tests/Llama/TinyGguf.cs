using System.Text;

namespace PixelShap.Video.Language.Tests.Llama;

/// <summary>Writes files in the form GGUF, version 3. Source: docs/gguf.md of ggml.</summary>
internal sealed class TinyGguf
{
    private const int Alignment = 32;
    private readonly List<Action<BinaryWriter>> _values = [];
    private readonly List<(string Name, int[] Shape, float[] Numbers)> _tensors = [];

    public TinyGguf Set(string key, string value) => Add(key, 8, writer => Text(writer, value));

    public TinyGguf Set(string key, int value) => Add(key, 4, writer => writer.Write((uint)value));

    public TinyGguf Set(string key, float value) => Add(key, 6, writer => writer.Write(value));

    public TinyGguf Set(string key, bool value) => Add(key, 7, writer => writer.Write(value));

    public TinyGguf Set(string key, IReadOnlyList<string> values) => Array(key, 8, values, Text);

    public TinyGguf Set(string key, IReadOnlyList<float> values) => Array(key, 6, values, (writer, value) => writer.Write(value));

    public TinyGguf Set(string key, IReadOnlyList<int> values) => Array(key, 5, values, (writer, value) => writer.Write(value));

    /// <summary>Adds a tensor; the first number of the shape is the one whose elements lie side by side.</summary>
    public TinyGguf Tensor(string name, int[] shape, Func<int, float> number)
    {
        _tensors.Add((name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(number)]));
        return this;
    }

    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_values.Count);
        _values.ForEach(value => value(writer));
        long offset = 0;
        foreach ((string name, int[] shape, float[] numbers) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)shape.Length);
            System.Array.ForEach(shape, size => writer.Write((ulong)size));
            writer.Write(0u);
            writer.Write((ulong)offset);
            offset += Padded(numbers.Length * sizeof(float));
        }

        foreach ((_, _, float[] numbers) in _tensors)
        {
            writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);
            System.Array.ForEach(numbers, writer.Write);
        }

        writer.Write(new byte[Padded(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }

    private static long Padded(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private TinyGguf Array<T>(string key, uint type, IReadOnlyList<T> values, Action<BinaryWriter, T> write) => Add(key, 9, writer =>
    {
        writer.Write(type);
        writer.Write((ulong)values.Count);
        foreach (T value in values)
        {
            write(writer, value);
        }
    });

    private TinyGguf Add(string key, uint type, Action<BinaryWriter> write)
    {
        _values.Add(writer =>
        {
            Text(writer, key);
            writer.Write(type);
            write(writer);
        });
        return this;
    }
}
