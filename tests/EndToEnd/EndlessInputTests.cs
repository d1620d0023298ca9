using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using PixelShap.Testing;

namespace PixelShap.EndToEnd;

/// <summary>What has no end is not read: a pipe that nobody writes to and a device, wherever a file can be named.</summary>
public sealed class EndlessInputTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<int, string[]> Doors => new()
    {
        { 3, ["run", "ENDLESS"] },
        { 2, ["run", "CLIP", "-p", "ENDLESS"] },
        { 2, ["run", "CLIP", "--set", "segmenter.model=ENDLESS"] },
        { 2, ["run", "CLIP", "--set", "vlm.provider=openai", "--set", "vlm.api_key_variable=PIXELSHAP_NONE", "--set", "vlm.api_key_file=ENDLESS"] },
        { 2, ["run", "CLIP", "--set", "attribution.similarity=embedding", "--set", "attribution.embedder.model=ENDLESS"] },
        { 3, ["explain", "ENDLESS"] },
        { 3, ["explain", "PICTURE", "--masks", "ENDLESS"] },
        { 3, ["eval", "games", "ENDLESS"] },
        { 3, ["eval", "sequences", "ENDLESS"] },
        { 3, ["eval", "segmentation", "--model", "MODEL", "--images", "FOLDER", "--annotations", "ENDLESS"] },
        { 2, ["models", "list", "--manifest", "ENDLESS"] },
    };

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task It_is_refused_with_a_sentence(int exitCode, string[] arguments)
    {
        string pipe = Path.Combine(_folder, "pipe");
        await Process.Start("mkfifo", [pipe]).WaitForExitAsync();
        foreach (string endless in (string[])[pipe, "/dev/zero"])
        {
            string[] given = [.. arguments.Select(argument => argument
                .Replace("ENDLESS", endless, StringComparison.Ordinal).Replace("CLIP", Samples.Street, StringComparison.Ordinal)
                .Replace("MODEL", Path.Combine(SharedData.RepositoryRoot, "models", "pixelshap-road.onnx"), StringComparison.Ordinal)
                .Replace("PICTURE", Samples.Picture, StringComparison.Ordinal).Replace("FOLDER", _folder, StringComparison.Ordinal))];
            string[] output = arguments[0] is "run" or "explain" ? ["--output", Path.Combine(_folder, "output")] : [];
            CommandResult result = await Command.RunAsync([.. given, .. output]).WaitAsync(Bound);
            Assert.True(result.ExitCode == exitCode, $"{result.ExitCode}: {string.Join(' ', given)}: {result.Error}");
            Assert.Contains("error:", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("unexpected", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_small_picture_that_says_it_is_20000_pixels_wide_is_not_unpacked()
    {
        string picture = Path.Combine(_folder, "huge.png");
        WriteBlackPng(picture, 20_000);
        CommandResult result = await Command.RunAsync(["explain", picture, "--output", Path.Combine(_folder, "output")]).WaitAsync(Bound);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("has more than 67,108,864 pixels", result.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    /// <summary>A square black picture with a bit per pixel (PNG, RFC 2083).</summary>
    private static void WriteBlackPng(string path, int side)
    {
        using FileStream file = File.Create(path);
        file.Write([0x89, .. "PNG\r\n\u001a\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        header[8] = 1;
        Chunk("IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + ((side + 7) / 8)];
            for (int y = 0; y < side; y++)
            {
                zlib.Write(row);
            }
        }

        Chunk("IDAT"u8, packed.ToArray());
        Chunk("IEND"u8, []);

        void Chunk(ReadOnlySpan<byte> type, byte[] data)
        {
            byte[] body = [.. type, .. data];
            Span<byte> number = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            file.Write(body);
            uint crc = uint.MaxValue;
            foreach (byte value in body)
            {
                crc ^= value;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
                }
            }

            BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
            file.Write(number);
        }
    }
}
