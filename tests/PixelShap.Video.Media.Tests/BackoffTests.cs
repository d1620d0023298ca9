using PixelShap.Video.Media.Live;

namespace PixelShap.Video.Media.Tests;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_double_up_to_a_limit_and_begin_anew_after_a_success()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), seed: 3);
        foreach (double full in (double[])[1, 2, 4, 8, 10, 10])
        {
            Assert.InRange(backoff.Next().TotalSeconds, full / 2, full);
        }

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }
}
