using PixelShap.Video.Runs;


namespace PixelShap.Video.Cli.Tests;

public sealed class RedactedTests
{
    [Theory]
    [InlineData("rtsp://user:secret@camera:554/stream", "rtsp://camera:554/stream")]
    [InlineData("rtsp://user:se@cret@camera/stream?token=secret", "rtsp://camera/stream")]
    [InlineData("rtsp://camera/stream", "rtsp://camera/stream")]
    [InlineData("rtsp://camera", "rtsp://camera")]
    [InlineData("rtsp://admin:pa/ss@cam/stream", "rtsp://cam/stream")]
    [InlineData("rtsp://admin:pa?ss@cam/", "rtsp://cam/")]
    [InlineData("rtsp://admin:pa#ss@cam/live#1", "rtsp://cam/live")]
    [InlineData("http://camera/a@b", "http://b")]
    [InlineData("drive.mp4", "drive.mp4")]
    public void Credentials_and_queries_are_taken_out(string address, string shown) => Assert.Equal(shown, Redacted.Address(address));
}
