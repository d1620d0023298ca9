using PixelShap.Video.Frames;
using PixelShap.Video.Media.Files;
using PixelShap.Video.Media.Probing;
using PixelShap.Video.Media.Processes;
using PixelShap.Video.Media.Writing;

namespace PixelShap.Video.Media.Tests;

[Collection(nameof(Clips))]
public sealed class InputErrorTests(Clips clips)
{
    [Fact]
    public async Task A_missing_file_is_named() => await RefusedAsync(clips.PathOf("no such file.mp4"), "does not exist");

    [Fact]
    public async Task A_folder_is_no_video() => await RefusedAsync(clips.Folder, "is a folder");

    [Fact]
    public async Task An_empty_file_is_no_video() => await RefusedAsync(await WriteAsync("empty.mp4", []), "is empty");

    [Fact]
    public async Task Text_with_the_name_of_a_video_is_called_text() => await RefusedAsync(await WriteAsync("notes.mp4", "Dear diary,\n"u8.ToArray()), "is text, not a video, whatever its name says");

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_does_not_hang()
    {
        string path = clips.PathOf("pipe.mp4");
        Clips.Run("mkfifo", path);
        await RefusedAsync(path, "not a regular file");
    }

    [Fact]
    public async Task Noise_is_no_video()
    {
        var noise = new byte[50_000];
        new Random(1).NextBytes(noise);
        await RefusedAsync(await WriteAsync("noise.mp4", noise), "damaged or not a video");
    }

    [Fact]
    public async Task A_recording_without_its_index_is_said_to_be_cut_off()
    {
        string whole = clips.Make("late-index.mp4", "-i", clips.Plain(), "-c", "copy");
        byte[] bytes = await File.ReadAllBytesAsync(whole);
        await RefusedAsync(await WriteAsync("no-index.mp4", bytes[..(bytes.Length / 2)]), "cut off before its index was written");
    }

    [Fact]
    public async Task Sound_alone_is_no_video() =>
        await RefusedAsync(clips.Make("sound.mp4", "-i", clips.Plain(), "-vn", "-c:a", "copy"), "holds sound but no video");

    [Fact]
    public async Task A_cover_picture_is_no_video()
    {
        string cover = clips.Make("cover.png", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1");
        string path = clips.Make(
            "cover.mp4", "-i", clips.Plain(), "-i", cover, "-map", "0:a", "-map", "1:v", "-c:a", "copy", "-c:v", "png", "-disposition:v:0", "attached_pic");
        await RefusedAsync(path, "holds sound but no video");
    }

    [Theory]
    [InlineData("picture.jpg", "a JPEG picture", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1")]
    [InlineData("picture.png", "a PNG picture", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1")]
    [InlineData("picture.webp", "a WebP picture", "-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1")]
    [InlineData("sound.wav", "a WAV sound recording", "-f", "lavfi", "-i", "sine=d=1")]
    [InlineData("sound.flac", "a FLAC sound recording", "-f", "lavfi", "-i", "sine=d=1")]
    [InlineData("sound.mp3", "an MP3 sound recording", "-f", "lavfi", "-i", "sine=d=1")]
    public async Task What_is_no_video_is_called_by_its_name(string name, string kind, params string[] arguments)
    {
        await RefusedAsync(clips.Make(name, arguments), kind);
        File.Copy(clips.PathOf(name), clips.PathOf(name + ".mp4"), overwrite: true);
        await RefusedAsync(clips.PathOf(name + ".mp4"), kind + ", not a video, whatever its name says");
    }

    [Fact]
    public async Task An_archive_is_called_one()
    {
        using var zip = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(zip, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("clip.mp4");
        }

        await RefusedAsync(await WriteAsync("clips.mp4", zip.ToArray()), "a ZIP archive");
    }

    [Theory]
    [InlineData("hls.mp4", "playlist", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")]
    [InlineData("hls.m3u8", "playlist", "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("concat.mp4", "playlist", "ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("session.mp4", "session description", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\na=rtpmap:96 H264/90000\n")]
    [InlineData("session.sdp", "session description", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\na=rtpmap:96 H264/90000\n")]
    [InlineData("dash.mp4", "playlist", "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:isoff-main:2011\" type=\"static\"><Period/></MPD>")]
    public async Task What_refers_to_other_files_is_refused(string name, string kind, string content)
    {
        string path = await WriteAsync(name, System.Text.Encoding.UTF8.GetBytes(content));
        await RefusedAsync(path, kind);
    }

    [Fact]
    public async Task A_playlist_of_real_clips_beside_it_is_refused_too()
    {
        string clip = clips.Make("segment.ts", "-i", clips.Plain(), "-c", "copy");
        string list = await WriteAsync("list.mp4", System.Text.Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{Path.GetFileName(clip)}\n#EXT-X-ENDLIST\n"));
        await RefusedAsync(list, "playlist");
    }

    [Theory]
    [InlineData("-y.mp4")]
    [InlineData("a%03d.mp4")]
    [InlineData("http:||host:80.mp4")]
    [InlineData("concat:a|b.mp4")]
    [InlineData("two words 'and' \"quotes\".mp4")]
    [InlineData("new\nline.mp4")]
    [InlineData("ünïcødé 視頻 🚗.mp4")]
    [InlineData("$(touch x);`id`.mp4")]
    public async Task Any_name_is_taken_literally_for_reading_and_writing(string name)
    {
        string input = clips.PathOf(name), output = Path.Combine(Directory.CreateDirectory(clips.PathOf("out")).FullName, name);
        File.Copy(clips.Plain(), input, overwrite: true);
        await using FfmpegFrameSource source = await FrameReading.OpenAsync(input);
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(output, new VideoWriterOptions { AudioSource = input }, CancellationToken.None))
        {
            await foreach (Frame frame in source.ReadAsync(CancellationToken.None))
            {
                using (frame)
                {
                    await writer.WriteAsync(frame, CancellationToken.None);
                }
            }

            await writer.CompleteAsync(CancellationToken.None);
        }

        Assert.Equal(60, Clips.ProbedTimes(output).Count);
        Assert.Equal([output], Directory.GetFiles(Path.GetDirectoryName(output)!));
        File.Delete(output);
    }

    [Fact]
    public void Missing_programs_are_said_with_a_remedy()
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => FfmpegTools.Locate(clips.Folder));
        Assert.Equal(ExitCode.Failed, error.ExitCode);
        Assert.Contains("make setup", error.Remedy, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(string path, string because)
    {
        PixelShapException error = await Assert.ThrowsAsync<PixelShapException>(() => VideoProbe.ProbeAsync(path, CancellationToken.None));
        Assert.Equal(ExitCode.Input, error.ExitCode);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }

    private async Task<string> WriteAsync(string name, byte[] content)
    {
        string path = clips.PathOf(name);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }
}
