using PixelShap.Video.Fleet.Jobs;

namespace PixelShap.Video.Fleet.Tests;

[Collection(Servers.Name)]
public sealed class RunTableTests(FleetFixture fixture)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30), Over = TimeSpan.FromMilliseconds(1);
    private static readonly RunEnd s_done = new(RunState.Done, 0, null, "runs/x", "{\"a\": 1}");

    [ServersFact]
    public async Task A_write_under_an_epoch_that_is_over_changes_nothing_and_is_noted()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        string id = await SubmitAsync(fleet);
        RunLease zombie = (await fleet.Table.ClaimAsync(id, "first", Over, 3, CancellationToken.None)).Lease!;
        await Task.Delay(20);
        RunLease owner = (await fleet.Table.ClaimAsync(id, "second", Lease, 3, CancellationToken.None)).Lease!;
        Assert.True(owner.Epoch > zombie.Epoch);

        bool wrote = false;
        await Assert.ThrowsAsync<StaleEpochException>(() => fleet.Table.CommitAsync(zombie, s_done, (_, _) => { wrote = true; return Task.CompletedTask; }, CancellationToken.None));
        await Assert.ThrowsAsync<StaleEpochException>(() => fleet.Table.ReleaseAsync(zombie, "failed", CancellationToken.None));

        Assert.False(wrote);
        Assert.Empty(await fleet.Table.RenewAsync([(zombie, "")], Lease, CancellationToken.None));
        Assert.Equal("running second", await fleet.OneAsync<string>("SELECT state || ' ' || owner FROM runs"));
        Assert.Equal(2, await fleet.OneAsync<long>("SELECT count(*) FROM stale_writes WHERE owner = 'first'"));
        await fleet.Table.CommitAsync(owner, s_done, null, CancellationToken.None);
        Assert.Equal("done", await fleet.OneAsync<string>("SELECT state FROM runs"));
    }

    [ServersFact]
    public async Task A_run_with_a_lease_is_given_to_nobody_else_and_one_that_is_done_to_nobody_at_all()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        string id = await SubmitAsync(fleet);
        RunLease owner = (await fleet.Table.ClaimAsync(id, "first", Lease, 3, CancellationToken.None)).Lease!;
        Claim second = await fleet.Table.ClaimAsync(id, "second", Lease, 3, CancellationToken.None);
        Assert.Null(second.Lease);
        Assert.InRange(second.Wait!.Value.TotalSeconds, 1, 30);

        await fleet.Table.CommitAsync(owner, s_done, null, CancellationToken.None);
        Assert.Equal(default, await fleet.Table.ClaimAsync(id, "second", Lease, 3, CancellationToken.None));
    }

    [ServersFact]
    public async Task An_end_whose_reply_was_lost_is_written_again_without_harm()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        string id = await SubmitAsync(fleet);
        RunLease owner = (await fleet.Table.ClaimAsync(id, "first", Lease, 3, CancellationToken.None)).Lease!;
        int wrote = 0;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            await fleet.Table.CommitAsync(owner, s_done, (_, _) => { wrote++; return Task.CompletedTask; }, CancellationToken.None);
        }

        Assert.Equal(1, wrote);
        Assert.Equal(0, await fleet.OneAsync<long>("SELECT count(*) FROM stale_writes"));
    }

    [ServersFact]
    public async Task The_reason_of_a_dead_letter_stands_there_before_the_work_of_the_third_start()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        string id = await SubmitAsync(fleet);
        RunLease first = (await fleet.Table.ClaimAsync(id, "first", Lease, 3, CancellationToken.None)).Lease!;
        await fleet.Table.ReleaseAsync(first, "start 1: the disk was full", CancellationToken.None);
        await fleet.Table.ClaimAsync(id, "second", Over, 3, CancellationToken.None);
        await Task.Delay(20);
        Assert.Equal(3, (await fleet.Table.ClaimAsync(id, "third", Over, 3, CancellationToken.None)).Lease!.Starts);
        Assert.Equal("start 3 of 3 by third; before: start 1: the disk was full", await fleet.OneAsync<string>("SELECT reason FROM runs"));

        await Task.Delay(20);
        Assert.Equal(default, await fleet.Table.ClaimAsync(id, "fourth", Lease, 3, CancellationToken.None));
        RunLine dead = Assert.Single(await fleet.Ledger.ListAsync(RunState.Dead, 10, CancellationToken.None));
        Assert.Equal("start 3 of 3 by third; before: start 1: the disk was full; the worker third ended without a word", dead.Reason);

        Assert.Equal(1, await fleet.Ledger.RetryAsync([], [RunState.Dead], CancellationToken.None));
        Assert.Equal(1, (await fleet.Table.ClaimAsync(id, "fifth", Lease, 3, CancellationToken.None)).Lease!.Starts);
    }

    [ServersFact]
    public async Task Submitting_twice_runs_once_and_another_setting_is_another_run()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        RunOrder order = Fleet.Order("clip");
        Assert.Equal(1, await fleet.Ledger.SubmitAsync([order, order], CancellationToken.None));
        Assert.Equal(0, await fleet.Ledger.SubmitAsync([order with { Priority = Priority.High }], CancellationToken.None));
        Assert.Equal(2, await fleet.Ledger.SubmitAsync([order with { Settings = "{}" }, order with { Content = "changed" }], CancellationToken.None));
    }

    [ServersFact]
    public async Task A_cancelled_run_takes_nothing_more_from_its_worker()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        string id = await SubmitAsync(fleet);
        RunLease owner = (await fleet.Table.ClaimAsync(id, "first", Lease, 3, CancellationToken.None)).Lease!;
        Assert.Equal(1, await fleet.Ledger.CancelAsync([id[..8]], CancellationToken.None));
        await Assert.ThrowsAsync<StaleEpochException>(() => fleet.Table.CommitAsync(owner, s_done, null, CancellationToken.None));
        Assert.Equal("cancelled", await fleet.OneAsync<string>("SELECT state FROM runs"));
    }

    private static async Task<string> SubmitAsync(Fleet fleet)
    {
        RunOrder order = Fleet.Order("clip");
        await fleet.Ledger.SubmitAsync([order], CancellationToken.None);
        return order.Id;
    }
}
