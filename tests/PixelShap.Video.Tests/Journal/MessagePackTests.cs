using System.Buffers;
using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using PixelShap.Video.MessagePack;

namespace PixelShap.Video.Tests;

public sealed class MessagePackTests
{
    public static TheoryData<long> Integers => [0, 1, 127, 128, 255, 256, 65535, 65536, uint.MaxValue, uint.MaxValue + 1L, long.MaxValue,
        -1, -32, -33, -128, -129, -32768, -32769, int.MinValue, int.MinValue - 1L, long.MinValue];

    [Theory]
    [MemberData(nameof(Integers))]
    public void Integers_come_back(long value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new MessagePackWriter(buffer).Write(value);
        Assert.Equal(value, new MessagePackReader(buffer.WrittenSpan).ReadInt64());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Texts_and_bytes_of_every_length_class_come_back(int length)
    {
        string text = new('ä', length);
        byte[] bytes = new byte[length];
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.Write(text);
        writer.Write(bytes);
        var reader = new MessagePackReader(buffer.WrittenSpan);
        Assert.Equal(text, reader.ReadString());
        Assert.Equal(length, reader.ReadBytes().Length);
        Assert.True(reader.End);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_crash() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var reader = new MessagePackReader(bytes);
            try
            {
                while (!reader.End)
                {
                    reader.Skip();
                }
            }
            catch (InvalidDataException)
            {
                return true;
            }

            return reader.Consumed == bytes.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    [Fact]
    public void Skip_passes_over_exactly_one_object()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteMapHeader(2);
        writer.Write("a");
        writer.WriteArrayHeader(3);
        writer.Write(1.5);
        writer.Write(1.5f);
        writer.WriteNil();
        writer.Write("b");
        writer.Write(new byte[300]);
        int end = buffer.WrittenCount;
        writer.Write(true);

        var reader = new MessagePackReader(buffer.WrittenSpan);
        reader.Skip();
        Assert.Equal(end, reader.Consumed);
        Assert.True(reader.ReadBoolean());
    }

    [Fact]
    public async Task An_independent_reader_sees_the_same_objects()
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllBytesAsync(path, buffer.WrittenSpan.ToArray());
        try
        {
            var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add("import sys, json, msgpack; print(json.dumps(msgpack.unpackb(open(sys.argv[1], 'rb').read(), raw=False), ensure_ascii=True))");
            start.ArgumentList.Add(path);
            using var process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal("""[{"name": "caf\u00e9", "n": -70000, "x": 0.25, "f": 0.5, "ok": true, "none": null}, [0, 127, 128, 65536, 4294967296, -1, -33]]""", output.Trim());
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(ArrayBufferWriter<byte> buffer)
    {
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        writer.WriteMapHeader(6);
        writer.Write("name");
        writer.Write("café");
        writer.Write("n");
        writer.Write(-70000L);
        writer.Write("x");
        writer.Write(0.25);
        writer.Write("f");
        writer.Write(0.5f);
        writer.Write("ok");
        writer.Write(true);
        writer.Write("none");
        writer.WriteNil();
        writer.WriteArrayHeader(7);
        foreach (long value in (long[])[0, 127, 128, 65536, 4294967296, -1, -33])
        {
            writer.Write(value);
        }
    }
}
