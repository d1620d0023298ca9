using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Queues;

namespace PixelShap.Video.Fleet.Tests;

[Collection(Servers.Name)]
public sealed class FleetWorkerTests(FleetFixture fixture)
{
    [ServersFact]
    public async Task Two_workers_do_every_run_once_the_urgent_ones_first()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(60, Priority.Normal, "later");
        await fleet.SubmitAsync(20, Priority.High, "now");
        var work = new TestWork((_, _) => Task.Delay(5));
        await new JobFeeder(fleet.Database, fleet.Queue, fleet.Options).FeedAsync(CancellationToken.None);
        await using (new TestWorker(fleet, "one", work))
        await using (new TestWorker(fleet, "two", work))
        {
            await fleet.UntilAsync("count(*) = 80 FROM runs WHERE state = 'done'");
        }

        Assert.Equal(80, work.Done.Distinct().Count());
        Assert.Equal(80, await fleet.OneAsync<long>("SELECT sum(starts) FROM runs"));
        Assert.All(work.Done.Take(18), input => Assert.StartsWith("now", input, StringComparison.Ordinal));
    }

    [ServersFact]
    public async Task A_queue_that_has_lost_everything_is_filled_again_from_the_database()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(200);
        var work = new TestWork((_, _) => Task.Delay(20));
        await using var worker = new TestWorker(fleet, "one", work);
        await fleet.UntilAsync("count(*) >= 20 FROM runs WHERE state = 'done'");
        await fleet.Nats.KillAsync();
        fleet.Nats.Forget();
        await fleet.Nats.BeginAsync();
        await fleet.UntilAsync("count(*) = 200 FROM runs WHERE state = 'done'");
        Assert.Equal(0, await fleet.OneAsync<long>("SELECT count(*) FROM stale_writes"));
    }

    [ServersFact]
    public async Task A_worker_that_is_asked_to_stop_gives_back_what_does_not_end_and_that_is_no_start()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(1);
        var endless = new TestWork((_, signals) => Task.Delay(Timeout.Infinite, signals.Stop));
        await using (var first = new TestWorker(fleet, "one", endless, grace: TimeSpan.Zero))
        {
            await fleet.UntilAsync("count(*) = 1 FROM runs WHERE state = 'running'");
            await first.StopAsync();
        }

        Assert.Equal("waiting 0", await fleet.OneAsync<string>("SELECT state || ' ' || starts FROM runs"));
        await using var second = new TestWorker(fleet, "two", new TestWork());
        await fleet.UntilAsync("count(*) = 1 FROM runs WHERE state = 'done' AND owner = 'two'");
    }

    [ServersFact]
    public async Task A_run_that_fails_is_tried_three_times_and_is_then_a_dead_letter()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(1);
        string? atThird = null;
        var work = new TestWork(async (lease, _) =>
        {
            atThird = lease.Starts == 3 ? await fleet.OneAsync<string>("SELECT reason FROM runs") : null;
            throw new InvalidOperationException("the model is broken");
        });

        // What comes after the pause between two attempts comes here at once: the message is put in again.
        await using var worker = new TestWorker(fleet, "one", work);
        for (int start = 1; start <= 3; start++)
        {
            await fleet.UntilAsync($"count(*) = 1 FROM runs WHERE state = 'waiting' AND starts = {start}");
            await fleet.Queue.PublishAsync(JobLane.Consumer(Pool.Cpu, Priority.Normal).Subject, [new QueueMessage(QueueMessage.Current, Fleet.Order("job-0").Id)], CancellationToken.None);
        }

        await fleet.UntilAsync("count(*) = 1 FROM runs WHERE state = 'dead'");
        Assert.Equal("start 3 of 3 by one; before: start 2: the model is broken", atThird);
        Assert.Contains("the model is broken", await fleet.OneAsync<string>("SELECT reason FROM runs"), StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_run_of_a_worker_that_died_without_a_word_is_done_by_another()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(1);

        // As a process does that is killed: it has taken the message and the run, and says nothing any more.
        await new JobFeeder(fleet.Database, fleet.Queue, fleet.Options).FeedAsync(CancellationToken.None);
        QueueLane lane = JobLane.Of(fleet.Options.Lease);
        Delivery taken = Assert.Single(await fleet.Queue.TakeAsync(lane, JobLane.Consumer(Pool.Cpu, Priority.Normal), 1, CancellationToken.None));
        RunLease dead = (await fleet.Table.ClaimAsync(taken.Message!.Id, "dead", fleet.Options.Lease, 3, CancellationToken.None)).Lease!;

        await using var worker = new TestWorker(fleet, "one", new TestWork());
        await fleet.UntilAsync("count(*) = 1 FROM runs WHERE state = 'done' AND owner = 'one' AND starts = 2");
        await Assert.ThrowsAsync<StaleEpochException>(() => fleet.Table.ReleaseAsync(dead, null, CancellationToken.None));
    }

    [ServersFact]
    public async Task A_message_of_a_newer_program_stays_for_newer_workers_and_nonsense_is_thrown_away()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await fleet.SubmitAsync(2);
        QueueLane lane = JobLane.Of(fleet.Options.Lease);
        QueueConsumer consumer = JobLane.Consumer(Pool.Cpu, Priority.Normal);
        await fleet.Queue.EnsureAsync(lane, CancellationToken.None);
        await fleet.Queue.PublishAsync(consumer.Subject, [new QueueMessage(QueueMessage.Current + 1, "newer"), new QueueMessage(0, "none")], CancellationToken.None);
        await using var worker = new TestWorker(fleet, "one", new TestWork());
        await fleet.UntilAsync("count(*) = 2 FROM runs WHERE state = 'done'");
        await worker.StopAsync();
        Assert.Equal(1, await fleet.Queue.DepthAsync(lane, consumer, CancellationToken.None));
    }
}
