using PixelShap.Video.Media.Live;

namespace PixelShap.Video.Media.Tests;

public sealed class LiveAddressTests
{
    [Theory]
    [InlineData("rtsp://admin:hunter2@cam.local:554/live", "rtsp://cam.local:554/live")]
    [InlineData("rtsp://admin:hun@ter2@cam/live", "rtsp://cam/live")]
    [InlineData("rtsp://admin:hunter2?@cam/live", "rtsp://cam/live")]
    [InlineData("rtsps://cam/live?user=admin&password=hunter2", "rtsps://cam/live")]
    [InlineData("RTSP://cam", "rtsp://cam")]
    public void What_is_shown_holds_no_credentials(string full, string shown)
    {
        LiveAddress address = LiveAddress.Parse(full);

        Assert.Equal(shown, address.Shown);
        foreach (string text in new[] { $"Error opening {full}: 401", $"method DESCRIBE failed for {full.ToUpperInvariant().ToLowerInvariant()}", full })
        {
            string redacted = address.Redact(text);
            Assert.DoesNotContain("hunter2", redacted, StringComparison.Ordinal);
            Assert.DoesNotContain("ter2@", redacted, StringComparison.Ordinal);
        }
    }

    /// <summary>FFmpeg and cameras speak of a password as it is, the address has it with escapes.</summary>
    [Theory]
    [InlineData("hunter%402", "hunter@2")]
    [InlineData("hun%2Fter2", "hun/ter2")]
    public void A_password_is_hidden_with_its_escapes_and_without(string escaped, string plain)
    {
        LiveAddress address = LiveAddress.Parse($"rtsp://admin:{escaped}@cam.local/live");
        foreach (string secret in (string[])[escaped, plain])
        {
            Assert.DoesNotContain(secret, address.Redact($"login with '{secret}' was refused"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("concat:a|b")]
    [InlineData("rtsp://")]
    [InlineData("rtsp://cam/a\nb")]
    public void What_is_no_live_stream_is_refused(string address)
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => LiveAddress.Parse(address));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
    }

    [Theory]
    [InlineData("rtsp://cam:99999/x", "The port 99999 does not exist.", "1 to 65535")]
    [InlineData("rtsp://[fe80::1]:0/x", "The port 0 does not exist.", "1 to 65535")]
    [InlineData("rtsp://admin:hunter2/x", "no port", "1 to 65535")]
    [InlineData("rtsp://admin:pa#hunter2@cam/x", "holds a #", "%23")]
    public void An_address_that_leads_nowhere_is_refused_before_anything_starts(string address, params string[] parts)
    {
        PixelShapException error = Assert.Throws<PixelShapException>(() => RtspFrameSource.Create(address, new RtspOptions()));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, $"{error.Message} {error.Remedy}", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", $"{error.Message} {error.Remedy}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://cam:554/x")]
    [InlineData("rtsp://cam/a:b")]
    [InlineData("rtsp://[fe80::1]/x")]
    [InlineData("udp://@239.0.0.1:1234")]
    [InlineData("rtsp://admin:pa%23@cam:8554/x#t")]
    public void An_address_that_may_lead_somewhere_is_taken(string address) => LiveAddress.Parse(address).Check();

    [Theory]
    [InlineData("rtsp:/1.2.3.4/x")]
    [InlineData("rtsp:1.2.3.4/x")]
    public void A_missing_slash_is_said_to_be_missing(string address) =>
        Assert.Contains("two slashes", Assert.Throws<PixelShapException>(() => LiveAddress.Parse(address)).Remedy, StringComparison.Ordinal);

    [Fact]
    public void Pauses_grow_to_the_limit_with_jitter_and_are_reproducible()
    {
        var first = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), seed: 7);
        var same = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), seed: 7);
        double[] full = [1, 2, 4, 8, 16, 30, 30, 30];

        foreach (double limit in full)
        {
            TimeSpan pause = first.Next();
            Assert.InRange(pause.TotalSeconds, limit / 2, limit);
            Assert.Equal(pause, same.Next());
        }

        first.Reset();
        Assert.InRange(first.Next().TotalSeconds, 0.5, 1);
    }
}
