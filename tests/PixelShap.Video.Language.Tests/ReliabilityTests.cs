using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using FsCheck;
using FsCheck.Fluent;
using PixelShap.Masking;
using PixelShap.Video.Frames;
using PixelShap.Video.Language.Budgets;
using PixelShap.Video.Language.Caching;
using PixelShap.Video.Language.Calls;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Reliability;

namespace PixelShap.Video.Language.Tests;

/// <summary>The parts of a remote model, with a clock that the test moves.</summary>
public sealed class ReliabilityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void No_minute_holds_more_than_its_limit_and_nobody_waits_for_nothing()
    {
        Prop.ForAll(Gen.Choose(1, 40).NonEmptyListOf().ToArbitrary(), Gen.Choose(40, 120).ToArbitrary(), (amounts, limit) =>
        {
            var time = new ManualTime();
            using var minute = new MinuteLimit(limit, time);
            var spent = new List<(TimeSpan At, int Amount)>();
            foreach (int amount in amounts)
            {
                Task<MinuteLimit.Spending> waiting = minute.SpendAsync(amount, CancellationToken.None);
                while (!waiting.IsCompleted && time.MoveToNextTimer())
                {
                }

                Assert.True(waiting.IsCompletedSuccessfully);
                waiting.Result.Replied();
                spent.Add((time.Now, amount));
            }

            Assert.All(spent, last => Assert.True(
                spent.Where(one => one.At <= last.At && last.At - one.At < TimeSpan.FromMinutes(1)).Sum(one => one.Amount) <= limit));

            // Whoever waited would have broken the limit a moment earlier.
            for (int i = 1; i < spent.Count; i++)
            {
                if (spent[i].At > spent[i - 1].At)
                {
                    TimeSpan before = spent[i].At - TimeSpan.FromMilliseconds(2);
                    int then = spent.Take(i).Where(one => before - one.At < TimeSpan.FromSeconds(60)).Sum(one => one.Amount);
                    Assert.True(then + spent[i].Amount > limit);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_reply_that_takes_too_long_to_read_is_asked_for_again_and_ends_no_run()
    {
        VlmConfiguration settings = new VlmConfiguration() with { Retry = new VlmRetry { FirstDelaySeconds = 0.001, MaxDelaySeconds = 0.001 } };
        using var account = new ServiceAccount(settings, TimeProvider.System, NullLogger.Instance);
        using var calls = new MeteredCalls("model", settings, 1, account, TimeProvider.System, NullLogger.Instance);
        int sent = 0;
        CallOutcome<string> outcome = await calls.AskAsync(
            new string('a', 64), new CallTokens(1, 1), null, _ => ++sent == 1 ? throw new RegexMatchTimeoutException() : Task.FromResult(new CallReply<string>("read", new CallTokens(1, 1))), CancellationToken.None);
        Assert.Equal(("read", 2), (outcome.Reply!.Value, sent));
    }

    [Fact]
    public async Task The_minute_of_a_request_is_counted_from_its_reply_because_it_may_have_arrived_as_late_as_that()
    {
        var time = new ManualTime();
        using var minute = new MinuteLimit(1, time);
        MinuteLimit.Spending first = await minute.SpendAsync(1, CancellationToken.None);
        time.Move(TimeSpan.FromSeconds(3));
        first.Replied();
        Task<MinuteLimit.Spending> second = minute.SpendAsync(1, CancellationToken.None);
        time.Move(TimeSpan.FromSeconds(59.9));
        Assert.False(second.IsCompleted);
        time.Move(TimeSpan.FromSeconds(0.2));
        Assert.True(second.IsCompletedSuccessfully);

        // One that is never answered counts for a minute and the longest way.
        Task<MinuteLimit.Spending> third = minute.SpendAsync(1, CancellationToken.None);
        time.Move(TimeSpan.FromSeconds(64.5));
        Assert.False(third.IsCompleted);
        time.Move(TimeSpan.FromSeconds(0.5));
        Assert.True(third.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_broken_circuit_lets_one_try_after_its_pause_and_all_when_that_one_succeeds()
    {
        var time = new ManualTime();
        var breaker = new CircuitBreaker(3, TimeSpan.FromSeconds(10), time);
        await FailAsync(breaker, 2);
        Assert.True(breaker.WaitAsync(CancellationToken.None).IsCompleted);
        await FailAsync(breaker, 1);
        Task<CircuitBreaker.Passage>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => breaker.WaitAsync(CancellationToken.None))];
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.True(time.MoveToNextTimer());
        Assert.True(time.MoveToNextTimer());
        Assert.True(time.MoveToNextTimer());
        Assert.Equal(TimeSpan.FromSeconds(10), time.Now);
        (await Assert.Single(waiting, task => task.IsCompleted)).Succeeded();
        while (time.MoveToNextTimer())
        {
        }

        Assert.All(waiting, task => Assert.True(task.IsCompleted));
    }

    [Fact]
    public async Task Only_errors_in_a_row_break_the_circuit()
    {
        var breaker = new CircuitBreaker(3, TimeSpan.FromSeconds(10), new ManualTime());
        for (int round = 0; round < 5; round++)
        {
            (await Passed()).Failed();
            (await Passed()).Failed();
            (await Passed()).Succeeded();
        }

        Task<CircuitBreaker.Passage> Passed()
        {
            Task<CircuitBreaker.Passage> passage = breaker.WaitAsync(CancellationToken.None);
            Assert.True(passage.IsCompleted);
            return passage;
        }
    }

    /// <summary>The error of a request that was sent before the circuit opened is no news.</summary>
    [Fact]
    public async Task A_late_failure_does_not_prolong_the_pause()
    {
        var time = new ManualTime();
        var breaker = new CircuitBreaker(2, TimeSpan.FromSeconds(10), time);
        CircuitBreaker.Passage late = await breaker.WaitAsync(CancellationToken.None);
        await FailAsync(breaker, 2);
        time.Move(TimeSpan.FromSeconds(9));
        late.Failed();
        Task<CircuitBreaker.Passage> waiting = breaker.WaitAsync(CancellationToken.None);
        time.Move(TimeSpan.FromSeconds(1.1));
        Assert.True(waiting.IsCompleted);
    }

    /// <summary>A request that was sent before the circuit opened may have been answered by a service that has failed since.</summary>
    [Fact]
    public async Task A_late_success_does_not_close_the_circuit()
    {
        var time = new ManualTime();
        var breaker = new CircuitBreaker(2, TimeSpan.FromSeconds(10), time);
        CircuitBreaker.Passage late = await breaker.WaitAsync(CancellationToken.None);
        await FailAsync(breaker, 2);
        late.Succeeded();
        Task<CircuitBreaker.Passage> next = breaker.WaitAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);

        // Nor while one tries; and when that one fails, everybody waits again.
        time.Move(TimeSpan.FromSeconds(10.1));
        Assert.True(next.IsCompleted);
        CircuitBreaker.Passage trying = await next;
        late.Succeeded();
        Assert.False(breaker.WaitAsync(CancellationToken.None).IsCompleted);
        trying.Failed();
        Assert.False(breaker.WaitAsync(CancellationToken.None).IsCompleted);
    }

    /// <summary>Who is told a shorter wait later does not know of the longer one.</summary>
    [Fact]
    public async Task A_shorter_pause_does_not_cut_a_longer_one_short()
    {
        var time = new ManualTime();
        var pause = new ServicePause(new Waits(time, NullLogger.Instance), time);
        pause.Extend(TimeSpan.FromSeconds(30), "the service said so");
        time.Move(TimeSpan.FromSeconds(5));
        pause.Extend(TimeSpan.FromSeconds(10), "the service said so again");
        Task waiting = pause.WaitAsync(CancellationToken.None);
        while (!waiting.IsCompleted)
        {
            if (!time.MoveToNextTimer())
            {
                await Task.Yield();
            }
        }

        Assert.Equal(TimeSpan.FromSeconds(30), time.Now);
    }

    private static async Task FailAsync(CircuitBreaker breaker, int times)
    {
        for (int i = 0; i < times; i++)
        {
            (await breaker.WaitAsync(CancellationToken.None)).Failed();
        }
    }

    [Fact]
    public void Pauses_grow_up_to_their_limit_obey_the_service_and_depend_on_the_seed_alone()
    {
        var settings = new VlmRetry { FirstDelaySeconds = 0.5, MaxDelaySeconds = 8 };
        Prop.ForAll(Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (attempt, wanted, number) =>
        {
            string key = $"{number:x16}{number:x16}";
            var delays = new RetryDelays(settings, 7, 300);
            double nominal = Math.Min(8, 0.5 * Math.Pow(2, attempt - 1));
            TimeSpan own = delays.After(attempt, key, null);
            Assert.InRange(own.TotalSeconds, nominal / 2, nominal);
            Assert.Equal(own, new RetryDelays(settings, 7, 300).After(attempt, key, null));
            Assert.NotEqual(own, new RetryDelays(settings, 8, 300).After(attempt, key, null));
            Assert.True(delays.After(attempt, key, TimeSpan.FromSeconds(wanted)) >= TimeSpan.FromSeconds(wanted));
            Assert.InRange(delays.After(attempt, key, TimeSpan.FromDays(1000 + wanted)).TotalSeconds, 300, 310);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_shrunken_image_fits_keeps_its_proportions_and_its_mean()
    {
        Prop.ForAll(Gen.Choose(1, 200).ToArbitrary(), Gen.Choose(1, 200).ToArbitrary(), Gen.Choose(32, 150).ToArbitrary(), (width, height, side) =>
        {
            byte[] pixels = [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * 31 % 251))];
            BgrImage small = ImageShrinking.Shrink(new BgrImage(pixels, width, height, width * 3), side);
            Assert.InRange(Math.Max(small.Width, small.Height), 1, side);
            Assert.Equal(Math.Max(width, height) <= side, small.Width == width && small.Height == height);
            Assert.InRange(small.Width * (double)height / width, small.Height - 1 - ((double)height / width), small.Height + 1 + ((double)height / width));
            if (width % small.Width == 0 && height % small.Height == 0)
            {
                Assert.InRange(small.Pixels.ToArray().Average(value => value) - pixels.Average(value => value), -0.51, 0.51);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1024, 1024, 765)]
    [InlineData(2048, 4096, 1105)]
    [InlineData(512, 512, 255)]
    public void Tokens_of_an_image_are_those_of_the_services_own_examples(int width, int height, int tokens) =>
        Assert.Equal(tokens, ChatRequestWriter.ImageTokens(width, height, ImageDetail.High));

    [Fact]
    public void Latencies_are_told_within_five_percent()
    {
        var histogram = new LatencyHistogram();
        Assert.True(double.IsNaN(histogram.Quantile(0.5)));
        foreach (int i in Enumerable.Range(1, 1000))
        {
            histogram.Add(TimeSpan.FromMilliseconds(i * 10));
        }

        Assert.InRange(histogram.Quantile(0.5), 5.0, 5.0 * 1.05);
        Assert.InRange(histogram.Quantile(0.99), 9.9, 9.9 * 1.05);
    }

    /// <summary>A folder that may only be read, or a file that is pruned at the same moment: the answer is there all the same.</summary>
    [Fact]
    public void An_answer_whose_time_cannot_be_written_is_still_an_answer()
    {
        string key = new('b', 64);
        new ResponseCache(_folder, TimeProvider.System).Store(key, CachedAnswer.Of(new Answer("paid for")));
        Assert.Equal("paid for", new ResponseCache(_folder, new UnwritableTime()).Find(key)?.Text);
    }

    /// <summary>Fails where a file's time is about to be written; the rights of a folder mean nothing to root, who runs these tests.</summary>
    private sealed class UnwritableTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new UnauthorizedAccessException("read-only");
    }

    [Fact]
    public async Task A_cache_shared_by_many_writers_holds_whole_answers_only()
    {
        string key = new('a', 64);
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 20_000))];
        ResponseCache[] caches = [.. texts.Select(_ => new ResponseCache(_folder, TimeProvider.System))];
        await Task.WhenAll(caches.Select((cache, i) => Task.Run(() =>
        {
            for (int round = 0; round < 50; round++)
            {
                cache.Store(key, CachedAnswer.Of(new Answer(texts[i])));
                Assert.Contains(cache.Find(key)!.Text, texts);
            }
        })));
        Assert.Equal(1, caches[0].Measure().Answers);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder, "*.tmp", SearchOption.AllDirectories), _ => true);
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("ln -s /dev/zero")]
    [InlineData("ln -s /dev/full")]
    public async Task An_answer_that_is_no_regular_file_counts_as_none(string command)
    {
        string key = new('b', 64), path = Path.Combine(_folder, "bb", key + ".json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.Diagnostics.Process.Start("/bin/sh", ["-c", $"{command} '{path}'"]).WaitForExit();

        Assert.Null(await Task.Run(() => new ResponseCache(_folder, TimeProvider.System).Find(key)).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Schema\":1,\"Ki")]
    [InlineData("null")]
    [InlineData("{\"Schema\":99,\"Kind\":0,\"Text\":\"x\",\"Reason\":\"\"}")]
    public void A_damaged_answer_counts_as_none(string content)
    {
        string key = new('b', 64);
        var cache = new ResponseCache(_folder, TimeProvider.System);
        cache.Store(key, CachedAnswer.Of(new Answer("A car.")));
        Assert.Equal("A car.", cache.Find(key)!.Text);
        File.WriteAllText(Directory.EnumerateFiles(_folder, "*.json", SearchOption.AllDirectories).Single(), content);
        Assert.Null(cache.Find(key));
    }

    [Fact]
    public void Pruning_deletes_what_was_not_used_for_longest()
    {
        var time = new ManualTime();
        var cache = new ResponseCache(_folder, time);
        string[] keys = [.. Enumerable.Range(0, 10).Select(i => $"{i:x2}".PadRight(64, '0'))];
        foreach ((string key, int i) in keys.Select((key, i) => (key, i)))
        {
            cache.Store(key, CachedAnswer.Of(new Answer("A car.")));
            foreach (string file in Directory.EnumerateFiles(_folder, $"{key}.json", SearchOption.AllDirectories))
            {
                File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddDays(-20 + i));
            }
        }

        Assert.NotNull(cache.Find(keys[0]));
        string[] foreign = [Path.Combine(_folder, "notes.json"), Path.Combine(_folder, "ab", "notes.json"), Path.Combine(_folder, "ab", new string('0', 64) + ".json")];
        Directory.CreateDirectory(Path.Combine(_folder, "ab"));
        Assert.All(foreign, file => File.WriteAllText(file, new string('x', 100_000)));
        CacheSize all = cache.Measure();
        CacheSize deleted = cache.Prune(all.Bytes / 2);
        Assert.Equal((10, 5), (all.Answers, deleted.Answers));
        Assert.NotNull(cache.Find(keys[0]));
        Assert.All(keys[1..6], key => Assert.Null(cache.Find(key)));
        Assert.All(keys[6..], key => Assert.NotNull(cache.Find(key)));
        Assert.All(foreign, file => Assert.True(File.Exists(file), file));
    }
}
